package io.homeostat.core.churn;

/**
 * What counts as a burst of changed rows.
 *
 * @param leastRows the least rows changed in two steps
 * @param leastRatio by how much they exceed what the table usually changes in that time
 * @param quietMillis how long the table must be quiet, by the lane's time, before a burst has ended
 */
public record ChurnSettings(long leastRows, double leastRatio, long quietMillis) {
  /** What is in use. */
  public static final ChurnSettings DEFAULT = new ChurnSettings(1_000, 10, 10_000);

  public ChurnSettings {
    if (leastRows < 1 || !(leastRatio >= 1) || quietMillis < 1_000) {
      throw new IllegalArgumentException(
          "a burst of "
              + leastRows
              + " rows, "
              + leastRatio
              + " times the usual, quiet for "
              + quietMillis
              + " ms: give at least 1 row, 1 times, 1,000 ms");
    }
  }
}
