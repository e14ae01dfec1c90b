package io.homeostat.core.detect;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;

/**
 * How often a series reports, and when it counts as silent: after 30 s, or after four times its
 * usual interval if that is longer. The interval is the newest one, but at most twice the one
 * before: a single hole doesn't make a series look slow. Mutable: part of a detector.
 */
final class Pace {
  private static final long LEAST_SILENCE_MILLIS = 30_000;
  private static final long LONGEST_FIRST_INTERVAL_MILLIS = 60_000;
  private static final int INTERVALS = 4;
  private static final long UNHEARD = -1;

  private long lastMillis = Long.MIN_VALUE;
  private long intervalMillis = UNHEARD;
  private long lateMillis = Long.MIN_VALUE;
  private long lateHeardMillis = Long.MIN_VALUE;

  /** The time of the newest sample; before the first, the time from which silence counts. */
  long lastMillis() {
    return lastMillis;
  }

  /** The time of the newest sample that is known of, be it one that came too late to be taken. */
  long knownMillis() {
    return Math.max(lastMillis, lateMillis);
  }

  /** From when silence counts: what comes late is alive when it comes. */
  long heardMillis() {
    return Math.max(lastMillis, lateHeardMillis);
  }

  /** The lane's time when a sample came that was too late; before the first, the least there is. */
  long lateHeardMillis() {
    return lateHeardMillis;
  }

  /** How long after a sample the series counts as silent. */
  long silenceMillis() {
    return Math.max(LEAST_SILENCE_MILLIS, INTERVALS * intervalMillis);
  }

  /** Counts silence from a time, until the first sample. */
  void startAt(long timeMillis) {
    lastMillis = timeMillis;
  }

  /** Takes a sample's time; false when the series was silent before it. */
  boolean take(long timeMillis) {
    if (intervalMillis == UNHEARD) {
      lastMillis = timeMillis;
      intervalMillis = 0;
      return true;
    }
    long interval = timeMillis - lastMillis;
    boolean steady = interval < silenceMillis();
    long most = intervalMillis == 0 ? LONGEST_FIRST_INTERVAL_MILLIS : 2 * intervalMillis;
    intervalMillis = Math.min(interval, most);
    lastMillis = timeMillis;
    return steady;
  }

  /**
   * Notes a sample that came too late to be taken, if it is newer than all that are known of: an
   * old one that comes again says nothing.
   */
  void late(long timeMillis, long nowMillis) {
    if (timeMillis > knownMillis()) {
      lateMillis = timeMillis;
      lateHeardMillis = nowMillis;
    }
  }

  Pace copy() {
    Pace copy = new Pace();
    copy.lastMillis = lastMillis;
    copy.intervalMillis = intervalMillis;
    copy.lateMillis = lateMillis;
    copy.lateHeardMillis = lateHeardMillis;
    return copy;
  }

  void write(ByteSink sink) {
    sink.writeLong(lastMillis);
    sink.writeLong(intervalMillis);
    sink.writeLong(lateMillis);
    sink.writeLong(lateHeardMillis);
  }

  static Pace read(ByteSource source) {
    Pace pace = new Pace();
    pace.lastMillis = source.readLong();
    pace.intervalMillis = source.readLong();
    pace.lateMillis = source.readLong();
    pace.lateHeardMillis = source.readLong();
    return pace;
  }
}
