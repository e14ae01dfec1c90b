package io.homeostat.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Observation;
import io.homeostat.core.model.ObservationRequest;
import io.homeostat.core.model.Signal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TelemetryFoldTest {
  private static final EntityId RETRIEVER = EntityId.parse("service:demo/rag/retriever");
  private static final String P99 = "retriever.search.latency.p99";
  private static final String RULES =
      """
      detectors:
        - name: slow
          match: ['kind="service"']
          series: retriever.search.latency.p99
          above: 100
          for: 3s
          clear: 3s
          kind: latency-degradation
          severity: critical
          explain: "{series} of {entity} is {value} ms, above {bound} ms"
        - name: silent
          match: ['kind="service"']
          series: retriever.requests
          absent: {after: 20s, door: gateway}
          kind: silence
          severity: warning
          explain: "{entity} has been silent for {value} (allowed {bound})"
      """;
  private static final String TOPOLOGY =
      """
      systems:
        - name: rag
          criticality: 0.8
          owner: search
          scopes: [demo/rag]
      """;

  private static Lane lane() {
    return new Lane().tick().rules(RULES).topology(TOPOLOGY);
  }

  private static Lane samples(Lane lane, int seconds, double latency) {
    for (int i = 0; i < seconds; i++) {
      lane.frame(RETRIEVER, lane.now(), Map.of(P99, latency, "retriever.requests", 10.0)).second();
    }
    return lane;
  }

  @Test
  void firesOnceAndResolvesOnce() {
    Lane lane = lane();
    samples(lane, 10, 50);
    samples(lane, 10, 200);
    samples(lane, 10, 50);
    List<Signal> signals = lane.seconds(10).run(new TelemetryFold(), Signal.class);
    assertThat(signals)
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.RESOLVED);
    assertThat(signals).extracting(Signal::id).containsOnly(signals.get(0).id());
    Signal first = signals.get(0);
    assertThat(first.system()).isEqualTo("rag");
    assertThat(first.beganMillis()).isEqualTo(Lane.START + 10_000);
    assertThat(first.updatedMillis()).isEqualTo(Lane.START + 13_000);
    assertThat(first.explanation())
        .isEqualTo(
            "retriever.search.latency.p99 of service:demo/rag/retriever is 200 ms, above 100 ms");
  }

  @Test
  void silenceOfAFiringSeriesIsUnknownAndSilenceBehindAnOpenDoorIsAbsence() {
    Lane lane = lane();
    samples(lane, 10, 200);
    List<Signal> signals = lane.seconds(60).run(new TelemetryFold(), Signal.class);
    assertThat(signals)
        .extracting(Signal::rule, Signal::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("slow", Signal.State.FIRING),
            org.assertj.core.groups.Tuple.tuple("silent", Signal.State.FIRING),
            org.assertj.core.groups.Tuple.tuple("slow", Signal.State.UNKNOWN));
  }

  @Test
  void silenceBehindAClosedDoorIsNoAbsence() {
    Lane lane = lane();
    samples(lane, 10, 50);
    lane.door("gateway", Tick.Door.CLOSED).seconds(600);
    assertThat(lane.run(new TelemetryFold(), Signal.class)).isEmpty();
  }

  @Test
  void answersWithFineStepsOnceTheWindowHasSettled() {
    Lane lane = lane();
    long from = lane.now();
    samples(lane, 20, 50);
    samples(lane, 10, 100);
    lane.fact(new ObservationRequest("q", "rag", RETRIEVER, P99, from, from + 30_000)).seconds(12);
    List<Observation> answers = lane.run(new TelemetryFold(), Observation.class);
    assertThat(answers).hasSize(1);
    Observation answer = answers.get(0);
    assertThat(answer.stepMillis()).isEqualTo(5_000);
    assertThat(answer.counts()).containsExactly(5, 5, 5, 5, 5, 5);
    assertThat(answer.means()).containsExactly(50, 50, 50, 50, 100, 100);
  }
}
