package io.homeostat.core.drift.statistics;

/** How far apart two lists of shares are; each sums to 1, and both have the same cells. */
public final class Divergence {

  private Divergence() {}

  /**
   * The population stability index Σ (p − q)·ln(p / q), in nats.
   *
   * @param floor shares count as this much at least, so that empty cells stay finite
   */
  public static double populationStability(double[] reference, double[] current, double floor) {
    double sum = 0;
    for (int i = 0; i < reference.length; i++) {
      double p = Math.max(reference[i], floor);
      double q = Math.max(current[i], floor);
      sum += (p - q) * StrictMath.log(p / q);
    }
    return sum;
  }

  /** S. Kullback and R. Leibler's Σ p·ln(p / q), in nats; infinite where q is 0 and p is not. */
  public static double kullbackLeibler(double[] reference, double[] current) {
    double sum = 0;
    for (int i = 0; i < reference.length; i++) {
      sum += reference[i] > 0 ? reference[i] * StrictMath.log(reference[i] / current[i]) : 0;
    }
    return sum;
  }

  /** The Jensen–Shannon divergence (J. Lin 1991), in bits: 0 to 1. Its root is a metric. */
  public static double jensenShannon(double[] reference, double[] current) {
    double sum = 0;
    for (int i = 0; i < reference.length; i++) {
      double middle = (reference[i] + current[i]) / 2;
      sum += part(reference[i], middle) + part(current[i], middle);
    }
    return Math.max(0, sum / (2 * StrictMath.log(2)));
  }

  private static double part(double share, double middle) {
    return share > 0 ? share * StrictMath.log(share / middle) : 0;
  }

  /** E. Hellinger's distance, 0 to 1. */
  public static double hellinger(double[] reference, double[] current) {
    double sum = 0;
    for (int i = 0; i < reference.length; i++) {
      double apart = Math.sqrt(reference[i]) - Math.sqrt(current[i]);
      sum += apart * apart;
    }
    return Math.sqrt(sum / 2);
  }

  /** L∞: the greatest change of one share, 0 to 1. */
  public static double greatest(double[] reference, double[] current) {
    double most = 0;
    for (int i = 0; i < reference.length; i++) {
      most = Math.max(most, Math.abs(reference[i] - current[i]));
    }
    return most;
  }

  /** The total variation: the part of the values that would have to lie elsewhere, 0 to 1. */
  public static double totalVariation(double[] reference, double[] current) {
    double sum = 0;
    for (int i = 0; i < reference.length; i++) {
      sum += Math.abs(reference[i] - current[i]);
    }
    return sum / 2;
  }
}
