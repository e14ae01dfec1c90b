package io.homeostat.ingest.probe;

/**
 * How a probe keeps out of a busy server's way. One small question opens every round; when its
 * answer was slow twice in a row, by itself and against what is usual, the server is busy: only
 * what is needed most is read, and the pauses grow. What took long is always followed by a longer
 * pause, so that it takes at most a sixth of one connection's time.
 */
public final class Pace {
  /** An answer faster than this is never slow, in nanoseconds. */
  private static final long SLOW_NANOS = 250_000_000L;

  private static final int SLOW_FACTOR = 10;
  private static final int SLOW_IN_A_ROW = 2;
  private static final int COST_FACTOR = 5;
  private static final int MOST_INTERVALS = 4;
  private static final double NEW_SHARE = 0.1;

  private final long intervalMillis;
  private double usualNanos = Double.NaN;
  private int slow;
  private int intervals = 1;

  /**
   * A pace.
   *
   * @param intervalMillis the time between two rounds of a server that is not busy
   */
  public Pace(long intervalMillis) {
    this.intervalMillis = intervalMillis;
  }

  /**
   * Takes how long the question that opens a round took.
   *
   * @return whether the server is busy
   */
  public boolean opened(long nanos) {
    boolean unusual =
        nanos > SLOW_NANOS && !(nanos <= SLOW_FACTOR * usualNanos) && !Double.isNaN(usualNanos);
    if (unusual) {
      slow++;
    } else {
      slow = 0;
      usualNanos = Double.isNaN(usualNanos) ? nanos : usualNanos + NEW_SHARE * (nanos - usualNanos);
    }
    intervals = busy() ? Math.min(MOST_INTERVALS, intervals * 2) : 1;
    return busy();
  }

  /** Whether the server is busy, by the last answer. */
  public boolean busy() {
    return slow >= SLOW_IN_A_ROW;
  }

  /**
   * How long to wait after a round, at least, in milliseconds.
   *
   * @param neededMillis how long it took to read what is needed most
   * @param allMillis how long the whole round took
   */
  public long pauseMillis(double neededMillis, double allMillis) {
    double toNext = intervals * intervalMillis - (allMillis - neededMillis);
    return (long)
        Math.max(Math.max(toNext, (double) intervalMillis / 4), COST_FACTOR * neededMillis);
  }
}
