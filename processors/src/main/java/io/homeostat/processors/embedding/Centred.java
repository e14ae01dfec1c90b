package io.homeostat.processors.embedding;

import io.homeostat.core.embedding.Vectors;

/**
 * Vectors about their own mean, so that distances from scalar products lose few digits.
 *
 * @param squares each vector's squared length
 */
record Centred(Vectors vectors, double[] squares) {
  /** Below this part of the lengths a distance is taken from the vectors themselves. */
  private static final double CLOSE = 1e-5;

  static Centred of(Vectors vectors) {
    Vectors centred =
        Vectors.ofRowMajor(vectors.count(), vectors.dimension(), values(vectors, mean(vectors)));
    double[] squares = new double[centred.count()];
    for (int i = 0; i < squares.length; i++) {
      for (int k = 0; k < centred.dimension(); k++) {
        squares[i] += centred.at(i, k) * centred.at(i, k);
      }
    }
    return new Centred(centred, squares);
  }

  /** |a|² + |b|² − 2ab; where that cancels, the sum of squared differences. */
  double squaredDistance(int i, int j, double product) {
    double lengths = squares[i] + squares[j];
    double distance = lengths - 2 * product;
    return distance > CLOSE * lengths ? distance : vectors.squaredDistance(i, j);
  }

  static double[] mean(Vectors vectors) {
    double[] mean = new double[vectors.dimension()];
    double[] values = vectors.rowMajor();
    for (int i = 0, next = 0; i < vectors.count(); i++) {
      for (int k = 0; k < mean.length; k++) {
        mean[k] += values[next++];
      }
    }
    for (int k = 0; k < mean.length; k++) {
      mean[k] /= vectors.count();
    }
    return mean;
  }

  static double[] values(Vectors vectors, double[] mean) {
    double[] values = vectors.rowMajor().clone();
    for (int i = 0, next = 0; i < vectors.count(); i++) {
      for (int k = 0; k < mean.length; k++) {
        values[next++] -= mean[k];
      }
    }
    return values;
  }
}
