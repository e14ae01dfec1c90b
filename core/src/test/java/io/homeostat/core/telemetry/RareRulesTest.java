package io.homeostat.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.Signal;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rules that need no threshold of one's own, through the whole fold. */
class RareRulesTest {
  private static final String RULES =
      """
      detectors:
        - name: rare
          match: ['kind="service"']
          series: requests_total
          every: 5s
          rarity: {score: 4}
          for: 10s
          clear: 10s
          kind: throughput-degradation
          explain: "{series} of {entity} is {value} a second: {why}"
        - name: frozen
          series: queue
          still: {times: 5, least: 30s, warmup: 60s}
          kind: telemetry-gap
          explain: "{series} of {entity} is {value}, {why}"
        - name: gone
          missing: {after: 40s, door: gateway, seen: 60s}
          clear: 2s
          kind: telemetry-gap
          explain: "{series} of {entity}: {why}"
        - name: budget
          series: errors_total
          of: requests_in_all
          burn: {objective: 0.99, windows: [{long: 2m, short: 10s, rate: 10}]}
          kind: error-degradation
          explain: "{entity}: {why}"
        - name: filling
          series: fill
          every: 5s
          forecast: {above: 90, within: 20m}
          kind: resource-exhaustion
          explain: "{series} of {entity} {why}"
        - name: full
          series: disk
          above: 90
          flaps: {times: 3, within: 60s}
          clear: 2s
          kind: resource-exhaustion
          explain: "{entity} is {value} full"
      """;

  private final Lane lane = new Lane().tick().rules(RULES).topology(Script.TOPOLOGY);
  private final SplittableRandom random = new SplittableRandom(9);
  private double count = 1e6;

  private List<Signal> signals() {
    return lane.run(new TelemetryFold(), Signal.class);
  }

  private void requests(int seconds, double rate) {
    for (int i = 0; i < seconds; i++) {
      count += rate * (0.9 + 0.2 * random.nextDouble());
      lane.sample(Script.RETRIEVER, "requests_total", count).second();
    }
  }

  @Test
  void aCounterIsJudgedByItsRateFromBeginningToEnd() {
    requests(1_500, 50);
    count = 0;
    requests(100, 50);
    requests(60, 200);
    requests(120, 50);
    List<Signal> signals = signals();
    assertThat(signals)
        .extracting(Signal::rule, Signal::state)
        .startsWith(tuple("rare", Signal.State.FIRING))
        .endsWith(tuple("rare", Signal.State.RESOLVED));
    assertThat(signals).extracting(Signal::id).containsOnly(signals.get(0).id());
    assertThat(signals.get(0).beganMillis())
        .isBetween(Lane.START + 1_595_000, Lane.START + 1_610_000);
    assertThat(signals.get(0).explanation())
        .matches("requests_total of .* a second: [34]\\.?\\d*× what it usually is; .*of 5 s");
  }

  @Test
  void aBudgetThatBurnsIsToldByTwoCounters() {
    for (int i = 0; i < 200; i++) {
      double errors = i < 100 ? 0 : (i - 100) * 20;
      Map<String, Double> values = Map.of("errors_total", errors, "requests_in_all", i * 100.0);
      lane.frame(Script.RETRIEVER, lane.now(), values).second();
    }
    assertThat(signals())
        .extracting(Signal::rule, Signal::state)
        .contains(tuple("budget", Signal.State.FIRING));
    Signal budget =
        signals().stream()
            .filter(signal -> signal.rule().equals("budget"))
            .findFirst()
            .orElseThrow();
    assertThat(budget.beganMillis()).isBetween(Lane.START + 110_000, Lane.START + 180_000);
    assertThat(budget.explanation()).contains("× as fast as it may");
  }

  @Test
  void aCapacityThatWillBeUsedUpIsToldBeforeItIs() {
    for (int i = 0; i < 600; i++) {
      lane.sample(Script.INDEX, "fill", 20 + 0.05 * i + 0.1 * random.nextDouble()).second();
    }
    Signal signal = signals().get(0);
    assertThat(signal.rule()).isEqualTo("filling");
    assertThat(signal.explanation()).matches("fill of .* breaches in .* min \\(80%: .* – .*\\)");
  }

  @Test
  void duringTheWarmUpNothingIsSaid() {
    requests(500, 50);
    requests(60, 500);
    assertThat(signals()).isEmpty();
  }

  @Test
  void whatFiresAgainAndAgainIsOneSignalThatSaysThatItFlaps() {
    for (int i = 0; i < 5; i++) {
      for (int k = 0; k < 8; k++) {
        lane.sample(Script.INDEX, "disk", k < 4 ? 95 : 50).second();
      }
    }
    for (int k = 0; k < 90; k++) {
      lane.sample(Script.INDEX, "disk", 50).second();
    }
    List<Signal> signals = signals();
    assertThat(signals).extracting(Signal::id).containsOnly(signals.get(0).id());
    assertThat(signals)
        .extracting(Signal::state)
        .containsExactly(
            Signal.State.FIRING,
            Signal.State.RESOLVED,
            Signal.State.FIRING,
            Signal.State.RESOLVED,
            Signal.State.FIRING,
            Signal.State.RESOLVED);
    assertThat(signals.get(4).explanation()).contains("(flaps: fired 3 times in 16 s)");
    assertThat(signals.get(5).updatedMillis() - signals.get(4).updatedMillis())
        .isGreaterThan(60_000);
  }

  @Test
  void aSeriesThatStopsWhileOthersGoOnIsMissingAndItsReturnResolves() {
    both(90, Map.of("disk", 1.0, "memory", 2.0));
    both(60, Map.of("disk", 1.0));
    both(10, Map.of("disk", 1.0, "memory", 2.0));
    assertThat(signals())
        .extracting(Signal::series, Signal::state)
        .containsExactly(
            tuple("memory", Signal.State.FIRING), tuple("memory", Signal.State.RESOLVED));
    assertThat(signals().get(0).explanation())
        .isEqualTo(
            "memory of " + Script.INDEX + ": it has not come, while other series have, for 40 s");
  }

  private void both(int seconds, Map<String, Double> values) {
    for (int i = 0; i < seconds; i++) {
      lane.frame(Script.INDEX, lane.now(), values).second();
    }
  }

  @Test
  void anEntityThatStopsIsMissingOnce() {
    both(90, Map.of("disk", 1.0, "memory", 2.0));
    lane.seconds(120);
    assertThat(signals())
        .extracting(Signal::series, Signal::state)
        .containsExactly(tuple("", Signal.State.FIRING));
    assertThat(signals().get(0).explanation())
        .startsWith("every series of " + Script.INDEX + ": nothing has come of it for 4");
  }

  @Test
  void behindAClosedDoorOrBeforeItIsExpectedNothingIsMissing() {
    both(30, Map.of("disk", 1.0));
    lane.seconds(120);
    both(90, Map.of("disk", 1.0));
    lane.door("gateway", Tick.Door.CLOSED).seconds(120);
    assertThat(signals()).isEmpty();
  }

  @Test
  void aSeriesThatStandsStillIsFrozen() {
    for (int i = 0; i < 120; i++) {
      lane.sample(Script.INDEX, "queue", random.nextDouble()).second();
    }
    for (int i = 0; i < 60; i++) {
      lane.sample(Script.INDEX, "queue", 7).second();
    }
    assertThat(signals()).extracting(Signal::rule).contains("frozen");
    assertThat(signals().get(0).explanation())
        .contains("unchanged for 30 s, before at most for 1 s");
  }
}
