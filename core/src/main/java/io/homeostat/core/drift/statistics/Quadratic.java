package io.homeostat.core.drift.statistics;

import io.homeostat.core.embedding.Tails;

/** Squared distances of two distribution functions, from distinct values in their order. */
public final class Quadratic {
  private static final double QUARTER = 0.25;

  private Quadratic() {}

  /**
   * A. Anderson and D. Darling's statistic for two samples with midranks, standardised (F. Scholz
   * and M. Stephens, "K-Sample Anderson-Darling Tests", 1987, equation 7): about 0 on average where
   * nothing changed. Needs two distinct values and four values in all.
   */
  public static double andersonDarling(Counts counts) {
    double n = counts.referenceTotal();
    double m = counts.currentTotal();
    double total = n + m;
    double sum = 0;
    double before = 0;
    double after = 0;
    for (int i = 0; i < counts.cells(); i++) {
      double tie = (double) counts.reference()[i] + counts.current()[i];
      double places = before + after + tie / 2;
      double ofBefore = total * (before + counts.reference()[i] / 2.0) - places * n;
      double ofAfter = total * (after + counts.current()[i] / 2.0) - places * m;
      double weight = tie / total / (places * (total - places) - total * tie / 4);
      sum += weight * (ofBefore * ofBefore / n + ofAfter * ofAfter / m);
      before += counts.reference()[i];
      after += counts.current()[i];
    }
    return (sum * (total - 1) / total - 1) / Math.sqrt(varianceOf(n, m));
  }

  /** The variance of the statistic, by Scholz and Stephens's equation 4 for two samples. */
  private static double varianceOf(double n, double m) {
    double total = n + m;
    double harmonic = 0;
    double g = 0;
    for (double i = total - 1; i > 1; i--) {
      harmonic += 1 / i;
      g += harmonic / (total - i + 1);
    }
    double h = harmonic + 1;
    double inverse = 1 / n + 1 / m;
    double a = (4 * g - 6) + (10 - 6 * g) * inverse;
    double b = (2 * g - 4) * 4 + 16 * h + (2 * g - 14 * h - 4) * inverse - 8 * h + 4 * g - 6;
    double c = (6 * h + 2 * g - 2) * 4 + (4 * h - 4 * g + 6) * 2 + (2 * h - 6) * inverse + 4 * h;
    double d = (2 * h + 6) * 4 - 8 * h;
    return (a * total * total * total + b * total * total + c * total + d)
        / ((total - 1) * (total - 2) * (total - 3));
  }

  /** The statistic T of H. Cramér and R. von Mises for two samples, with midranks. */
  public static double cramerVonMises(Counts counts) {
    double n = counts.referenceTotal();
    double m = counts.currentTotal();
    double sum = 0;
    double before = 0;
    double after = 0;
    for (int i = 0; i < counts.cells(); i++) {
      long ofReference = counts.reference()[i];
      long ofCurrent = counts.current()[i];
      double rank = before + after + (ofReference + ofCurrent + 1) / 2.0;
      sum += n * squares(rank - before, ofReference) + m * squares(rank - after, ofCurrent);
      before += ofReference;
      after += ofCurrent;
    }
    return sum / (n * m * (n + m)) - (4 * n * m - 1) / (6 * (n + m));
  }

  /** (from − 1)² + (from − 2)² + … + (from − count)². */
  private static double squares(double from, long count) {
    double k = count;
    return k * from * from - from * k * (k + 1) + k * (k + 1) * (2 * k + 1) / 6;
  }

  /** The p-value of T by its limit, standardised for the sizes (T. Anderson 1962). */
  public static double cramerVonMisesPValue(double statistic, double n, double m) {
    double total = n + m;
    double mean = (1 + 1 / total) / 6;
    double variance =
        (total + 1)
            * (4 * n * m * total - 3 * (n * n + m * m) - 2 * n * m)
            / (45 * total * total * 4 * n * m);
    double place = 1.0 / 6 + (statistic - mean) / Math.sqrt(45 * variance);
    return place < 0.003 ? 1 : Math.max(0, 1 - limit(place));
  }

  /** P(T ≤ x) for sizes without bound (S. Csörgő and J. Faraway 1996, equation 1.2). */
  private static double limit(double x) {
    double sum = 0;
    double term = 1;
    for (int k = 0; Math.abs(term) >= 1e-7; k++) {
      double y = 4 * k + 1;
      double q = y * y / (16 * x);
      double factor = StrictMath.exp(Tails.logGamma(k + 0.5) - Tails.logGamma(k + 1.0) - 2 * q);
      term = factor * Math.sqrt(y / x) / StrictMath.pow(Math.PI, 1.5) * scaledBessel(q);
      sum += term;
    }
    return sum;
  }

  /** exp(q)·K(q) for the modified Bessel function of order ¼, by its integral. */
  private static double scaledBessel(double q) {
    double step = 1.0 / 64;
    double sum = 0.5;
    for (int i = 1; i < 2_000; i++) {
      double t = i * step;
      double fall = q * (StrictMath.cosh(t) - 1);
      if (fall > 745) {
        break;
      }
      sum += StrictMath.exp(-fall) * StrictMath.cosh(QUARTER * t);
    }
    return sum * step;
  }
}
