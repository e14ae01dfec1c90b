package io.homeostat.core.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.RuleParser;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DriftImportanceTest {
  private static final String RULE =
      """
      drift:
        - {name: orders, match: ['kind="pg-table"'], reference: baseline, window: 1m, windows: 3,
           leastRows: 50, kind: data-drift}
      """;

  private final SplittableRandom random = new SplittableRandom(14);

  private static String feature(String name, String column, String more) {
    return "  - {name: "
        + name
        + ", table: '"
        + RowLane.TABLE.text()
        + "', column: "
        + column
        + ", type: number"
        + more
        + "}\n";
  }

  private static final String CONTRACTS =
      "features:\n"
          + feature("a1", "a", ", importance: 0.1")
          + feature("a2", "a", ", importance: 0.2")
          + feature("b1", "b", ", importance: 0.8")
          + feature("c1", "c", "");

  /** Rows of three columns; the first moves most, the second less, the third in between. */
  private String row(double a, double b, double c) {
    return "{\"a\":"
        + (random.nextGaussian() + a)
        + ",\"b\":"
        + (random.nextGaussian() + b)
        + ",\"c\":"
        + (random.nextGaussian() + c)
        + "}";
  }

  private List<Signal> signals(String contracts, double a, double b, double c) {
    RowLane lane = new RowLane(RULE + contracts).minutes(4, () -> row(0, 0, 0));
    lane.minutes(1, () -> row(a, b, c)).lane().seconds(15);
    lane.write("{}");
    lane.lane().seconds(120);
    return lane.signals();
  }

  private static List<String> order(Signal signal) {
    String columns = signal.explanation().substring(signal.explanation().indexOf(": ") + 2);
    return List.of(columns.split("; ")).stream().map(text -> text.substring(0, 1)).toList();
  }

  @Test
  void whatIsImportantIsToldFirstAndDecidesHowGraveItIs() {
    Signal plain = signals("", 2, 0.6, 1).get(0);
    assertThat(order(plain)).containsExactly("a", "c", "b");
    assertThat(plain.score()).isEqualTo(plain.value()).isBetween(0.6, 0.75);
    Signal weighed = signals(CONTRACTS, 2, 0.6, 1).get(0);
    assertThat(order(weighed)).containsExactly("b", "a", "c");
    assertThat(weighed.score()).isEqualTo(weighed.value()).isBetween(0.2, 0.3);
  }

  @Test
  void whetherItAlarmsDoesNotDependOnIt() {
    List<Signal> signals = signals(CONTRACTS, 2, 0, 0);
    assertThat(signals)
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.UNKNOWN);
    for (Signal signal : signals) {
      assertThat(signal.value()).isBetween(0.6, 0.75);
      assertThat(signal.score()).isCloseTo(0.25 * signal.value(), within(1e-12));
    }
    Signal least = signals(CONTRACTS, 0, 0, 2).get(0);
    assertThat(least.score()).isCloseTo(0.1 * least.value(), within(1e-12));
  }

  private static Weights weights(String contracts) {
    return Weights.of(RuleParser.parse(contracts).features(), RowLane.TABLE);
  }

  @Test
  void aColumnsWeightIsRelativeToTheGreatestOfItsTable() {
    Weights weights = weights(CONTRACTS);
    assertThat(weights.of("b")).isEqualTo(1);
    assertThat(weights.of("a")).isCloseTo(0.25, within(1e-12));
    assertThat(weights.of("c")).isEqualTo(Weights.LEAST);
    assertThat(weights.of("of no contract")).isEqualTo(Weights.LEAST);
    assertThat(weights("features:\n" + feature("a", "a", ", importance: 0.3")).of("a"))
        .isEqualTo(1);
  }

  @Test
  void noImportanceWeighsLessThanNoContract() {
    String contracts =
        "features:\n"
            + feature("a", "a", ", importance: 0")
            + feature("b", "b", ", importance: 1.0");
    assertThat(weights(contracts).of("a")).isEqualTo(Weights.LEAST);
  }

  @Test
  void whereNothingIsSaidOfATableAllWeighOne() {
    assertThat(weights("features:\n" + feature("a", "a", "")).of("a")).isEqualTo(1);
    assertThat(weights("features:\n" + feature("a", "a", ", importance: 0")).of("b")).isEqualTo(1);
    Weights other =
        Weights.of(
            RuleParser.parse(CONTRACTS).features(), EntityId.parse("pg-table:demo/rag/public.x"));
    assertThat(other.of("a")).isEqualTo(1);
  }
}
