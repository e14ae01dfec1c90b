package io.homeostat.core.embedding;

/** A similarity of two vectors that depends on their distance alone. */
public sealed interface Kernel {

  /** The similarity at a squared distance. */
  double at(double squaredDistance);

  /**
   * The radial basis function exp(−γ·d²).
   *
   * @param gamma above 0, over the square of the vectors' unit
   */
  record Rbf(double gamma) implements Kernel {
    public Rbf {
      if (!(gamma > 0) || Double.isInfinite(gamma)) {
        throw new IllegalArgumentException("gamma must be a number above 0, not " + gamma);
      }
    }

    @Override
    public double at(double squaredDistance) {
      return StrictMath.exp(-gamma * squaredDistance);
    }
  }

  /**
   * The negative distance −d, whose discrepancy is the energy distance (D. Sejdinovic and others,
   * "Equivalence of distance-based and RKHS-based statistics in hypothesis testing", Annals of
   * Statistics 2013).
   */
  record NegativeDistance() implements Kernel {
    @Override
    public double at(double squaredDistance) {
      return -Math.sqrt(squaredDistance);
    }
  }
}
