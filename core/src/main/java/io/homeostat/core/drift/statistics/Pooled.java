package io.homeostat.core.drift.statistics;

import java.util.Arrays;

/**
 * Two samples put together: their distinct values in order, and how often each has them.
 *
 * @param values distinct and ascending
 * @param counts for each value
 */
public record Pooled(double[] values, Counts counts) {

  /** Pools two samples of finite values, at least one value in each. */
  public static Pooled of(double[] reference, double[] current) {
    if (reference.length == 0 || current.length == 0) {
      throw new IllegalArgumentException(
          "there are "
              + reference.length
              + " and "
              + current.length
              + " values: give at least one of each");
    }
    double[] before = sorted(reference);
    double[] after = sorted(current);
    double[] values = new double[before.length + after.length];
    long[] ofBefore = new long[values.length];
    long[] ofAfter = new long[values.length];
    int cells = 0;
    int i = 0;
    int j = 0;
    while (i < before.length || j < after.length) {
      double value =
          j == after.length || (i < before.length && before[i] <= after[j]) ? before[i] : after[j];
      values[cells] = value;
      for (; i < before.length && before[i] == value; i++) {
        ofBefore[cells]++;
      }
      for (; j < after.length && after[j] == value; j++) {
        ofAfter[cells]++;
      }
      cells++;
    }
    return new Pooled(
        Arrays.copyOf(values, cells),
        new Counts(Arrays.copyOf(ofBefore, cells), Arrays.copyOf(ofAfter, cells)));
  }

  /** Ascending, with −0 made 0; a value that is no finite number is refused. */
  private static double[] sorted(double[] sample) {
    double[] copy = new double[sample.length];
    for (int i = 0; i < sample.length; i++) {
      if (!Double.isFinite(sample[i])) {
        throw new IllegalArgumentException(
            "value " + i + " is " + sample[i] + ": give finite numbers");
      }
      copy[i] = sample[i] + 0.0;
    }
    Arrays.sort(copy);
    return copy;
  }

  /**
   * Wasserstein-1: the area between the two distribution functions, in the values' unit (S.
   * Vallender 1974).
   */
  public double wasserstein() {
    return area(1);
  }

  /** The energy distance √(2·∫(F − G)²) (G. Székely 2002), in the root of the values' unit. */
  public double energyDistance() {
    return Math.sqrt(2 * area(2));
  }

  private double area(int power) {
    double n = counts.referenceTotal();
    double m = counts.currentTotal();
    double before = 0;
    double after = 0;
    double area = 0;
    for (int i = 0; i + 1 < values.length; i++) {
      before += counts.reference()[i];
      after += counts.current()[i];
      double apart = Math.abs(before / n - after / m);
      area += (power == 1 ? apart : apart * apart) * (values[i + 1] - values[i]);
    }
    return area;
  }
}
