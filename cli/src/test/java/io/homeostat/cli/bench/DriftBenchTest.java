package io.homeostat.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DriftBenchTest {
  private final StringWriter said = new StringWriter();

  @ParameterizedTest
  @EnumSource(DriftShape.class)
  void whereNothingDriftedAlarmsAreAsRareAsTheyShouldBe(DriftShape shape) {
    double[] values = shape.withoutDrift(3, 200, 1_000);
    assertThat(DriftFalseAlarms.rate(values, 1, 0.05).bound(-1)).isLessThanOrEqualTo(0.05);
    assertThat(DriftFalseAlarms.rate(values, 1, 0.01).bound(-1)).isLessThanOrEqualTo(0.01);
    assertThat(DriftFalseAlarms.rate(values, 20, 0.05).bound(-1)).isLessThanOrEqualTo(0.05);
  }

  @Test
  void aReferenceThatIsLookedAtAgainAndAgainAlarmsSeldom() {
    DriftFalseAlarms bench = new DriftFalseAlarms(List.of(), 60, new PrintWriter(said));
    assertThat(bench.looks(DriftShape.NORMAL, 100).bound(-1)).isLessThanOrEqualTo(0.05);
  }

  @Test
  void driftIsFoundThatAPlainTestDoesNotFind() {
    DriftPower bench = new DriftPower(List.of(), 60, new PrintWriter(said));
    DriftPower.Found scale = bench.found(DriftPower.Kind.SCALE, 500, 0.25);
    assertThat(scale.here()).isGreaterThan(0.8).isGreaterThan(scale.plain() + 0.2);
    DriftPower.Found mean = bench.found(DriftPower.Kind.MEAN, 500, 0.25);
    assertThat(mean.here()).isGreaterThan(0.8);
    DriftPower.Found share = bench.found(DriftPower.Kind.SHARE, 500, 0.12);
    assertThat(share.here()).isGreaterThan(0.8);
  }

  @Test
  void everyTableIsTold() {
    new DriftFalseAlarms(List.of(new DriftFalseAlarms.Plan(100, 20)), 1, new PrintWriter(said))
        .run();
    new DriftSpeed(2_000, 1, new PrintWriter(said)).run();
    assertThat(said.toString())
        .contains("NORMAL           n=100", "columns=10", "in 168 looks", "bytes of state");
  }
}
