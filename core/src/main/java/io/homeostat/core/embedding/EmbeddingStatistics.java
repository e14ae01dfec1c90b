package io.homeostat.core.embedding;

import java.util.List;

/**
 * What is heavy to compute about windows of vectors; every backend gives the same values within its
 * stated tolerance. What is derived from these is written once, over this port.
 */
public interface EmbeddingStatistics {

  /** The backend and its precision, as they stand in a statistics record: "reference fp64". */
  String backend();

  /** Mean and covariance of two vectors or more. */
  Moments moments(Vectors vectors);

  /**
   * All eigenvalues and eigenvectors.
   *
   * @param symmetric row after row, {@code size} · {@code size}
   */
  Spectrum spectrum(double[] symmetric, int size);

  /** The squared Fréchet distance of the normal distributions with these moments. */
  FrechetDistance frechet(Moments reference, Moments current);

  /** The scalar products of all vectors: row after row, count · count. */
  double[] gram(Vectors vectors);

  /** The squared distances of all pairs {@code i < j}: (0,1), (0,2), …; count · (count − 1) / 2. */
  double[] squaredDistances(Vectors vectors);

  /**
   * Every kernel's discrepancy between the two parts of the pooled vectors, under every labelling.
   *
   * @return for each kernel, for each labelling
   */
  List<List<Discrepancy>> discrepancies(Vectors pooled, List<Kernel> kernels, Labelling labelling);

  /**
   * The sums of the vectors that a labelling counts as reference.
   *
   * @return for each labelling, as many values as there are dimensions
   */
  double[][] memberSums(Vectors pooled, Labelling labelling);

  /**
   * Where the vectors lie along each line.
   *
   * @param lines unit vectors of the vectors' dimension
   * @return for each line, the vectors' places in ascending order
   */
  double[][] alongLines(Vectors vectors, double[][] lines);
}
