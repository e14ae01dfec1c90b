package io.homeostat.core.embedding;

/**
 * Eigenvalues of a symmetric matrix, the greatest first, and their unit eigenvectors.
 *
 * @param axes row {@code i} belongs to value {@code i}; its greatest entry by size is positive, so
 *     that its sign is settled
 */
public record Spectrum(double[] values, double[][] axes) {

  /**
   * In how many dimensions the vectors spread: the exponential of the entropy of the eigenvalues'
   * shares (O. Roy and M. Vetterli, "The effective rank", EUSIPCO 2007). Between 1 and the
   * dimension; 0 where nothing varies.
   */
  public double effectiveRank() {
    double total = 0;
    for (double value : values) {
      total += Math.max(value, 0);
    }
    if (total <= 0) {
      return 0;
    }
    double entropy = 0;
    for (double value : values) {
      double share = Math.max(value, 0) / total;
      entropy -= share > 0 ? share * StrictMath.log(share) : 0;
    }
    return StrictMath.exp(entropy);
  }

  /** Turns an axis so that its greatest entry by size is positive. */
  public static void settleSign(double[] axis) {
    int greatest = 0;
    for (int k = 1; k < axis.length; k++) {
      if (Math.abs(axis[k]) > Math.abs(axis[greatest])) {
        greatest = k;
      }
    }
    if (axis.length > 0 && axis[greatest] < 0) {
      for (int k = 0; k < axis.length; k++) {
        axis[k] = -axis[k];
      }
    }
  }
}
