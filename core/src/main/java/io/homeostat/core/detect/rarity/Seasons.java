package io.homeostat.core.detect.rarity;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;

/**
 * What is usual at a time: each half hour of the day, and what each quarter of each day of the week
 * adds to it once it was seen twice. A sample is compared with the highest and the lowest of the
 * half hours within an hour of its own, since what comes daily comes some minutes earlier or later.
 * Mutable: part of a state.
 */
final class Seasons {
  private static final long DAY_MILLIS = 86_400_000;
  private static final int NEAR = 2;
  private static final int MEMORY = 4;
  private static final int WEEKS_TO_LEARN = 2;

  private Season day = new Season(DAY_MILLIS, 48, MEMORY);
  private Season week = new Season(7 * DAY_MILLIS, 28, MEMORY);

  /** Whether this time of day has been seen. */
  boolean knows(long timeMillis) {
    return day.visits(timeMillis, 0) > 0;
  }

  /** What the day of the week adds. */
  private double weekly(long timeMillis) {
    return week.visits(timeMillis, 0) >= WEEKS_TO_LEARN ? week.mean(timeMillis, 0) : 0;
  }

  /** By what the usual value of a time is told, where it is known. */
  Basis basis(long timeMillis) {
    return week.visits(timeMillis, 0) >= WEEKS_TO_LEARN ? Basis.WEEK : Basis.DAY;
  }

  /** The usual value of a time. */
  double usual(long timeMillis) {
    return day.mean(timeMillis, 0) + weekly(timeMillis);
  }

  /** How far a value is above the highest of the times around. */
  double above(long timeMillis, double value) {
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = -NEAR; i <= NEAR; i++) {
      if (day.visits(timeMillis, i) > 0) {
        highest = Math.max(highest, day.mean(timeMillis, i));
      }
    }
    return value - highest - weekly(timeMillis);
  }

  /** How far a value is below the lowest of the times around. */
  double below(long timeMillis, double value) {
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = -NEAR; i <= NEAR; i++) {
      if (day.visits(timeMillis, i) > 0) {
        lowest = Math.min(lowest, day.mean(timeMillis, i));
      }
    }
    return lowest + weekly(timeMillis) - value;
  }

  /** Takes a value in; what is farther than {@code farthest} counts as that far. */
  void learn(long timeMillis, double value, double farthest) {
    double weekly = weekly(timeMillis);
    if (knows(timeMillis)) {
      week.learn(timeMillis, value - day.mean(timeMillis, 0), farthest);
    }
    day.learn(timeMillis, value - weekly, farthest);
  }

  Seasons copy() {
    Seasons copy = new Seasons();
    copy.day = day.copy();
    copy.week = week.copy();
    return copy;
  }

  void write(ByteSink sink) {
    day.write(sink);
    week.write(sink);
  }

  static Seasons read(ByteSource source) {
    Seasons seasons = new Seasons();
    seasons.day.read(source);
    seasons.week.read(source);
    return seasons;
  }
}
