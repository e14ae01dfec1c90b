package io.homeostat.core.drift.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.core.drift.statistics.ChiSquare;
import io.homeostat.core.drift.statistics.Counts;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DiscoveriesTest {

  @Test
  void ofManyPValuesThoseBelowTheRisingBoundCount() {
    double[] values = {0.01, 0.6, 0.02, 0.9, 0.03, 0.2};
    assertThat(Discoveries.bound(values, 0.05)).isZero();
    assertThat(Discoveries.bound(values, 0.061)).isEqualTo(0.03);
    assertThat(Discoveries.bound(new double[0], 0.05)).isZero();
  }

  @Property
  void somethingCountsExactlyWhereAllTogetherDo(
      @ForAll @Size(min = 1, max = 40) double[] raw,
      @ForAll @IntRange(min = 1, max = 200) int permille) {
    double level = permille / 1_000.0;
    double[] values = raw.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.min(1, Math.max(1e-12, Math.abs(values[i]) % 1));
    }
    assertThat(Discoveries.bound(values, level) > 0).isEqualTo(Discoveries.all(values) <= level);
  }

  @Test
  void whileNothingIsFoundTheBudgetSpendsAtMostItsLevel() {
    Budget budget = Budget.FRESH;
    double spent = 0;
    for (int look = 0; look < 100_000; look++) {
      spent += budget.next(0.05);
      budget = budget.after(false);
    }
    assertThat(spent).isLessThanOrEqualTo(0.025).isGreaterThan(0.015);
    assertThat(Budget.FRESH.next(0.05)).isCloseTo(0.05 / 2 / 5.59, within(1e-4));
  }

  @Test
  void whatIsFoundEarnsAPartBackAndOnlySoManyAreRemembered() {
    Budget budget = Budget.FRESH;
    for (int look = 0; look < 1_000; look++) {
      budget = budget.after(false);
    }
    double before = budget.next(0.05);
    assertThat(budget.after(true).next(0.05)).isGreaterThan(100 * before);
    for (int look = 0; look < 1_000; look++) {
      budget = budget.after(true);
    }
    assertThat(budget.discoveries()).hasSize(64);
    assertThat(budget.next(0.05)).isLessThanOrEqualTo(0.05);
  }

  @Test
  void theMomentsOfChiSquareAreThoseOfAllWaysToTakeTheWindowOut() {
    long[] both = {5, 3, 4};
    int m = 5;
    double sum = 0;
    double first = 0;
    double second = 0;
    for (int a = 0; a <= 5; a++) {
      for (int b = 0; b <= 3 && a + b <= m; b++) {
        int c = m - a - b;
        if (c <= 4) {
          double ways = choose(5, a) * choose(3, b) * choose(4, c);
          double value =
              ChiSquare.of(new Counts(new long[] {5 - a, 3 - b, 4 - c}, new long[] {a, b, c}))
                  .statistic();
          sum += ways;
          first += ways * value;
          second += ways * value * value;
        }
      }
    }
    double mean = first / sum;
    assertThat(mean).isCloseTo(2 * 12 / 11.0, within(1e-12));
    double inverse = 1.0 / both[0] + 1.0 / both[1] + 1.0 / both[2];
    assertThat(RareCells.variance(3, inverse, 1.0 / 7 + 1.0 / 5, 12))
        .isCloseTo(second / sum - mean * mean, within(1e-9));
  }

  private static double choose(int n, int k) {
    double ways = 1;
    for (int i = 0; i < k; i++) {
      ways = ways * (n - i) / (i + 1);
    }
    return ways;
  }
}
