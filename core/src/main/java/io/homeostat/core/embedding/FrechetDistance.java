package io.homeostat.core.embedding;

/**
 * The squared Fréchet distance of two normal distributions, |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2(Σ₁Σ₂)^½)
 * (D. Dowson and B. Landau, "The Fréchet distance between multivariate normal distributions",
 * 1982).
 *
 * @param meanTerm |μ₁ − μ₂|²
 * @param covarianceTerm the trace, at least 0
 */
public record FrechetDistance(double meanTerm, double covarianceTerm) {

  /** The whole distance, squared: in the square of the vectors' unit. */
  public double squared() {
    return meanTerm + covarianceTerm;
  }

  /**
   * The distance from its parts.
   *
   * @param eigenvalues of Σ₁Σ₂; what is negative or below the rounding of the greatest counts as 0
   */
  public static FrechetDistance of(Moments a, Moments b, double[] eigenvalues) {
    double meanTerm = 0;
    for (int k = 0; k < a.mean().length; k++) {
      double difference = a.mean()[k] - b.mean()[k];
      meanTerm += difference * difference;
    }
    double greatest = 0;
    for (double value : eigenvalues) {
      greatest = Math.max(greatest, value);
    }
    double roots = 0;
    for (double value : eigenvalues) {
      // The root of rounding noise is far greater than the noise: 1e-16 would count as 1e-8.
      roots += value > greatest * eigenvalues.length * 0x1p-52 ? Math.sqrt(value) : 0;
    }
    return new FrechetDistance(
        meanTerm, Math.max(0, a.totalVariance() + b.totalVariance() - 2 * roots));
  }
}
