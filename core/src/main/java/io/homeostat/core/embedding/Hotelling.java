package io.homeostat.core.embedding;

import java.util.Optional;

/**
 * Hotelling's two-sample T² with the pooled covariance, and its F (T. Anderson, "An Introduction to
 * Multivariate Statistical Analysis", 3rd edition, section 5.2.2).
 *
 * @param pValue exact where both windows are normal with one covariance
 */
public record Hotelling(double tSquared, double f, double pValue) {

  /**
   * Empty where the windows hold too few vectors for their dimension, or vary in fewer dimensions
   * than they have.
   */
  public static Optional<Hotelling> of(Moments reference, Moments current) {
    int n = reference.count();
    int m = current.count();
    int d = reference.dimension();
    if (n + m - 2 < d || n + m - d - 1 < 1) {
      return Optional.empty();
    }
    double[] pooled = new double[d * d];
    for (int i = 0; i < pooled.length; i++) {
      pooled[i] =
          ((n - 1) * reference.covariance()[i] + (m - 1) * current.covariance()[i]) / (n + m - 2);
    }
    double[] difference = new double[d];
    for (int k = 0; k < d; k++) {
      difference[k] = reference.mean()[k] - current.mean()[k];
    }
    return Cholesky.of(pooled, d)
        .map(
            cholesky -> {
              double t = cholesky.inverseForm(difference) * n * m / (n + m);
              double f = t * (n + m - d - 1) / ((double) d * (n + m - 2));
              return new Hotelling(t, f, Tails.fisher(f, d, n + m - d - 1));
            });
  }
}
