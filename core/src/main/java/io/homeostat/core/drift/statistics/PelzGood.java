package io.homeostat.core.drift.statistics;

/**
 * The expansion of Kolmogorov's distribution in powers of n^-½ (W. Pelz and I. Good, "Approximating
 * the Lower Tail-Areas of the Kolmogorov-Smirnov One-Sample Statistic", 1976).
 */
final class PelzGood {
  private static final double PI2 = Math.PI * Math.PI;
  private static final double ROOT = Math.sqrt(2 * Math.PI);

  private PelzGood() {}

  /** P(D ≤ d) for n values. */
  static double below(long n, double d) {
    double z = Math.sqrt((double) n) * d;
    double z2 = z * z;
    double log = -PI2 / 8 / z2;
    if (log < -700) {
      return 0;
    }
    int terms = (int) Math.ceil(16 * z / Math.PI);
    double[] odd = odd(z2, terms);
    double[] even = even(z, terms);
    double z4 = z2 * z2;
    double first = odd[0] * ROOT / z;
    double second = odd[1] * ROOT / (6 * z4);
    double third = odd[2] * ROOT / (72 * z4 * z2 * z) - even[0] * PI2 * ROOT / (36 * z2 * z);
    double fourth = odd[3] * ROOT / (6480 * z4 * z4 * z2) + even[1] * PI2 * ROOT / (216 * z4 * z2);
    double root = Math.sqrt((double) n);
    return first + second / root + third / n + fourth / (n * root);
  }

  /** Sums over odd m of a polynomial in m² times exp(−π²m² / 8z²), one for each power. */
  private static double[] odd(double z2, int terms) {
    double z4 = z2 * z2;
    double z6 = z4 * z2;
    double z8 = z4 * z4;
    double[] sums = new double[4];
    for (int k = terms; k > 0; k--) {
      double m2 = (2.0 * k - 1) * (2.0 * k - 1);
      double weight = StrictMath.exp(-PI2 * m2 / (8 * z2));
      double p2 = PI2 * m2;
      sums[0] += weight;
      sums[1] += weight * (-z2 + p2 / 4);
      sums[2] +=
          weight * (6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * p2 / 4 + p2 * p2 * (1 - 2 * z2) / 16);
      sums[3] +=
          weight
              * (-30 * z6
                  - 90 * z8
                  + p2 * (135 * z4 - 96 * z6) / 4
                  + p2 * p2 * (-60 * z2 + 212 * z4) / 16
                  + p2 * p2 * p2 * (5 - 30 * z2) / 64);
    }
    return sums;
  }

  private static double[] even(double z, int terms) {
    double[] sums = new double[2];
    for (int k = terms; k > 0; k--) {
      double k2 = (double) k * k;
      double weight = k2 * StrictMath.exp(-PI2 * k2 / (2 * z * z));
      sums[0] += weight;
      sums[1] += weight * (3 * z * z - PI2 * k2);
    }
    return sums;
  }
}
