package io.homeostat.core.embedding;

import java.util.Optional;

/** The lower triangular L with L·Lᵀ = A of a symmetric positive definite A. */
final class Cholesky {
  private final double[] lower;
  private final int size;

  private Cholesky(double[] lower, int size) {
    this.lower = lower;
    this.size = size;
  }

  /** Empty where the matrix is singular to within rounding. */
  static Optional<Cholesky> of(double[] symmetric, int size) {
    double[] lower = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = symmetric[i * size + j];
        for (int k = 0; k < j; k++) {
          sum -= lower[i * size + k] * lower[j * size + k];
        }
        if (i == j) {
          if (!(sum > symmetric[i * size + i] * size * 0x1p-50)) {
            return Optional.empty();
          }
          lower[i * size + i] = Math.sqrt(sum);
        } else {
          lower[i * size + j] = sum / lower[j * size + j];
        }
      }
    }
    return Optional.of(new Cholesky(lower, size));
  }

  /** vᵀ·A⁻¹·v. */
  double inverseForm(double[] vector) {
    double[] solved = new double[size];
    double form = 0;
    for (int i = 0; i < size; i++) {
      double sum = vector[i];
      for (int k = 0; k < i; k++) {
        sum -= lower[i * size + k] * solved[k];
      }
      solved[i] = sum / lower[i * size + i];
      form += solved[i] * solved[i];
    }
    return form;
  }
}
