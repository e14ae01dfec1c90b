package io.homeostat.core.drift.statistics;

import java.util.Arrays;

/**
 * How many values of a reference and of a window lie in each of a list of cells: bins in their
 * order, distinct values in their order, or categories.
 *
 * @param reference for each cell, at least 0
 * @param current for each cell, at least 0
 */
public record Counts(long[] reference, long[] current) {

  public Counts {
    if (reference.length != current.length) {
      throw new IllegalArgumentException(
          "there are " + reference.length + " cells and " + current.length + ": give as many");
    }
  }

  /** The reference's size. */
  public long referenceTotal() {
    return Arrays.stream(reference).sum();
  }

  /** The window's size. */
  public long currentTotal() {
    return Arrays.stream(current).sum();
  }

  /** How many cells there are. */
  public int cells() {
    return reference.length;
  }

  /** Each cell's part of the reference, from 0 to 1. */
  public double[] referenceShares() {
    return shares(reference);
  }

  /** Each cell's part of the window, from 0 to 1. */
  public double[] currentShares() {
    return shares(current);
  }

  private static double[] shares(long[] counts) {
    double total = Arrays.stream(counts).sum();
    return Arrays.stream(counts).mapToDouble(count -> count / total).toArray();
  }
}
