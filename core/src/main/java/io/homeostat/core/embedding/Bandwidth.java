package io.homeostat.core.embedding;

import java.util.Arrays;

/** Rules for the γ of a radial basis function, each named for the convention that it follows. */
public enum Bandwidth {
  /** 1 / (2·median(d)²) over the pooled pairs (Gretton and others 2012, section 8). */
  MEDIAN_DISTANCE {
    @Override
    public double gamma(EmbeddingStatistics statistics, Vectors reference, Vectors current) {
      double middle = median(roots(statistics.squaredDistances(reference.and(current))));
      return 1 / (2 * middle * middle);
    }
  },
  /** 1 / median(d²) over the pooled pairs. */
  MEDIAN_SQUARE {
    @Override
    public double gamma(EmbeddingStatistics statistics, Vectors reference, Vectors current) {
      return 1 / median(statistics.squaredDistances(reference.and(current)));
    }
  },
  /** 1 / median(d)² over the pairs between the windows, as evidently has it. */
  MEDIAN_BETWEEN {
    @Override
    public double gamma(EmbeddingStatistics statistics, Vectors reference, Vectors current) {
      double[] distances = new double[reference.count() * current.count()];
      for (int i = 0; i < reference.count(); i++) {
        for (int j = 0; j < current.count(); j++) {
          distances[i * current.count() + j] = reference.squaredDistance(i, current, j);
        }
      }
      double middle = median(roots(distances));
      return 1 / (middle * middle);
    }
  },
  /**
   * 1 / (2σ²), σ² half the lower median of d² over the reference's pairs, as alibi-detect has it.
   */
  REFERENCE_LOWER_MEDIAN {
    @Override
    public double gamma(EmbeddingStatistics statistics, Vectors reference, Vectors current) {
      double[] squares = statistics.squaredDistances(reference);
      Arrays.sort(squares);
      // Their sorted list holds every pair twice, and each vector with itself before all.
      int position = squares.length - 1;
      return 1 / squares[position / 2];
    }
  };

  /**
   * The rule's γ for the windows.
   *
   * @return infinite where more than half of the distances are 0: then there is no such kernel
   */
  public abstract double gamma(EmbeddingStatistics statistics, Vectors reference, Vectors current);

  /** The mean of the two middle values where their number is even. Sorts the array. */
  static double median(double[] values) {
    Arrays.sort(values);
    int half = values.length / 2;
    return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  }

  private static double[] roots(double[] squares) {
    for (int i = 0; i < squares.length; i++) {
      squares[i] = Math.sqrt(squares[i]);
    }
    return squares;
  }
}
