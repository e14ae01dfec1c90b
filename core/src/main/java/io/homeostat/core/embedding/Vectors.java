package io.homeostat.core.embedding;

import java.util.Arrays;

/**
 * A window of finite vectors of one dimension, in the order in which they came. Immutable; the
 * values are shared with backends that read them in place.
 */
public final class Vectors {
  private final int count;
  private final int dimension;
  private final double[] values;

  private Vectors(int count, int dimension, double[] values) {
    this.count = count;
    this.dimension = dimension;
    this.values = values;
  }

  /** The vectors as rows; each row must have the same length and only finite values. */
  public static Vectors of(double[][] rows) {
    int dimension = rows.length == 0 ? 0 : rows[0].length;
    double[] values = new double[rows.length * dimension];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != dimension) {
        throw new IllegalArgumentException(
            "row " + i + " has " + rows[i].length + " values, the first has " + dimension);
      }
      System.arraycopy(rows[i], 0, values, i * dimension, dimension);
    }
    return ofRowMajor(rows.length, dimension, values);
  }

  /**
   * Takes the array over: the caller must not write to it again.
   *
   * @param values row after row, count · dimension finite values
   */
  public static Vectors ofRowMajor(int count, int dimension, double[] values) {
    if (count < 0 || dimension < 0 || (long) count * dimension != values.length) {
      throw new IllegalArgumentException(
          count
              + " vectors of "
              + dimension
              + " dimensions need as many values, not "
              + values.length);
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "a vector holds " + value + ": leave such vectors out first, with Intake");
      }
    }
    return new Vectors(count, dimension, values);
  }

  public int count() {
    return count;
  }

  public int dimension() {
    return dimension;
  }

  /** The value of vector {@code i} in dimension {@code k}. */
  public double at(int i, int k) {
    return values[i * dimension + k];
  }

  /** Row after row; read only. */
  public double[] rowMajor() {
    return values;
  }

  /** Vector {@code i}, as a copy. */
  public double[] row(int i) {
    return Arrays.copyOfRange(values, i * dimension, (i + 1) * dimension);
  }

  /** These vectors and then the others. */
  public Vectors and(Vectors others) {
    requireDimension(others.dimension);
    double[] all = Arrays.copyOf(values, values.length + others.values.length);
    System.arraycopy(others.values, 0, all, values.length, others.values.length);
    return new Vectors(count + others.count, dimension, all);
  }

  /** Those that stand at the indices, in their order. */
  public Vectors pick(int[] indices) {
    double[] picked = new double[indices.length * dimension];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(values, indices[i] * dimension, picked, i * dimension, dimension);
    }
    return new Vectors(indices.length, dimension, picked);
  }

  /** The squared Euclidean distance between vectors {@code i} and {@code j}. */
  public double squaredDistance(int i, int j) {
    return squaredDistance(i, this, j);
  }

  /** The squared Euclidean distance between vector {@code i} and the other window's {@code j}. */
  public double squaredDistance(int i, Vectors others, int j) {
    double sum = 0;
    int a = i * dimension;
    int b = j * dimension;
    for (int k = 0; k < dimension; k++) {
      double difference = values[a + k] - others.values[b + k];
      sum += difference * difference;
    }
    return sum;
  }

  void requireDimension(int other) {
    if (other != dimension) {
      throw new IllegalArgumentException(
          "vectors of " + dimension + " and of " + other + " dimensions can't be compared");
    }
  }
}
