package io.homeostat.core.embedding;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Eigenvalues of a symmetric matrix by cyclic Jacobi rotations (G. Golub and C. Van Loan, "Matrix
 * Computations", 4th edition, section 8.5): slow for hundreds of dimensions, accurate for small
 * eigenvalues too, and short.
 */
final class Jacobi {
  private static final int MOST_SWEEPS = 60;

  private Jacobi() {}

  static Spectrum of(double[] symmetric, int size) {
    double[] a = symmetric.clone();
    double[] v = new double[size * size];
    for (int i = 0; i < size; i++) {
      v[i * size + i] = 1;
    }
    double all = 0;
    for (double entry : a) {
      all += entry * entry;
    }
    for (int sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a, size) > 1e-32 * all; sweep++) {
      for (int p = 0; p < size - 1; p++) {
        for (int q = p + 1; q < size; q++) {
          rotate(a, v, size, p, q);
        }
      }
    }
    return sorted(a, v, size);
  }

  private static double offDiagonal(double[] a, int size) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        sum += 2 * a[i * size + j] * a[i * size + j];
      }
    }
    return sum;
  }

  private static void rotate(double[] a, double[] v, int size, int p, int q) {
    double apq = a[p * size + q];
    if (apq == 0) {
      return;
    }
    double tau = (a[q * size + q] - a[p * size + p]) / (2 * apq);
    double t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
    double c = 1 / Math.sqrt(1 + t * t);
    double s = t * c;
    for (int k = 0; k < size; k++) {
      double akp = a[k * size + p];
      double akq = a[k * size + q];
      a[k * size + p] = c * akp - s * akq;
      a[k * size + q] = s * akp + c * akq;
    }
    for (int k = 0; k < size; k++) {
      double apk = a[p * size + k];
      double aqk = a[q * size + k];
      a[p * size + k] = c * apk - s * aqk;
      a[q * size + k] = s * apk + c * aqk;
      double vpk = v[p * size + k];
      double vqk = v[q * size + k];
      v[p * size + k] = c * vpk - s * vqk;
      v[q * size + k] = s * vpk + c * vqk;
    }
    a[p * size + q] = 0;
    a[q * size + p] = 0;
  }

  private static Spectrum sorted(double[] a, double[] v, int size) {
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -a[i * size + i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] values = new double[size];
    double[][] axes = new double[size][size];
    for (int i = 0; i < size; i++) {
      values[i] = a[order[i] * size + order[i]];
      System.arraycopy(v, order[i] * size, axes[i], 0, size);
      Spectrum.settleSign(axes[i]);
    }
    return new Spectrum(values, axes);
  }
}
