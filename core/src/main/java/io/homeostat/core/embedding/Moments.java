package io.homeostat.core.embedding;

/**
 * Mean and covariance of a window.
 *
 * @param covariance row after row, over {@code count − 1}
 */
public record Moments(int count, double[] mean, double[] covariance) {

  public Moments {
    if (count < 2) {
      throw new IllegalArgumentException("a covariance needs two vectors at least, not " + count);
    }
    if (covariance.length != mean.length * mean.length) {
      throw new IllegalArgumentException(
          mean.length + " dimensions need a covariance of as many rows and columns");
    }
  }

  public int dimension() {
    return mean.length;
  }

  /** The sum of all variances. */
  public double totalVariance() {
    double sum = 0;
    for (int k = 0; k < mean.length; k++) {
      sum += covariance[k * mean.length + k];
    }
    return sum;
  }

  /** These moments within the subspace whose axes are the rows of {@code axes}. */
  public Moments within(double[][] axes) {
    int d = mean.length;
    int r = axes.length;
    double[] projected = new double[r];
    double[] within = new double[r * r];
    for (int a = 0; a < r; a++) {
      double[] product = new double[d];
      for (int i = 0; i < d; i++) {
        projected[a] += axes[a][i] * mean[i];
        for (int j = 0; j < d; j++) {
          product[j] += axes[a][i] * covariance[i * d + j];
        }
      }
      for (int b = 0; b < r; b++) {
        for (int j = 0; j < d; j++) {
          within[a * r + b] += product[j] * axes[b][j];
        }
      }
    }
    return new Moments(count, projected, within);
  }
}
