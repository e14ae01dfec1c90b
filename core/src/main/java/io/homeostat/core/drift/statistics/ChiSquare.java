package io.homeostat.core.drift.statistics;

import io.homeostat.core.embedding.Tails;

/**
 * K. Pearson's test of two rows of counts. Cells that are empty in both don't count.
 *
 * @param statistic the sum of squares over expectations
 * @param freedom its degrees of freedom
 */
public record ChiSquare(double statistic, int freedom) {

  /** As it is. */
  public static ChiSquare of(Counts counts) {
    return of(counts, 0);
  }

  /** With F. Yates's correction where there are two cells, as SciPy has it by default. */
  public static ChiSquare corrected(Counts counts) {
    return of(counts, 0.5);
  }

  private static ChiSquare of(Counts counts, double correction) {
    double n = counts.referenceTotal();
    double m = counts.currentTotal();
    int occupied = occupied(counts);
    double sum = 0;
    for (int i = 0; i < counts.cells(); i++) {
      double both = (double) counts.reference()[i] + counts.current()[i];
      if (both > 0) {
        double expected = both * m / (n + m);
        double apart = Math.abs(counts.current()[i] - expected);
        apart -= occupied == 2 ? Math.min(correction, apart) : 0;
        sum += apart * apart * (1 / expected + 1 / (both - expected));
      }
    }
    return new ChiSquare(sum, Math.max(0, occupied - 1));
  }

  private static int occupied(Counts counts) {
    int occupied = 0;
    for (int i = 0; i < counts.cells(); i++) {
      occupied += counts.reference()[i] + counts.current()[i] > 0 ? 1 : 0;
    }
    return occupied;
  }

  /** G, the likelihood ratio's statistic (S. Wilks 1935), on the same degrees of freedom. */
  public static ChiSquare likelihood(Counts counts) {
    double n = counts.referenceTotal();
    double m = counts.currentTotal();
    double sum = 0;
    for (int i = 0; i < counts.cells(); i++) {
      double both = (double) counts.reference()[i] + counts.current()[i];
      sum += part((double) counts.reference()[i], both * n / (n + m));
      sum += part((double) counts.current()[i], both * m / (n + m));
    }
    return new ChiSquare(Math.max(0, 2 * sum), Math.max(0, occupied(counts) - 1));
  }

  private static double part(double count, double expected) {
    return count > 0 ? count * StrictMath.log(count / expected) : 0;
  }

  /** The p-value of the limit. */
  public double pValue() {
    return upperTail(statistic, freedom);
  }

  /** P(X &gt; x) for χ² with the degrees of freedom; 1 for none. */
  public static double upperTail(double x, double freedom) {
    return freedom <= 0 ? 1 : Tails.gamma(x / 2, freedom / 2);
  }
}
