package io.homeostat.core.embedding;

import java.util.stream.IntStream;

/**
 * Recognises windows whose neighbours resemble each other, and keeps of them only vectors that
 * stand far enough apart to be exchangeable.
 *
 * @param correlation the correlation of neighbours: the mean over all dimensions, weighted by their
 *     variance, corrected for the window's own mean (M. Kendall 1954)
 * @param step every how manyeth vector is kept; 1 keeps all
 */
public record Thinning(double correlation, int step) {
  /** The correlation that may remain between vectors kept. */
  private static final double REMAINING = 0.02;

  /** Variances below this part of the squares are rounding. */
  private static final double ROUNDING = 1e-24;

  /** How many standard errors a correlation must stand above 0 to count. */
  private static final double SIGNIFICANT = 2;

  /** What both windows together say, so that both are thinned alike. */
  public static Thinning of(Vectors reference, Vectors current, double effectiveRank) {
    double pairs = Math.max(1, reference.count() + current.count());
    double error = 1 / Math.sqrt(pairs * Math.max(1, effectiveRank));
    int longest = Math.min(reference.count(), current.count()) / 2;
    double first = correlation(reference, current, 1);
    if (longest < 2 || first <= SIGNIFICANT * error) {
      return new Thinning(first, 1);
    }
    // A first-order process forgets geometrically; slower ones are followed lag by lag.
    int geometric =
        first >= 1 ? longest : (int) Math.ceil(StrictMath.log(REMAINING) / StrictMath.log(first));
    int step = Math.max(2, Math.min(geometric, longest));
    while (step < longest && correlation(reference, current, step) > SIGNIFICANT * error) {
      step += Math.max(1, step / 4);
    }
    return new Thinning(first, Math.min(step, longest));
  }

  /** The window's vectors that are kept, and of these at most {@code most}, evenly spread. */
  Vectors keep(Vectors window, int most) {
    int kept = (window.count() + step - 1) / step;
    int used = Math.min(kept, most);
    return window.pick(
        IntStream.range(0, used).map(i -> (int) ((long) i * kept / used) * step).toArray());
  }

  private static double correlation(Vectors reference, Vectors current, int lag) {
    double[] sums = new double[3];
    add(reference, lag, sums);
    add(current, lag, sums);
    if (sums[1] <= sums[2] * ROUNDING) {
      return 0;
    }
    double raw = sums[0] / sums[1];
    double shorter = Math.min(reference.count(), current.count());
    return raw > 0 ? Math.min(1, raw + (1 + 3 * raw) / shorter) : raw;
  }

  /**
   * Adds the window's products at the lag, made as many as its squares, its squares, and those
   * about 0.
   */
  private static void add(Vectors window, int lag, double[] sums) {
    int n = window.count();
    int d = window.dimension();
    double[] mean = new double[d];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < d; k++) {
        mean[k] += window.at(i, k) / n;
      }
    }
    double products = 0;
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < d; k++) {
        double centred = window.at(i, k) - mean[k];
        sums[1] += centred * centred;
        sums[2] += window.at(i, k) * window.at(i, k);
        products += i + lag < n ? centred * (window.at(i + lag, k) - mean[k]) : 0;
      }
    }
    sums[0] += products * n / Math.max(1, n - lag);
  }
}
