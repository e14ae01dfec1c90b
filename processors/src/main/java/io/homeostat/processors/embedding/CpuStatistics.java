package io.homeostat.processors.embedding;

import io.homeostat.core.embedding.Discrepancy;
import io.homeostat.core.embedding.EmbeddingStatistics;
import io.homeostat.core.embedding.FrechetDistance;
import io.homeostat.core.embedding.Kernel;
import io.homeostat.core.embedding.Labelling;
import io.homeostat.core.embedding.Moments;
import io.homeostat.core.embedding.Spectrum;
import io.homeostat.core.embedding.Vectors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.DoublePointer;

/**
 * The statistics in double precision on OpenBLAS and LAPACK. Equal to the reference within 1e-9 of
 * each value's scale; bits may differ between processors and numbers of threads, so its records are
 * facts, not recomputed in a replay.
 */
public final class CpuStatistics implements EmbeddingStatistics {
  private final int threads;

  /**
   * A backend of this many threads.
   *
   * @param threads how many a computation may use, from 1
   */
  public CpuStatistics(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be 1 at least, not " + threads);
    }
    this.threads = threads;
  }

  @Override
  public String backend() {
    return "cpu openblas fp64";
  }

  @Override
  public Moments moments(Vectors vectors) {
    int n = vectors.count();
    int d = vectors.dimension();
    double[] mean = Centred.mean(vectors);
    double[] covariance = new double[d * d];
    Blas.threads(threads);
    try (DoublePointer centred = new DoublePointer(Centred.values(vectors, mean));
        DoublePointer products = new DoublePointer((long) d * d)) {
      Blas.innerProducts(d, n, 1.0 / (n - 1), centred, products);
      products.get(covariance);
    }
    mirror(covariance, d);
    return new Moments(n, mean, covariance);
  }

  @Override
  public Spectrum spectrum(double[] symmetric, int size) {
    double[] ascending = new double[size];
    double[] vectors = new double[size * size];
    Blas.threads(threads);
    try (DoublePointer matrix = new DoublePointer(symmetric);
        DoublePointer values = new DoublePointer(size)) {
      Blas.eigen('V', size, matrix, values);
      values.get(ascending);
      matrix.get(vectors);
    }
    double[] values = new double[size];
    double[][] axes = new double[size][size];
    for (int i = 0; i < size; i++) {
      values[i] = ascending[size - 1 - i];
      System.arraycopy(vectors, (size - 1 - i) * size, axes[i], 0, size);
      Spectrum.settleSign(axes[i]);
    }
    return new Spectrum(values, axes);
  }

  /**
   * With Σ₁ = L·Lᵀ the eigenvalues of Σ₁Σ₂ are those of Lᵀ·Σ₂·L; where Σ₁ is singular, L is made of
   * its eigenvectors.
   */
  @Override
  public FrechetDistance frechet(Moments reference, Moments current) {
    int d = reference.dimension();
    double[] eigenvalues = new double[d];
    Blas.threads(threads);
    try (DoublePointer first = new DoublePointer(reference.covariance());
        DoublePointer product = new DoublePointer(current.covariance());
        DoublePointer values = new DoublePointer(d)) {
      if (Blas.cholesky(d, first) && wellConditioned(first, d)) {
        Blas.between(d, first, product);
      } else {
        first.put(reference.covariance(), 0, d * d);
        betweenRoots(d, first, values, product);
      }
      Blas.eigen('N', d, product, values);
      values.get(eigenvalues);
    }
    return FrechetDistance.of(reference, current, eigenvalues);
  }

  /** A pivot of rounding's size would make every digit of the product noise. */
  private static boolean wellConditioned(DoublePointer lower, int d) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = 0;
    for (int i = 0; i < d; i++) {
      double pivot = lower.get((long) i * d + i);
      least = Math.min(least, pivot);
      greatest = Math.max(greatest, pivot);
    }
    return least > greatest * 1e-7;
  }

  private static void betweenRoots(
      int d, DoublePointer first, DoublePointer values, DoublePointer product) {
    Blas.eigen('V', d, first, values);
    for (int i = 0; i < d; i++) {
      double root = Math.sqrt(Math.max(0, values.get(i)));
      for (int k = 0; k < d; k++) {
        first.put((long) i * d + k, first.get((long) i * d + k) * root);
      }
    }
    try (DoublePointer half = new DoublePointer((long) d * d)) {
      Blas.times(d, d, d, first, product, half);
      Blas.timesTransposed(d, d, d, half, first, product);
    }
  }

  @Override
  public double[] gram(Vectors vectors) {
    int n = vectors.count();
    double[] gram = new double[n * n];
    Blas.threads(threads);
    try (DoublePointer rows = new DoublePointer(vectors.rowMajor());
        DoublePointer products = new DoublePointer((long) n * n)) {
      Blas.outerProducts(n, vectors.dimension(), rows, products);
      products.get(gram);
    }
    mirror(gram, n);
    return gram;
  }

  @Override
  public double[] squaredDistances(Vectors vectors) {
    int n = vectors.count();
    Centred centred = Centred.of(vectors);
    double[] gram = gram(centred.vectors());
    double[] distances = new double[Math.toIntExact((long) n * (n - 1) / 2)];
    int next = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        distances[next++] = centred.squaredDistance(i, j, gram[i * n + j]);
      }
    }
    return distances;
  }

  @Override
  public List<List<Discrepancy>> discrepancies(
      Vectors pooled, List<Kernel> kernels, Labelling labelling) {
    Blas.threads(1);
    return new KernelSums(Centred.of(pooled), kernels, labelling, threads).discrepancies();
  }

  @Override
  public double[][] memberSums(Vectors pooled, Labelling labelling) {
    int n = pooled.count();
    int d = pooled.dimension();
    double[][] sums = new double[labelling.size()][d];
    Blas.threads(threads);
    try (DoublePointer rows = new DoublePointer(pooled.rowMajor());
        DoublePointer members = KernelSums.members(labelling);
        DoublePointer product = new DoublePointer((long) labelling.size() * d)) {
      Blas.transposedTimes(labelling.size(), d, n, members, rows, product);
      for (int b = 0; b < sums.length; b++) {
        product.position((long) b * d).get(sums[b]);
      }
      product.position(0);
    }
    return sums;
  }

  @Override
  public double[][] alongLines(Vectors vectors, double[][] lines) {
    int n = vectors.count();
    int d = vectors.dimension();
    double[][] places = new double[lines.length][n];
    Blas.threads(threads);
    try (DoublePointer rows = new DoublePointer(vectors.rowMajor());
        DoublePointer directions = new DoublePointer(Vectors.of(lines).rowMajor());
        DoublePointer product = new DoublePointer((long) lines.length * n)) {
      Blas.timesTransposed(lines.length, n, d, directions, rows, product);
      for (int s = 0; s < places.length; s++) {
        product.position((long) s * n).get(places[s]);
        Arrays.sort(places[s]);
      }
      product.position(0);
    }
    return places;
  }

  private static void mirror(double[] lower, int size) {
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        lower[j * size + i] = lower[i * size + j];
      }
    }
  }
}
