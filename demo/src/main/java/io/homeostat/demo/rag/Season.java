package io.homeostat.demo.rag;

import java.time.Duration;
import java.time.Instant;

/**
 * How busy the users are: a sine over a short "day", and the same at the same time on every
 * machine.
 *
 * @param meanPerSecond requests per second on average; above 0, at most 1000
 * @param swing how far the day's top lies above the mean, relative to it; 0 to 0.9
 * @param day how long one day takes
 */
public record Season(double meanPerSecond, double swing, Duration day) {
  private static final double MOST_PER_SECOND = 1000;
  private static final double MOST_SWING = 0.9;

  public Season {
    if (!(meanPerSecond > 0 && meanPerSecond <= MOST_PER_SECOND)) {
      throw new IllegalArgumentException(
          "meanPerSecond is " + meanPerSecond + ": give more than 0, up to " + MOST_PER_SECOND);
    }
    if (!(swing >= 0 && swing <= MOST_SWING)) {
      throw new IllegalArgumentException("swing is " + swing + ": give 0 to " + MOST_SWING);
    }
    if (day.isNegative() || day.isZero()) {
      throw new IllegalArgumentException("day is " + day + ": give more than nothing");
    }
  }

  /** Requests per second at this time. */
  public double ratePerSecond(Instant time) {
    double phase = (double) Math.floorMod(time.toEpochMilli(), day.toMillis()) / day.toMillis();
    return meanPerSecond * (1 + swing * StrictMath.sin(2 * Math.PI * phase));
  }
}
