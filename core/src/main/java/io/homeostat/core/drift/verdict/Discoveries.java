package io.homeostat.core.drift.verdict;

import java.util.Arrays;

/** Which of many p-values count, and whether any does. */
public final class Discoveries {

  private Discoveries() {}

  /**
   * The greatest p-value that counts, so that of those that do the share that are false is at most
   * {@code level} on average (Y. Benjamini and Y. Hochberg 1995).
   *
   * @return 0 where none counts
   */
  public static double bound(double[] pValues, double level) {
    double[] sorted = pValues.clone();
    Arrays.sort(sorted);
    for (int i = sorted.length - 1; i >= 0; i--) {
      if (sorted[i] <= level * (i + 1) / sorted.length) {
        return sorted[i];
      }
    }
    return 0;
  }

  /** One p-value for all: that nothing drifted (R. Simes 1986); 1 for none. */
  public static double all(double[] pValues) {
    double[] sorted = pValues.clone();
    Arrays.sort(sorted);
    double least = 1;
    for (int i = 0; i < sorted.length; i++) {
      least = Math.min(least, sorted[i] * sorted.length / (i + 1));
    }
    return least;
  }
}
