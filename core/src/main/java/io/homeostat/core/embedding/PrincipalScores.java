package io.homeostat.core.embedding;

import java.util.Arrays;

/**
 * The pooled vectors in their own principal axes, the widest first, each axis with variance 1. They
 * don't depend on which vector belongs to which window, so that tests upon them may permute labels.
 *
 * @param variances along the axes, only those above rounding
 * @param scores for each vector, its place along each axis
 */
record PrincipalScores(double[] variances, double[][] scores) {
  /** Variances below this part of the greatest are rounding. */
  private static final double ROUNDING = 1e-12;

  /** Through the covariance, or where there are fewer vectors than dimensions, through the Gram. */
  static PrincipalScores of(EmbeddingStatistics statistics, Vectors pooled) {
    Moments moments = statistics.moments(pooled);
    Vectors centred = centred(pooled, moments.mean());
    return pooled.dimension() <= pooled.count()
        ? ofCovariance(statistics, centred, moments)
        : ofGram(statistics, centred);
  }

  private static PrincipalScores ofCovariance(
      EmbeddingStatistics statistics, Vectors centred, Moments moments) {
    Spectrum spectrum = statistics.spectrum(moments.covariance(), moments.dimension());
    int rank = rank(spectrum.values());
    double[][] axes = new double[rank][];
    for (int r = 0; r < rank; r++) {
      double scale = 1 / Math.sqrt(spectrum.values()[r]);
      axes[r] = Arrays.stream(spectrum.axes()[r]).map(x -> x * scale).toArray();
    }
    return new PrincipalScores(Arrays.copyOf(spectrum.values(), rank), projected(centred, axes));
  }

  private static double[][] projected(Vectors centred, double[][] axes) {
    int d = centred.dimension();
    double[] values = centred.rowMajor();
    double[][] scores = new double[centred.count()][axes.length];
    for (int i = 0; i < scores.length; i++) {
      for (int r = 0; r < axes.length; r++) {
        double sum = 0;
        for (int k = 0; k < d; k++) {
          sum += values[i * d + k] * axes[r][k];
        }
        scores[i][r] = sum;
      }
    }
    return scores;
  }

  private static PrincipalScores ofGram(EmbeddingStatistics statistics, Vectors centred) {
    int n = centred.count();
    Spectrum spectrum = statistics.spectrum(statistics.gram(centred), n);
    int rank = rank(spectrum.values());
    double[] variances = new double[rank];
    double[][] scores = new double[n][rank];
    for (int r = 0; r < rank; r++) {
      variances[r] = spectrum.values()[r] / (n - 1);
      for (int i = 0; i < n; i++) {
        scores[i][r] = spectrum.axes()[r][i] * Math.sqrt(n - 1);
      }
    }
    return new PrincipalScores(variances, scores);
  }

  private static int rank(double[] values) {
    int rank = 0;
    while (rank < values.length && values[rank] > values[0] * ROUNDING && values[rank] > 0) {
      rank++;
    }
    return rank;
  }

  private static Vectors centred(Vectors pooled, double[] mean) {
    double[] values = pooled.rowMajor().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] -= mean[i % mean.length];
    }
    return Vectors.ofRowMajor(pooled.count(), pooled.dimension(), values);
  }

  int rank() {
    return variances.length;
  }

  double meanVariance() {
    return Arrays.stream(variances).sum() / variances.length;
  }

  /** One value for each vector. */
  static Vectors column(double[] values) {
    return Vectors.ofRowMajor(values.length, 1, values);
  }
}
