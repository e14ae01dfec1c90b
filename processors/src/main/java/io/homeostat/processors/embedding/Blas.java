package io.homeostat.processors.embedding;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasLeft;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasLower;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNonUnit;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRight;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dsyrk;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dtrmm;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.global.openblas_nolapack;

/** The products and decompositions of OpenBLAS that are used, over native memory, row after row. */
final class Blas {
  private Blas() {}

  /** How many threads a product may use from now on, in this process. */
  static void threads(int threads) {
    openblas_nolapack.blas_set_num_threads(threads);
  }

  /** out = a · bᵀ: m × n, of m × k and n × k. */
  static void timesTransposed(
      int m, int n, int k, DoublePointer a, DoublePointer b, DoublePointer out) {
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1, a, k, b, k, 0, out, n);
  }

  /** out = a · b: m × n, of m × k and k × n. */
  static void times(int m, int n, int k, DoublePointer a, DoublePointer b, DoublePointer out) {
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a, k, b, n, 0, out, n);
  }

  /** out = aᵀ · b: m × n, of k × m and k × n. */
  static void transposedTimes(
      int m, int n, int k, DoublePointer a, DoublePointer b, DoublePointer out) {
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, m, n, k, 1, a, m, b, n, 0, out, n);
  }

  /** The lower triangle of factor · aᵀ · a: n × n, of k × n. */
  static void innerProducts(int n, int k, double factor, DoublePointer a, DoublePointer out) {
    cblas_dsyrk(CblasRowMajor, CblasLower, CblasTrans, n, k, factor, a, n, 0, out, n);
  }

  /** The lower triangle of a · aᵀ: n × n, of n × k. */
  static void outerProducts(int n, int k, DoublePointer a, DoublePointer out) {
    cblas_dsyrk(CblasRowMajor, CblasLower, CblasNoTrans, n, k, 1, a, k, 0, out, n);
  }

  /**
   * Puts the lower L of a = L·Lᵀ, column after column, in its lower triangle.
   *
   * @return false where the matrix is not positive definite
   */
  static boolean cholesky(int n, DoublePointer a) {
    return openblas.LAPACKE_dpotrf(openblas.LAPACK_COL_MAJOR, (byte) 'L', n, a, n) == 0;
  }

  /** out = Lᵀ · out · L, with the lower L that {@link #cholesky} left. */
  static void between(int n, DoublePointer lower, DoublePointer out) {
    cblas_dtrmm(
        CblasColMajor,
        CblasRight,
        CblasLower,
        CblasNoTrans,
        CblasNonUnit,
        n,
        n,
        1,
        lower,
        n,
        out,
        n);
    cblas_dtrmm(
        CblasColMajor, CblasLeft, CblasLower, CblasTrans, CblasNonUnit, n, n, 1, lower, n, out, n);
  }

  /**
   * Eigenvalues, the least first, and where {@code job} is V, eigenvectors in the matrix's place,
   * one after the other.
   */
  static void eigen(char job, int n, DoublePointer symmetric, DoublePointer values) {
    int info =
        openblas.LAPACKE_dsyevd(
            openblas.LAPACK_COL_MAJOR, (byte) job, (byte) 'L', n, symmetric, n, values);
    if (info != 0) {
      throw new IllegalStateException("LAPACK's dsyevd ended with " + info + " for size " + n);
    }
  }
}
