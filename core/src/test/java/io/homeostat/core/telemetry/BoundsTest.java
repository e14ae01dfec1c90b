package io.homeostat.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Observation;
import io.homeostat.core.model.ObservationRequest;
import io.homeostat.core.model.Signal;
import io.homeostat.core.telemetry.lane.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is left out, what is forgotten, and that all of it is counted. */
class BoundsTest {
  private final TelemetryFold fold = new TelemetryFold();
  private final PlainRunner runner = new PlainRunner(fold, new Lanes(1, 1), 0);

  private long leftOut(Omission reason) {
    return fold.leftOut(runner.cells(), reason);
  }

  @Test
  void framesThatCannotBeTakenInAreLeftOutAndCounted() {
    Lane lane = new Lane();
    Map<String, Double> values = Map.of("a", 1.0);
    lane.frame(Script.OTHER, lane.now(), values);
    lane.tick().seconds(10);
    lane.frame(Script.OTHER, lane.now() - 5_000, values);
    lane.frame(Script.OTHER, lane.now() - 3_600_000, values);
    lane.frame(Script.OTHER, Long.MIN_VALUE, values);
    lane.frame(Script.OTHER, lane.now() + 60_001, values);
    lane.frame(Script.OTHER, Long.MAX_VALUE, values);
    lane.frame(Script.OTHER, lane.now() - 4_999, values);
    lane.frame(Script.OTHER, lane.now() + 60_000, values);
    lane.seconds(70);
    long from = lane.now() - 90_000;
    lane.fact(new ObservationRequest("q", "s", Script.OTHER, "a", from, lane.now())).seconds(15);
    List<Output> outputs = runner.run(lane.records());
    assertThat(leftOut(Omission.BEFORE_FIRST_TICK)).isEqualTo(1);
    assertThat(leftOut(Omission.LATE)).isEqualTo(3);
    assertThat(leftOut(Omission.AHEAD)).isEqualTo(2);
    assertThat(Lane.facts(outputs, Observation.class).get(0).counts()).containsExactly(1, 1);
  }

  @Test
  void samplesThatAreNoFiniteNumberAreLeftOutAndCounted() {
    Lane lane = Script.lane();
    for (int i = 0; i < 30; i++) {
      double value = i % 3 == 0 ? 50 : i % 3 == 1 ? Double.NaN : Double.POSITIVE_INFINITY;
      lane.sample(Script.RETRIEVER, Script.LATENCY, value).second();
    }
    lane.fact(
        new ObservationRequest(
            "q", "rag", Script.RETRIEVER, Script.LATENCY, Lane.START, lane.now()));
    List<Output> outputs = runner.run(lane.seconds(15).records());
    assertThat(leftOut(Omission.NOT_FINITE)).isEqualTo(20);
    Observation answer = Lane.facts(outputs, Observation.class).get(0);
    assertThat(answer.means()).containsOnly(50.0);
    assertThat(answer.counts()).containsExactly(2, 2, 1, 2, 2, 1);
    assertThat(Lane.facts(outputs, Signal.class)).isEmpty();
  }

  @Test
  void aSecondSampleOfASeriesAtOneTimeIsLeftOutAndTheFirstByContentStays() {
    Lane lane = new Lane().tick();
    long time = lane.now();
    lane.frame(Script.OTHER, time, Map.of("a", 3.0, "b", 1.0));
    lane.frame(Script.OTHER, time, Map.of("a", 2.0));
    lane.frame(Script.OTHER, time, Map.of("b", 9.0, "c", 4.0));
    for (String series : List.of("a", "b", "c")) {
      lane.fact(new ObservationRequest(series, "s", Script.OTHER, series, time, time + 1_000));
    }
    List<Observation> answers =
        Lane.facts(runner.run(lane.seconds(15).records()), Observation.class);
    assertThat(answers)
        .extracting(Observation::id, answer -> answer.means()[0], answer -> answer.counts()[0])
        .containsExactly(tuple("a", 2.0, 1L), tuple("b", 1.0, 1L), tuple("c", 4.0, 1L));
    assertThat(leftOut(Omission.REPEATED)).isEqualTo(2);
  }

  @Test
  void anEntityWithTooManySeriesKeepsTheFirstOnes() {
    TelemetrySettings few =
        new TelemetrySettings(5_000, 60_000, 100, 3, 60_000, 86_400_000, 86_400_000);
    TelemetryFold small = new TelemetryFold(few, new Context());
    PlainRunner own = new PlainRunner(small, new Lanes(1, 1), 0);
    Lane lane = new Lane().tick();
    Map<String, Double> values = new HashMap<>();
    for (int i = 0; i < 5; i++) {
      values.put("series." + i, 1.0);
    }
    lane.frame(Script.OTHER, lane.now(), values).seconds(10);
    own.run(lane.records());
    assertThat(small.leftOut(own.cells(), Omission.TOO_MANY_SERIES)).isEqualTo(2);
  }

  @Test
  void anEntityOfTooManyFramesKeepsTheFirstOnes() {
    TelemetrySettings few =
        new TelemetrySettings(5_000, 60_000, 10, 100, 60_000, 86_400_000, 86_400_000);
    TelemetryFold small = new TelemetryFold(few, new Context());
    PlainRunner own = new PlainRunner(small, new Lanes(1, 1), 0);
    Lane lane = new Lane().tick();
    for (int i = 0; i < 15; i++) {
      lane.frame(Script.OTHER, lane.now() + i, Map.of("a", 1.0));
    }
    own.run(lane.seconds(10).records());
    assertThat(small.leftOut(own.cells(), Omission.CROWDED)).isEqualTo(5);
  }

  @Test
  void anEntityThatIsSilentForADayIsForgottenWithAllItsState() {
    byte[] before = runner.export();
    Lane lane = new Lane().tick();
    lane.frame(Script.OTHER, lane.now(), Map.of("a", 1.0));
    for (int minute = 0; minute < 3; minute++) {
      lane.seconds(60).frame(Script.OTHER, lane.now(), Map.of("a", 1.0));
    }
    runner.run(lane.records());
    int remembered = runner.export().length;
    int after = lane.records().size();
    lane.seconds(86_400 + 10);
    runner.run(lane.records().subList(after, lane.records().size()));
    assertThat(remembered).isGreaterThan(before.length + 200);
    assertThat(runner.export().length).isLessThan(before.length + 200);
  }

  @Test
  void anOpenSignalIsGivenUpAfterAWeekOfSilenceAndNotBefore() {
    Lane lane = Script.lane();
    EntityId index = Script.INDEX;
    lane.sample(index, Script.SIZE, 5e6).second().sample(index, Script.SIZE, 5e6);
    for (int i = 0; i < 8 * 86_400 / 4; i++) {
      lane.pause(3_000).second();
    }
    List<Signal> signals = Lane.facts(runner.run(lane.records()), Signal.class);
    assertThat(signals)
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.UNKNOWN, Signal.State.RESOLVED);
    Signal last = signals.get(2);
    assertThat(last.updatedMillis())
        .isBetween(Lane.START + 604_800_000L, Lane.START + 604_820_000L);
    assertThat(last.explanation()).contains("is watched no longer");
  }

  @Test
  void aQuestionFarAheadIsAnsweredAtOnceWithNothing() {
    Lane lane = new Lane().tick();
    long far = lane.now() + 86_400_000;
    lane.fact(new ObservationRequest("far", "s", Script.OTHER, "a", far, far + 1_000));
    lane.fact(new ObservationRequest("odd", "s", Script.OTHER, "a", far, Long.MAX_VALUE));
    assertThat(lane.run(new TelemetryFold(), Observation.class))
        .extracting(Observation::id)
        .containsExactly("far", "odd");
  }
}
