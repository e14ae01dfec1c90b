package io.homeostat.core.embedding;

import java.util.Arrays;

/**
 * Wasserstein distances: in one dimension, along many random directions, and exact for few vectors.
 */
public final class Transport {
  /** The most vectors of which the exact distance is computed: its time grows with their cube. */
  public static final int MOST_EXACT = 512;

  private Transport() {}

  /**
   * ∫ |F⁻¹(u) − G⁻¹(u)|^power du, exact for windows of any two sizes (S. Vallender 1974).
   *
   * @param power 1 or 2
   */
  static double alongLine(double[] first, double[] second, int power) {
    double[] a = first.clone();
    double[] b = second.clone();
    Arrays.sort(a);
    Arrays.sort(b);
    return ofSorted(a, b, power);
  }

  private static double ofSorted(double[] a, double[] b, int power) {
    double sum = 0;
    double done = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      // Whole numbers tell which window's step ends first: (i + 1) / n against (j + 1) / m.
      long ofA = (long) (i + 1) * b.length;
      long ofB = (long) (j + 1) * a.length;
      double until = (double) Math.min(ofA, ofB) / ((double) a.length * b.length);
      double difference = Math.abs(a[i] - b[j]);
      sum += (until - done) * (power == 1 ? difference : difference * difference);
      done = until;
      i += ofA <= ofB ? 1 : 0;
      j += ofB <= ofA ? 1 : 0;
    }
    return sum;
  }

  /**
   * The squared sliced Wasserstein distance: the mean over random directions of the squared
   * distance of the projections (N. Bonneel and others, "Sliced and Radon Wasserstein barycenters
   * of measures", 2015).
   */
  public static double sliced(
      EmbeddingStatistics statistics,
      Vectors reference,
      Vectors current,
      int directions,
      long seed) {
    double[][] lines = lines(reference.dimension(), directions, seed);
    double[][] before = statistics.alongLines(reference, lines);
    double[][] after = statistics.alongLines(current, lines);
    double sum = 0;
    for (int s = 0; s < directions; s++) {
      sum += ofSorted(before[s], after[s], 2);
    }
    return sum / directions;
  }

  private static double[][] lines(int dimension, int count, long seed) {
    Lcg lcg = new Lcg(seed);
    double[][] lines = new double[count][dimension];
    for (double[] line : lines) {
      double norm = 0;
      for (int k = 0; k < dimension; k++) {
        line[k] = lcg.normal();
        norm += line[k] * line[k];
      }
      for (int k = 0; k < dimension; k++) {
        line[k] /= Math.sqrt(norm);
      }
    }
    return lines;
  }

  /**
   * The share of dimensions in which the distance of the windows is above {@code threshold}
   * standard deviations of the reference, as evidently's ratio of drifted components has it.
   */
  public static double movedDimensions(Vectors reference, Vectors current, double threshold) {
    int moved = 0;
    for (int k = 0; k < reference.dimension(); k++) {
      double[] before = dimension(reference, k);
      double deviation = Math.sqrt(variance(before));
      double distance = alongLine(before, dimension(current, k), 1);
      moved += distance / Math.max(deviation, 0.001) >= threshold ? 1 : 0;
    }
    return (double) moved / reference.dimension();
  }

  private static double[] dimension(Vectors vectors, int k) {
    double[] values = new double[vectors.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = vectors.at(i, k);
    }
    return values;
  }

  private static double variance(double[] values) {
    double mean = Arrays.stream(values).sum() / values.length;
    return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / values.length;
  }

  /**
   * The exact squared 2-Wasserstein distance of two windows of one size: the cheapest assignment of
   * their vectors, by H. Kuhn's method with potentials (J. Munkres 1957).
   */
  public static double exact(Vectors reference, Vectors current) {
    int n = reference.count();
    if (n != current.count() || n > MOST_EXACT) {
      throw new IllegalArgumentException(
          "the exact distance needs two windows of one size up to "
              + MOST_EXACT
              + ", not "
              + n
              + " and "
              + current.count());
    }
    Assignment assignment = new Assignment(n);
    for (int i = 1; i <= n; i++) {
      assignment.add(i, reference, current);
    }
    return assignment.cost(reference, current) / n;
  }

  /** Columns matched to rows, from 1; 0 is no row. */
  private static final class Assignment {
    private final int n;
    private final double[] ofRow;
    private final double[] ofColumn;
    private final int[] row;

    Assignment(int n) {
      this.n = n;
      ofRow = new double[n + 1];
      ofColumn = new double[n + 1];
      row = new int[n + 1];
    }

    void add(int i, Vectors reference, Vectors current) {
      row[0] = i;
      int[] before = new int[n + 1];
      boolean[] reached = new boolean[n + 1];
      double[] slack = new double[n + 1];
      Arrays.fill(slack, Double.POSITIVE_INFINITY);
      int column = 0;
      while (row[column] != 0) {
        reached[column] = true;
        int next = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int j = 1; j <= n; j++) {
          if (!reached[j]) {
            double cost = reference.squaredDistance(row[column] - 1, current, j - 1);
            double reduced = cost - ofRow[row[column]] - ofColumn[j];
            if (reduced < slack[j]) {
              slack[j] = reduced;
              before[j] = column;
            }
            if (slack[j] < least) {
              least = slack[j];
              next = j;
            }
          }
        }
        shift(reached, slack, least);
        column = next;
      }
      while (column != 0) {
        row[column] = row[before[column]];
        column = before[column];
      }
    }

    private void shift(boolean[] reached, double[] slack, double least) {
      for (int j = 0; j <= n; j++) {
        if (reached[j]) {
          ofRow[row[j]] += least;
          ofColumn[j] -= least;
        } else {
          slack[j] -= least;
        }
      }
    }

    double cost(Vectors reference, Vectors current) {
      double sum = 0;
      for (int j = 1; j <= n; j++) {
        sum += reference.squaredDistance(row[j] - 1, current, j - 1);
      }
      return sum;
    }
  }
}
