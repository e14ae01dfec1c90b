package io.homeostat.core.drift.statistics;

import io.homeostat.core.embedding.Tails;

/**
 * P(D ≥ d) for Kolmogorov's statistic D of one sample (R. Simard and P. L'Ecuyer, "Computing the
 * Two-Sided Kolmogorov-Smirnov Distribution", 2011): exact, but for n above 140 in the middle,
 * where it is W. Pelz and I. Good's expansion.
 */
public final class KolmogorovTail {
  private static final int MOST_EXACT = 140;
  private static final double LARGE = 0x1p128;

  private KolmogorovTail() {}

  /** P(√n·D ≥ z) for n without bound (A. Kolmogorov 1933). */
  public static double limit(double z) {
    if (z < 0.2) {
      return 1;
    }
    if (z < 1) {
      double sum = 0;
      for (int k = 1; k < 20; k += 2) {
        sum += StrictMath.exp(-k * k * Math.PI * Math.PI / (8 * z * z));
      }
      return 1 - Math.sqrt(2 * Math.PI) / z * sum;
    }
    double sum = 0;
    for (int k = 12; k > 0; k--) {
      sum += (k % 2 == 1 ? 1 : -1) * StrictMath.exp(-2.0 * k * k * z * z);
    }
    return Math.min(1, 2 * sum);
  }

  /** P(D ≥ d) for n values. */
  public static double of(long n, double d) {
    double nd = n * d;
    if (d <= 0 || nd <= 0.5) {
      return 1;
    }
    if (d >= 1) {
      return 0;
    }
    if (nd <= 1) {
      double log = Tails.logGamma(n + 1.0) - n * StrictMath.log((double) n);
      return 1 - StrictMath.exp(log + n * StrictMath.log(2 * nd - 1));
    }
    if (nd >= n - 1) {
      return 2 * StrictMath.pow(1 - d, (double) n);
    }
    double squared = nd * d;
    if (n <= MOST_EXACT) {
      return d < 0.5 && squared <= 4 ? 1 - durbin((int) n, d) : 2 * oneSided(n, d);
    }
    if (squared >= 370) {
      return 0;
    }
    if (d >= 0.5 || squared >= 2.2) {
      return Math.min(1, 2 * oneSided(n, d));
    }
    return n <= 100_000 && n * StrictMath.pow(d, 1.5) <= 1.4
        ? 1 - durbin((int) n, d)
        : 1 - PelzGood.below(n, d);
  }

  /** P(D⁺ ≥ d), exact (Z. Birnbaum and F. Tingey 1951). */
  static double oneSided(long n, double d) {
    double sum = 0;
    double logFactorial = Tails.logGamma(n + 1.0);
    long last = (long) Math.floor(n * (1 - d));
    for (long j = 0; j <= last; j++) {
      double rest = 1 - d - (double) j / n;
      if (rest <= 0) {
        break;
      }
      double log =
          logFactorial
              - Tails.logGamma(j + 1.0)
              - Tails.logGamma(n - j + 1.0)
              + (n - j) * StrictMath.log(rest)
              + (j - 1) * StrictMath.log(d + (double) j / n);
      sum += StrictMath.exp(log);
    }
    return d * sum;
  }

  /** P(D &lt; d) by the power of a matrix (J. Durbin 1973; G. Marsaglia and others 2003). */
  private static double durbin(int n, double d) {
    double nd = n * d;
    int k = (int) Math.ceil(nd);
    int size = 2 * k - 1;
    double[][] power = power(steps(k - nd, size), n);
    double p = power[k - 1][k - 1];
    int exponent = (int) power[size][0];
    for (int i = 1; i <= n; i++) {
      p = p * i / n;
      if (Math.abs(p) < 1 / LARGE) {
        p *= LARGE;
        exponent--;
      }
    }
    return Math.scalb(p, 128 * exponent);
  }

  private static double[][] steps(double h, int size) {
    double[][] matrix = new double[size][size];
    double[] inverse = new double[size + 1];
    inverse[0] = 1;
    for (int i = 1; i <= size; i++) {
      inverse[i] = inverse[i - 1] / i;
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        matrix[i][j] = i - j + 1 >= 0 ? inverse[i - j + 1] : 0;
      }
    }
    for (int i = 0; i < size - 1; i++) {
      double edge = (1 - StrictMath.pow(h, i + 1)) * inverse[i + 1];
      matrix[i][0] = edge;
      matrix[size - 1][size - 1 - i] = edge;
    }
    double corner = StrictMath.pow(Math.max(2 * h - 1, 0), size) - 2 * StrictMath.pow(h, size);
    matrix[size - 1][0] = (1 + corner) * inverse[size];
    return matrix;
  }

  /** The n-th power; a last row holds how often it was divided by 2^128. */
  private static double[][] power(double[][] matrix, int n) {
    int size = matrix.length;
    int middle = size / 2;
    double[][] base = matrix;
    double[][] result = new double[size][size];
    for (int i = 0; i < size; i++) {
      result[i][i] = 1;
    }
    int ofBase = 0;
    int ofResult = 0;
    for (int rest = n; rest > 0; rest /= 2) {
      if (rest % 2 == 1) {
        result = product(result, base);
        ofResult += ofBase;
      }
      base = product(base, base);
      ofBase *= 2;
      if (base[middle][middle] > LARGE) {
        scale(base);
        ofBase++;
      }
      if (result[middle][middle] > LARGE) {
        scale(result);
        ofResult++;
      }
    }
    double[][] all = java.util.Arrays.copyOf(result, size + 1);
    all[size] = new double[] {ofResult};
    return all;
  }

  private static void scale(double[][] matrix) {
    for (double[] row : matrix) {
      for (int j = 0; j < row.length; j++) {
        row[j] /= LARGE;
      }
    }
  }

  private static double[][] product(double[][] a, double[][] b) {
    int size = a.length;
    double[][] product = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < size; k++) {
        for (int j = 0; j < size && a[i][k] != 0; j++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }
}
