package io.homeostat.core.detect;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.rules.DetectorRule;

/**
 * How long a series has stayed unchanged, and how long it did at most before; what is longest fades
 * by half with each eight changes, but not below the newest. Mutable: part of a detector.
 */
final class StillState implements Memory {
  private static final long NONE = Long.MIN_VALUE;
  private static final double FADING = 0.917;

  private double value;
  private long firstMillis = NONE;
  private long sinceMillis;
  private double longestMillis;
  private boolean changed;

  Judgement step(DetectorRule.Still params, long timeMillis, double sample) {
    if (firstMillis == NONE) {
      firstMillis = timeMillis;
      sinceMillis = timeMillis;
      value = sample;
    }
    long still = timeMillis - sinceMillis;
    if (Double.compare(sample, value) != 0) {
      longestMillis = Math.max((double) still, FADING * longestMillis);
      changed = true;
      sinceMillis = timeMillis;
      value = sample;
      return Judgement.normal(longestMillis);
    }
    if (timeMillis - firstMillis < params.warmupMillis() || !changed) {
      return Judgement.unknown();
    }
    double allowed = Math.max((double) params.leastMillis(), params.times() * longestMillis);
    return still < allowed
        ? Judgement.normal(longestMillis)
        : Judgement.abnormal(
            still / allowed - 1,
            sample,
            "unchanged for "
                + Amount.duration(still)
                + ", before at most for "
                + Amount.duration((long) longestMillis));
  }

  @Override
  public int tag() {
    return 3;
  }

  @Override
  public StillState copy() {
    StillState copy = new StillState();
    copy.value = value;
    copy.firstMillis = firstMillis;
    copy.sinceMillis = sinceMillis;
    copy.longestMillis = longestMillis;
    copy.changed = changed;
    return copy;
  }

  @Override
  public void write(ByteSink sink) {
    sink.writeDouble(value);
    sink.writeLong(firstMillis);
    sink.writeLong(sinceMillis);
    sink.writeDouble(longestMillis);
    sink.writeBoolean(changed);
  }

  static StillState read(ByteSource source) {
    StillState state = new StillState();
    state.value = source.readDouble();
    state.firstMillis = source.readLong();
    state.sinceMillis = source.readLong();
    state.longestMillis = source.readDouble();
    state.changed = source.readBoolean();
    return state;
  }
}
