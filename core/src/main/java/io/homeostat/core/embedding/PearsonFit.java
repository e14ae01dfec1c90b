package io.homeostat.core.embedding;

import java.util.Arrays;

/**
 * Smooth upper tails of a permuted statistic: a gamma distribution with the mean, variance and
 * skewness of all labellings (K. Pearson's type III; J. Kent and others use it for permutation
 * moments). It makes tests comparable; validity does not rest on it.
 */
final class PearsonFit {
  private static final double LEAST_SKEWNESS = 0.02;

  private PearsonFit() {}

  /** For each value, the share of the fitted distribution above it. */
  static double[] tails(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double second = 0;
    double third = 0;
    for (double value : values) {
      double centred = value - mean;
      second += centred * centred / values.length;
      third += centred * centred * centred / values.length;
    }
    double deviation = Math.sqrt(second);
    double[] tails = new double[values.length];
    if (!(deviation > Math.abs(mean) * 1e-13)) {
      Arrays.fill(tails, 1);
      return tails;
    }
    double skewness = Math.max(LEAST_SKEWNESS, third / (second * deviation));
    double shape = 4 / (skewness * skewness);
    for (int b = 0; b < values.length; b++) {
      double place = shape + Math.sqrt(shape) * (values[b] - mean) / deviation;
      tails[b] = Tails.gamma(place, shape);
    }
    return tails;
  }
}
