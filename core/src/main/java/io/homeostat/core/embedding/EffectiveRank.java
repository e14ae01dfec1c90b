package io.homeostat.core.embedding;

/** In how many dimensions vectors spread, without a spectrum: (tr Σ)² / tr Σ². */
final class EffectiveRank {
  /** As many vectors of each window are looked at, at most. */
  private static final int MOST = 128;

  private EffectiveRank() {}

  /** From the scalar products of differences of vectors of the reference, and of the window. */
  static double of(Vectors reference, Vectors current) {
    double ofReference = of(reference);
    return Math.min(ofReference, of(current));
  }

  private static double of(Vectors window) {
    int n = Math.min(window.count(), MOST);
    int d = window.dimension();
    double[] mean = new double[d];
    for (int i = 0; i < n; i++) {
      int row = row(window, i, n);
      for (int k = 0; k < d; k++) {
        mean[k] += window.at(row, k) / n;
      }
    }
    double trace = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double product = 0;
        for (int k = 0; k < d; k++) {
          product +=
              (window.at(row(window, i, n), k) - mean[k])
                  * (window.at(row(window, j, n), k) - mean[k]);
        }
        if (i == j) {
          trace += product / n;
        } else {
          // Products of a vector with itself would count the number of vectors as spread.
          squares += 2 * product * product / ((double) n * (n - 1));
        }
      }
    }
    return squares > 0 ? Math.max(1, trace * trace / squares) : 1;
  }

  private static int row(Vectors window, int i, int n) {
    return (int) ((long) i * window.count() / n);
  }
}
