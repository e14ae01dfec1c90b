package io.homeostat.core.detect;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;

/** Since when something has reported. Mutable: part of a detector. */
final class MissingState implements Memory {
  private static final long NONE = Long.MIN_VALUE;

  private long firstMillis = NONE;

  /** Something came. */
  void come(long timeMillis) {
    if (firstMillis == NONE) {
      firstMillis = timeMillis;
    }
  }

  /** True when it reported for so long until then: it is expected. */
  boolean expected(long lastMillis, long seenMillis) {
    return firstMillis != NONE && lastMillis - firstMillis >= seenMillis;
  }

  /** It is expected no longer, until it reports again. */
  void giveUp() {
    firstMillis = NONE;
  }

  @Override
  public int tag() {
    return 4;
  }

  @Override
  public MissingState copy() {
    MissingState copy = new MissingState();
    copy.firstMillis = firstMillis;
    return copy;
  }

  @Override
  public void write(ByteSink sink) {
    sink.writeLong(firstMillis);
  }

  static MissingState read(ByteSource source) {
    MissingState state = new MissingState();
    state.firstMillis = source.readLong();
    return state;
  }
}
