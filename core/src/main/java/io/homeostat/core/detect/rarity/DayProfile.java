package io.homeostat.core.detect.rarity;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;

/**
 * What each half hour of the day (UTC) has been: means that forget after 20 samples. A sample is
 * compared with the highest and the lowest of the half hours within an hour of its own, since what
 * comes daily comes some minutes earlier or later. At most 242 bytes. Mutable: part of a state.
 */
final class DayProfile {
  private static final int PARTS = 48;
  private static final int NEAR = 2;
  private static final long DAY_MILLIS = 86_400_000;
  private static final int MEMORY = 20;

  private final float[] means = new float[PARTS];
  private final byte[] counts = new byte[PARTS];

  private static int part(long timeMillis) {
    return (int) (Math.floorMod(timeMillis, DAY_MILLIS) * PARTS / DAY_MILLIS);
  }

  /** Whether this time of day has been seen. */
  boolean knows(long timeMillis) {
    return counts[part(timeMillis)] > 0;
  }

  /** How far a value is above the highest of the times around. */
  double above(long timeMillis, double value) {
    double highest = Double.NEGATIVE_INFINITY;
    int part = part(timeMillis);
    for (int i = -NEAR; i <= NEAR; i++) {
      int near = Math.floorMod(part + i, PARTS);
      highest = counts[near] > 0 ? Math.max(highest, means[near]) : highest;
    }
    return value - highest;
  }

  /** How far a value is below the lowest of the times around. */
  double below(long timeMillis, double value) {
    double lowest = Double.POSITIVE_INFINITY;
    int part = part(timeMillis);
    for (int i = -NEAR; i <= NEAR; i++) {
      int near = Math.floorMod(part + i, PARTS);
      lowest = counts[near] > 0 ? Math.min(lowest, means[near]) : lowest;
    }
    return lowest - value;
  }

  /** Takes a value in; what is farther from the mean than {@code farthest} counts as that far. */
  void learn(long timeMillis, double value, double farthest) {
    int part = part(timeMillis);
    double distance = value - means[part];
    if (counts[part] > 1) {
      distance = Math.max(-farthest, Math.min(farthest, distance));
    }
    counts[part] = (byte) Math.min(counts[part] + 1, MEMORY);
    means[part] += (float) (distance / counts[part]);
  }

  DayProfile copy() {
    DayProfile copy = new DayProfile();
    System.arraycopy(means, 0, copy.means, 0, PARTS);
    System.arraycopy(counts, 0, copy.counts, 0, PARTS);
    return copy;
  }

  void write(ByteSink sink) {
    for (int i = 0; i < PARTS; i++) {
      sink.writeByte(counts[i]);
      sink.writeFloat(means[i]);
    }
  }

  static DayProfile read(ByteSource source) {
    DayProfile profile = new DayProfile();
    for (int i = 0; i < PARTS; i++) {
      profile.counts[i] = source.readByte();
      profile.means[i] = source.readFloat();
    }
    return profile;
  }
}
