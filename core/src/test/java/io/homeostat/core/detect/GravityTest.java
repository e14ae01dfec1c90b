package io.homeostat.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class GravityTest {
  @Property
  void itGrowsWithDeviationTimeAndDependantsAndStaysWithinOne(
      @ForAll @DoubleRange(min = 0, max = 1) double deviation,
      @ForAll @LongRange(min = 0, max = 1_000_000_000) long lasted,
      @ForAll @IntRange(min = 0, max = 10_000) int dependants) {
    double score = Gravity.of(deviation, lasted, dependants);
    assertThat(score).isBetween(deviation, 1.0);
    assertThat(Gravity.of(Math.min(1, deviation + 0.1), lasted, dependants))
        .isGreaterThanOrEqualTo(score);
    assertThat(Gravity.of(deviation, lasted + 60_000, dependants)).isGreaterThanOrEqualTo(score);
    assertThat(Gravity.of(deviation, lasted, dependants + 1)).isGreaterThanOrEqualTo(score);
  }
}
