package io.homeostat.core.drift.column;

import java.util.Arrays;
import java.util.TreeSet;

/**
 * Cells that hold equal shares of the values that a numeric column was learned from, finer at both
 * ends. A value that fills a share by itself has a cell of its own, and so has every value where
 * they are few; what lies outside the range has the first cell and the last one.
 *
 * @param edges ascending; cell {@code i} holds what is above edge {@code i − 1} and at most edge
 *     {@code i}
 */
public record Bins(double[] edges) {
  /** As many equal shares. */
  public static final int PARTS = 64;

  /** As many cells at most. */
  public static final int MOST_CELLS = 4 * PARTS;

  private static final double[] ENDS = {1.0 / 1024, 1.0 / 256};

  public Bins {
    for (int i = 0; i < edges.length; i++) {
      if (!Double.isFinite(edges[i]) || (i > 0 && !(edges[i] > edges[i - 1]))) {
        throw new IllegalArgumentException(
            "edge " + i + " is " + edges[i] + ": edges are finite and ascending");
      }
    }
  }

  /** The cells for finite values, at least one. */
  public static Bins of(double[] values) {
    // Adding 0 makes −0 the 0 that it equals.
    double[] sorted = Arrays.stream(values).map(value -> value + 0.0).sorted().toArray();
    TreeSet<Double> edges = new TreeSet<>();
    long distinct = Arrays.stream(sorted).distinct().limit(PARTS + 1L).count();
    if (distinct <= PARTS) {
      Arrays.stream(sorted).distinct().forEach(value -> alone(edges, value));
    } else {
      for (int part = 1; part < PARTS; part++) {
        edge(edges, sorted, (double) part / PARTS);
      }
      for (double end : ENDS) {
        edge(edges, sorted, end);
        edge(edges, sorted, 1 - end);
      }
      edges.add(below(sorted[0]));
      edges.add(sorted[sorted.length - 1]);
    }
    return new Bins(edges.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** An edge at the value below or at which a share lies; a value that is a part is alone. */
  private static void edge(TreeSet<Double> edges, double[] sorted, double share) {
    int place = Math.max(0, (int) Math.ceil(share * sorted.length) - 1);
    int beyond = Math.min(sorted.length - 1, place + sorted.length / PARTS);
    if (beyond > place && sorted[beyond] == sorted[place]) {
      alone(edges, sorted[place]);
    } else {
      edges.add(sorted[place]);
    }
  }

  private static void alone(TreeSet<Double> edges, double value) {
    edges.add(value);
    edges.add(below(value));
  }

  private static double below(double value) {
    return Math.max(-Double.MAX_VALUE, Math.nextDown(value));
  }

  /** How many cells there are. */
  public int cells() {
    return edges.length + 1;
  }

  /** The cell of a finite value. */
  public int cell(double value) {
    int low = 0;
    int left = edges.length;
    // Without a branch that nothing could foresee.
    while (left > 1) {
      int half = left >>> 1;
      low += edges[low + half - 1] < value ? half : 0;
      left -= half;
    }
    return low + (left == 1 && edges[low] < value ? 1 : 0);
  }
}
