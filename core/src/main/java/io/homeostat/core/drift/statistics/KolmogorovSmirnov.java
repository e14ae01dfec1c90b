package io.homeostat.core.drift.statistics;

/**
 * The greatest distance of two distribution functions (A. Kolmogorov 1933, N. Smirnov 1939), over
 * cells in their order. Where cells are bins it is at most that of the values themselves, so its
 * p-values hold for any bins, however they were chosen.
 *
 * @param statistic 0 to 1
 * @param cell the cell behind which the functions are so far apart
 * @param sign 1 where the reference's function is the greater one there, so where the window moved
 *     up; else −1
 * @param n the reference's size
 * @param m the window's size
 */
public record KolmogorovSmirnov(double statistic, int cell, int sign, long n, long m) {
  /** Up to this many steps the exact distribution is followed. */
  private static final long MOST_STEPS = 400_000;

  /** Compares the cells; both sizes are at least 1. */
  public static KolmogorovSmirnov of(Counts counts) {
    long n = counts.referenceTotal();
    long m = counts.currentTotal();
    double most = 0;
    double least = 0;
    int mostCell = -1;
    int leastCell = -1;
    long before = 0;
    long after = 0;
    for (int i = 0; i < counts.cells(); i++) {
      before += counts.reference()[i];
      after += counts.current()[i];
      double apart = (double) before * m - (double) after * n;
      boolean own = counts.reference()[i] > 0;
      if (mostCell < 0 || apart > most || (apart == most && own && !has(counts, mostCell))) {
        most = apart;
        mostCell = i;
      }
      if (leastCell < 0 || apart < least || (apart == least && own && !has(counts, leastCell))) {
        least = apart;
        leastCell = i;
      }
    }
    boolean down = -least > most;
    return new KolmogorovSmirnov(
        Math.max(0, Math.max(most, -least)) / ((double) n * m),
        down ? leastCell : mostCell,
        down ? -1 : 1,
        n,
        m);
  }

  private static boolean has(Counts counts, int cell) {
    return counts.reference()[cell] > 0;
  }

  /**
   * The p-value: exact up to 400,000 pairs, else of the limit. Ties make it greater than need be.
   */
  public double pValue() {
    return n <= MOST_STEPS / m
        ? Math.min(1, exactPValue())
        : KolmogorovTail.limit(Math.sqrt((double) n / (n + m) * m) * statistic);
  }

  /**
   * The p-value of the limit where rows follow each other.
   *
   * @param inflation by how many times the variance of a share is greater than by chance
   */
  public double pValue(double inflation) {
    return KolmogorovTail.limit(Math.sqrt((double) n / (n + m) * m / inflation) * statistic);
  }

  /**
   * The exact p-value by counting paths outside (J. Hodges 1958, after R's {@code psmirnov}): n·m
   * steps, every sum of positive terms, so that small ones are right as well.
   */
  public double exactPValue() {
    double[] outside = new double[Math.toIntExact(m) + 1];
    // Half a step of the lattice keeps rounding out.
    double bound = statistic - 0.5 / ((double) n * m);
    for (int j = 1; j <= m; j++) {
      outside[j] = (double) j / m >= bound ? 1 : outside[j - 1];
    }
    outside[0] = bound <= 0 ? 1 : 0;
    for (int i = 1; i <= n; i++) {
      double before = (double) i / n;
      outside[0] = before >= bound ? 1 : outside[0];
      for (int j = 1; j <= m; j++) {
        double part = (double) i / (i + j);
        outside[j] =
            Math.abs(before - (double) j / m) >= bound
                ? 1
                : part * outside[j] + (1 - part) * outside[j - 1];
      }
    }
    return outside[(int) m];
  }

  /**
   * The p-value of the one-sample distribution for n·m / (n + m) values, rounded: what SciPy calls
   * asymptotic.
   */
  public double asymptoticPValue() {
    double size = (double) n * m / (n + m);
    return KolmogorovTail.of(Math.max(1, (long) Math.rint(size)), statistic);
  }
}
