package io.homeostat.core.drift.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.drift.column.ColumnSummary;
import io.homeostat.core.drift.column.Profile;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColumnTestTest {
  private static final int ROWS = 2_000;

  private static double[] normal(long seed, int rows) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, rows).mapToDouble(i -> random.nextGaussian()).toArray();
  }

  private static ColumnSummary count(Profile.Numbers profile, double[] values) {
    ColumnSummary summary = ColumnSummary.of(profile);
    Arrays.stream(values).forEach(value -> summary.add(profile, value));
    return summary;
  }

  private static ColumnVerdict judge(double[] reference, double[] window) {
    Profile.Numbers profile = Profile.Numbers.of(reference);
    return ColumnTest.judge("price", profile, count(profile, reference), count(profile, window));
  }

  private static ColumnVerdict.Judged drifted(DoubleUnaryOperator drift) {
    double[] window = Arrays.stream(normal(2, ROWS)).map(drift).toArray();
    return (ColumnVerdict.Judged) judge(normal(1, ROWS), window);
  }

  @Test
  void theAspectThatIsSurestIsNamedWithHowMuch() {
    assertThat(drifted(x -> x + 0.5).aspect()).isEqualTo(Aspect.LOCATION);
    assertThat(drifted(x -> x + 0.5).effect()).isBetween(0.15, 0.25);
    assertThat(drifted(x -> 1.3 * x).aspect()).isEqualTo(Aspect.SCALE);
    assertThat(drifted(x -> Math.abs(x) > 1.9 ? 9 * x : x).aspect()).isEqualTo(Aspect.TAIL);
    assertThat(drifted(x -> x).pValue()).isGreaterThan(0.05);
  }

  @Test
  void howSureAndHowMuchStandApart() {
    ColumnVerdict.Judged judged = drifted(x -> x + 0.15);
    assertThat(judged.pValue()).isLessThan(0.001);
    assertThat(judged.effect()).isLessThan(0.1);
  }

  @Test
  void gapsAndOtherTypesAreDrift() {
    Profile.Numbers profile = Profile.Numbers.of(normal(1, ROWS));
    ColumnSummary reference = count(profile, normal(1, ROWS));
    ColumnSummary gaps = count(profile, normal(2, ROWS));
    ColumnSummary types = count(profile, normal(2, ROWS));
    for (int i = 0; i < 40; i++) {
      gaps.add(profile, i / 40.0);
      gaps.addMissing();
      types.addOtherType();
    }
    assertThat(ColumnTest.judge("price", profile, reference, gaps))
        .isInstanceOfSatisfying(
            ColumnVerdict.Judged.class,
            judged -> {
              assertThat(judged.aspect()).isEqualTo(Aspect.MISSING);
              assertThat(judged.pValue()).isLessThan(1e-6);
            });
    assertThat(ColumnTest.judge("price", profile, reference, types))
        .isInstanceOfSatisfying(
            ColumnVerdict.Judged.class,
            judged -> assertThat(judged.aspect()).isEqualTo(Aspect.TYPE));
  }

  @Test
  void aGapThatLastsCountsForLessThanGapsHereAndThere() {
    Profile.Numbers profile = Profile.Numbers.of(normal(1, ROWS));
    ColumnSummary reference = count(profile, normal(1, ROWS));
    ColumnSummary together = count(profile, normal(2, ROWS));
    ColumnSummary apart = ColumnSummary.of(profile);
    for (int i = 0; i < 12; i++) {
      together.addMissing();
    }
    double[] values = normal(2, ROWS);
    for (int i = 0; i < ROWS; i++) {
      apart.add(profile, values[i]);
      if (i % 160 == 0) {
        apart.addMissing();
      }
    }
    ColumnSummary none = ColumnSummary.of(profile);
    for (int i = 0; i < ROWS; i++) {
      none.addMissing();
    }
    assertThat(pValue(profile, reference, together)).isGreaterThan(0.05);
    assertThat(pValue(profile, reference, apart)).isLessThan(0.01);
    assertThat(pValue(profile, reference, none)).isLessThan(1e-100);
  }

  private static double pValue(Profile profile, ColumnSummary reference, ColumnSummary current) {
    return ((ColumnVerdict.Judged) ColumnTest.judge("price", profile, reference, current)).pValue();
  }

  @Test
  void oneCategoryThatGrowsAndOneThatIsNewAreFound() {
    SplittableRandom random = new SplittableRandom(3);
    String[] before =
        IntStream.range(0, ROWS).mapToObj(i -> "c" + random.nextInt(8)).toArray(String[]::new);
    Profile.Categories profile = Profile.Categories.of(Arrays.asList(before));
    ColumnSummary reference = ColumnSummary.of(profile);
    ColumnSummary same = ColumnSummary.of(profile);
    ColumnSummary fresh = ColumnSummary.of(profile);
    for (String name : before) {
      reference.add(profile, name);
      String other = "c" + random.nextInt(8);
      same.add(profile, other);
      fresh.add(profile, random.nextInt(30) == 0 ? "new" : other);
    }
    assertThat(((ColumnVerdict.Judged) ColumnTest.judge("c", profile, reference, same)).pValue())
        .isGreaterThan(0.05);
    ColumnVerdict.Judged judged =
        (ColumnVerdict.Judged) ColumnTest.judge("c", profile, reference, fresh);
    assertThat(judged.pValue()).isLessThan(1e-9);
    assertThat(judged.aspect()).isEqualTo(Aspect.CATEGORY);
  }

  @Test
  void tooFewRowsAndRowsThatFollowEachOtherGiveNoVerdict() {
    assertThat(judge(normal(1, ROWS), normal(2, 19)))
        .isInstanceOfSatisfying(
            ColumnVerdict.Unknown.class,
            unknown -> assertThat(unknown.reason()).contains("19 rows"));
    double[] rising = IntStream.range(0, ROWS).mapToDouble(i -> i).toArray();
    double[] later = Arrays.stream(rising).map(x -> x + ROWS).toArray();
    assertThat(judge(rising, later))
        .isInstanceOfSatisfying(
            ColumnVerdict.Unknown.class,
            unknown -> assertThat(unknown.reason()).contains("follow each other"));
  }

  @Test
  void aConstantColumnIsNoDriftUntilItChanges() {
    double[] constant = new double[500];
    assertThat(judge(constant, new double[500]))
        .isInstanceOfSatisfying(
            ColumnVerdict.Judged.class, judged -> assertThat(judged.pValue()).isEqualTo(1));
    double[] other = new double[500];
    SplittableRandom random = new SplittableRandom(4);
    Arrays.setAll(other, i -> random.nextInt(2));
    assertThat(((ColumnVerdict.Judged) judge(constant, other)).pValue()).isLessThan(1e-9);
  }
}
