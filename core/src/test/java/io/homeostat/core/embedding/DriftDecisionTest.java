package io.homeostat.core.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.core.embedding.DriftJudgement.Judged;
import io.homeostat.core.embedding.DriftJudgement.Unknown;
import io.homeostat.core.embedding.bench.World;
import io.homeostat.core.embedding.bench.World.Drift;
import io.homeostat.core.embedding.bench.World.Kind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class DriftDecisionTest {
  private final DriftDecision decision = new DriftDecision(new ReferenceStatistics(), 99, 100);

  private int alarms(Kind kind, int dimension, int count, int windows, Drift drift, double size) {
    int alarms = 0;
    for (int i = 0; i < windows; i++) {
      World world = new World(kind, dimension, 1_000L + i);
      DriftJudgement judgement =
          decision.judge(world.window(count), world.window(count, drift, size));
      alarms += judgement instanceof Judged judged && judged.drifted(0.05) ? 1 : 0;
    }
    return alarms;
  }

  /** A rate of 5 % gives 18 of 120 or more once in 33,000 times (binomial). */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void windowsWithoutDriftAlarmAtTheNominalRate(Kind kind) {
    assertThat(alarms(kind, 6, 50, 120, Drift.NONE, 0)).isLessThan(18);
  }

  @ParameterizedTest
  @CsvSource({"2", "100"})
  void theRateHoldsInFewDimensionsAndInMoreThanThereAreVectors(int dimension) {
    assertThat(alarms(Kind.DECAYING, dimension, 20, 120, Drift.NONE, 0)).isLessThan(18);
  }

  @ParameterizedTest
  @CsvSource({
    "LEADING_AXIS, 1.2",
    "MINOR_AXIS, 1.5",
    "NEW_CLUSTER, 2.5",
    "SCALE, 1.4",
    "TWO_MODES, 0.99"
  })
  void everyKindOfDriftIsFoundWhereItIsLarge(Drift drift, double size) {
    assertThat(alarms(Kind.DECAYING, 16, 100, 20, drift, size)).isGreaterThanOrEqualTo(16);
  }

  @Test
  void equalWindowsGiveEqualJudgements() {
    World world = new World(Kind.CLUSTERED, 8, 5);
    Vectors reference = world.window(40);
    Vectors current = world.window(40);
    assertThat(decision.judge(reference, current)).isEqualTo(decision.judge(reference, current));
  }

  @Test
  void windowsOfResemblingNeighboursAreThinned() {
    World world = new World(Kind.AUTOCORRELATED, 8, 5);
    Judged judged = (Judged) decision.judge(world.window(200), world.window(200));
    assertThat(judged.thinning().step()).isBetween(3, 12);
    assertThat(judged.current()).isLessThan(70);
  }

  @Test
  void tooFewVectorsAreUnknownNotHealthy() {
    World world = new World(Kind.ISOTROPIC, 4, 5);
    DriftJudgement judgement = decision.judge(world.window(100), world.window(7));
    assertThat(judgement).isInstanceOf(Unknown.class);
    assertThat(((Unknown) judgement).reason()).contains("too few vectors", "7", "8 of each");
    World resembling = new World(Kind.STRONGLY_AUTOCORRELATED, 16, 5);
    assertThat(decision.judge(resembling.window(30), resembling.window(30)))
        .isInstanceOf(Unknown.class);
  }

  @Test
  void anotherDimensionIsUnknown() {
    DriftJudgement judgement =
        decision.judge(
            new World(Kind.ISOTROPIC, 4, 5).window(30), new World(Kind.ISOTROPIC, 5, 5).window(30));
    assertThat(judgement).isEqualTo(new Unknown("the reference has 4 dimensions, the window 5"));
  }

  @Test
  void windowsOfOneVectorRepeatedDoNotDiffer() {
    Vectors constant = Vectors.of(new double[][] {{1, 2}, {1, 2}, {1, 2}, {1, 2}, {1, 2}});
    Vectors ten = constant.and(constant);
    assertThat(((Judged) decision.judge(ten, ten)).pValue()).isEqualTo(1);
    Vectors mostly = ten.and(ten).and(ten).and(Vectors.of(new double[][] {{3, 4}}));
    assertThat(((Judged) decision.judge(mostly, mostly)).drifted(0.05)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 50, 70, 100, 1024})
  void theErrorRateIsSplitWholly(int count) {
    assertThat(Arrays.stream(DriftTest.values()).mapToDouble(test -> test.part(count)).sum())
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void aDecisionNeedsPermutations() {
    assertThatThrownBy(() -> new DriftDecision(new ReferenceStatistics(), 9, 64))
        .hasMessageContaining("99 permutations");
  }
}
