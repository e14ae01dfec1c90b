package io.homeostat.core.drift.verdict;

import io.homeostat.core.drift.statistics.ChiSquare;
import io.homeostat.core.drift.statistics.Counts;
import io.homeostat.core.embedding.Tails;

/**
 * χ² of categories at any size: cells too rare for it are put together, and its tail is a gamma
 * distribution with mean and variance of all ways to take the window out of both samples.
 */
final class RareCells {
  private static final double LEAST_EXPECTED = 8;

  private RareCells() {}

  /**
   * The cells with all that are expected fewer than eight times, in either sample, as one; and with
   * them the last cell, whose categories are those that the reference was not learned with.
   */
  static Counts pooled(Counts counts) {
    double n = counts.referenceTotal();
    double m = counts.currentTotal();
    double part = Math.min(n, m) / (n + m);
    long[] reference = new long[counts.cells() + 1];
    long[] current = new long[counts.cells() + 1];
    int cells = 1;
    for (int i = 0; i < counts.cells(); i++) {
      double both = (double) counts.reference()[i] + counts.current()[i];
      boolean rare = both * part < LEAST_EXPECTED || i == counts.cells() - 1;
      int cell = rare ? 0 : cells++;
      reference[cell] += counts.reference()[i];
      current[cell] += counts.current()[i];
    }
    return new Counts(
        java.util.Arrays.copyOf(reference, cells), java.util.Arrays.copyOf(current, cells));
  }

  /**
   * The p-value of χ².
   *
   * @param inflation by how many times the variance of a share is greater than by chance
   */
  static double pValue(Counts counts, double inflation) {
    double n = counts.referenceTotal();
    double m = counts.currentTotal();
    double total = n + m;
    ChiSquare test = ChiSquare.of(counts);
    double cells = test.freedom() + 1.0;
    if (test.freedom() < 1 || total < 4) {
      return 1;
    }
    double inverse = 0;
    for (int i = 0; i < counts.cells(); i++) {
      double both = (double) counts.reference()[i] + counts.current()[i];
      inverse += both > 0 ? 1 / both : 0;
    }
    double mean = (cells - 1) * total / (total - 1);
    double variance = variance(cells, inverse, 1 / n + 1 / m, total);
    double shape = mean * mean / variance;
    return Tails.gamma(test.statistic() / inflation * mean / variance, shape);
  }

  /**
   * The variance of χ² of a table with fixed margins (D. Zelterman, "Goodness-of-Fit Tests for
   * Large Sparse Multinomial Distributions", 1987).
   */
  static double variance(double cells, double inverse, double inverseOfRows, double total) {
    double freeCells = (cells - 1) * (total - cells) / (total - 1);
    double freeRows = (total - 2) / (total - 1);
    double unevenCells = (total * inverse - cells * cells) / (total - 2);
    double unevenRows = (total * inverseOfRows - 4) / (total - 2);
    return 2 * total / (total - 3) * (freeCells - unevenCells) * (freeRows - unevenRows)
        + total * total / (total - 1) * unevenCells * unevenRows;
  }
}
