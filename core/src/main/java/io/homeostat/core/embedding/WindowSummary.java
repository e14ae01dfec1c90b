package io.homeostat.core.embedding;

import java.util.Arrays;

/**
 * What one window is like by itself.
 *
 * @param norms the vectors' lengths: least, median, greatest
 * @param effectiveRank in how many dimensions they spread
 * @param deadDimensions dimensions whose variance is below a millionth of the mean one
 * @param nearDuplicates vectors whose distance to an earlier one is below a thousandth of the
 *     median distance; of the first 2,048
 */
public record WindowSummary(
    int count, Norms norms, double effectiveRank, int deadDimensions, int nearDuplicates) {
  private static final double DEAD = 1e-6;
  private static final double NEAR = 1e-3;
  private static final int MOST = 2048;

  /** Lengths of vectors, in their unit. */
  public record Norms(double least, double median, double greatest) {}

  /** Summarises two vectors or more. */
  public static WindowSummary of(EmbeddingStatistics statistics, Vectors window) {
    Moments moments = statistics.moments(window);
    int d = moments.dimension();
    double dead = DEAD * moments.totalVariance() / d;
    int deadDimensions = 0;
    for (int k = 0; k < d; k++) {
      deadDimensions += moments.covariance()[k * d + k] <= dead ? 1 : 0;
    }
    return new WindowSummary(
        window.count(),
        norms(window),
        statistics.spectrum(moments.covariance(), d).effectiveRank(),
        deadDimensions,
        nearDuplicates(statistics, window));
  }

  private static Norms norms(Vectors window) {
    double[] norms = new double[window.count()];
    for (int i = 0; i < norms.length; i++) {
      for (int k = 0; k < window.dimension(); k++) {
        norms[i] += window.at(i, k) * window.at(i, k);
      }
      norms[i] = Math.sqrt(norms[i]);
    }
    double median = Bandwidth.median(norms);
    return new Norms(norms[0], median, norms[norms.length - 1]);
  }

  private static int nearDuplicates(EmbeddingStatistics statistics, Vectors window) {
    int n = Math.min(window.count(), MOST);
    int[] first = new int[n];
    Arrays.setAll(first, i -> i);
    double[] squares = statistics.squaredDistances(window.pick(first));
    double near = NEAR * NEAR * Bandwidth.median(squares.clone());
    boolean[] duplicate = new boolean[n];
    int next = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        duplicate[j] |= squares[next++] <= near;
      }
    }
    int duplicates = 0;
    for (boolean is : duplicate) {
      duplicates += is ? 1 : 0;
    }
    return duplicates;
  }
}
