package io.homeostat.core.embedding;

/**
 * How far the mean vector moved.
 *
 * @param euclidean the length of the shift, in the vectors' unit
 * @param cityBlock the sum of its sizes along all dimensions
 * @param chebyshev the greatest of them
 * @param cosine 1 − cos of the angle between the means: 0 to 2; 1 where a mean is zero
 */
public record Centroids(double euclidean, double cityBlock, double chebyshev, double cosine) {

  /** The distances from one mean to another. */
  public static Centroids between(double[] before, double[] after) {
    double squares = 0;
    double sum = 0;
    double greatest = 0;
    double product = 0;
    double beforeSquare = 0;
    double afterSquare = 0;
    for (int k = 0; k < before.length; k++) {
      double difference = Math.abs(before[k] - after[k]);
      squares += difference * difference;
      sum += difference;
      greatest = Math.max(greatest, difference);
      product += before[k] * after[k];
      beforeSquare += before[k] * before[k];
      afterSquare += after[k] * after[k];
    }
    double norms = Math.sqrt(beforeSquare) * Math.sqrt(afterSquare);
    return new Centroids(Math.sqrt(squares), sum, greatest, norms > 0 ? 1 - product / norms : 1);
  }
}
