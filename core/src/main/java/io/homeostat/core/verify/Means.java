package io.homeostat.core.verify;

import io.homeostat.core.model.Observation;

/**
 * The mean of a series over a window: of the steps that lie wholly inside it, weighted by their
 * samples.
 *
 * @param value the mean; NaN when the window has too little
 * @param steps how many steps it rests on
 */
record Means(double value, int steps) {
  private static final Means NOTHING = new Means(Double.NaN, 0);

  /**
   * The mean over a window. A series that stopped before the window's second half is partial, and
   * what is partial is not known.
   */
  static Means over(Observation answer, long fromMillis, long toMillis) {
    double sum = 0;
    long count = 0;
    int steps = 0;
    long newest = Long.MIN_VALUE;
    for (int i = 0; i < answer.timesMillis().length; i++) {
      long begin = answer.timesMillis()[i];
      long end = begin + answer.stepMillis();
      boolean inside = begin >= fromMillis && end <= toMillis;
      if (inside && answer.counts()[i] > 0 && Double.isFinite(answer.means()[i])) {
        sum += answer.means()[i] * answer.counts()[i];
        count += answer.counts()[i];
        steps++;
        newest = end;
      }
    }
    boolean partial = newest < fromMillis + (toMillis - fromMillis) / 2;
    return count == 0 || partial ? NOTHING : new Means(sum / count, steps);
  }

  boolean known() {
    return steps > 0;
  }
}
