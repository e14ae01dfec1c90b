package io.homeostat.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.Observation;
import io.homeostat.core.model.ObservationRequest;
import io.homeostat.core.model.Signal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No data is not health, and not sickness. */
class SilenceTest {
  private static final int TEN_MINUTES = 600;

  private static Lane samples(Lane lane, int seconds, double latency) {
    for (int i = 0; i < seconds; i++) {
      lane.frame(
              Script.RETRIEVER, lane.now(), Map.of(Script.LATENCY, latency, Script.REQUESTS, 10.0))
          .second();
    }
    return lane;
  }

  private static List<Signal> signals(Lane lane) {
    return lane.run(new TelemetryFold(), Signal.class);
  }

  @Test
  void aLaneStoppedForTenMinutesGivesNoAbsenceNoResolutionAndLosesNoSignal() {
    Lane lane = samples(Script.lane(), 20, 200);
    lane.pause(600_000);
    samples(lane, 30, 200);
    assertThat(signals(lane))
        .extracting(Signal::rule, Signal::state)
        .containsExactly(tuple("slow", Signal.State.FIRING));
    samples(lane, 20, 50);
    assertThat(signals(lane.seconds(6)))
        .extracting(Signal::rule, Signal::state)
        .containsExactly(tuple("slow", Signal.State.FIRING), tuple("slow", Signal.State.RESOLVED));
  }

  @Test
  void aLaneStoppedForTenMinutesAndStillSilentIsUnknownBeforeItIsAbsent() {
    Lane lane = samples(Script.lane(), 20, 200);
    lane.pause(600_000).seconds(24);
    assertThat(signals(lane)).extracting(Signal::state).containsExactly(Signal.State.FIRING);
    assertThat(signals(lane.seconds(30)))
        .extracting(Signal::rule, Signal::state)
        .containsExactly(
            tuple("slow", Signal.State.FIRING),
            tuple("silent", Signal.State.FIRING),
            tuple("slow", Signal.State.UNKNOWN));
  }

  @Test
  void aSpanThatIsNotSampledClearsNothing() {
    Lane lane = samples(Script.lane(), 20, 200);
    samples(lane, 1, 50);
    lane.pause(600_000).tick();
    samples(lane, 3, 50);
    assertThat(signals(lane.seconds(6)))
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING);
  }

  @Test
  void aSpanThatIsNotSampledFiresNothing() {
    Lane lane = samples(Script.lane(), 20, 50);
    samples(lane, 1, 200);
    lane.pause(600_000).tick();
    samples(lane, 2, 200);
    samples(lane, 5, 50);
    assertThat(signals(lane.seconds(6))).isEmpty();
  }

  @Test
  void silenceBehindAClosedDoorIsNoAbsenceAndResolvesNothing() {
    Lane lane = samples(Script.lane(), 20, 200);
    lane.door("gateway", Tick.Door.CLOSED).seconds(TEN_MINUTES);
    assertThat(signals(lane))
        .extracting(Signal::rule, Signal::state)
        .containsExactly(tuple("slow", Signal.State.FIRING), tuple("slow", Signal.State.UNKNOWN));
  }

  @Test
  void silenceCountsFromWhenTheDoorOpenedAgain() {
    Lane lane = samples(Script.lane(), 20, 50);
    lane.door("gateway", Tick.Door.CLOSED).seconds(TEN_MINUTES);
    lane.door("gateway", Tick.Door.OPEN).second();
    long opened = lane.now();
    List<Signal> signals = signals(lane.seconds(60));
    assertThat(signals)
        .extracting(Signal::rule, Signal::state, Signal::updatedMillis)
        .containsExactly(tuple("silent", Signal.State.FIRING, opened + 25_000));
  }

  @Test
  void silenceBehindAnOpenDoorIsAbsenceAndEndsWhenTheSeriesReportsAgain() {
    Lane lane = samples(Script.lane(), 20, 50);
    long last = lane.now() - 1_000;
    lane.seconds(60);
    samples(lane, 10, 50);
    List<Signal> signals = signals(lane.seconds(10));
    assertThat(signals)
        .extracting(Signal::rule, Signal::state, Signal::beganMillis)
        .containsExactly(
            tuple("silent", Signal.State.FIRING, last),
            tuple("silent", Signal.State.RESOLVED, last));
    assertThat(signals.get(0).explanation())
        .isEqualTo("service:demo/rag/retriever has been silent for 20 s (allowed 20 s)");
  }

  /** What a sender with a backlog sends: each second, what it measured some time before. */
  private static Lane late(Lane lane, int seconds, long millis) {
    for (int i = 0; i < seconds; i++) {
      lane.frame(Script.RETRIEVER, lane.now() - millis, Map.of(Script.REQUESTS, 10.0)).second();
    }
    return lane;
  }

  @Test
  void aSampleFromBeforeSilenceWasToldIsStillTheLaterWord() {
    boolean seen = false;
    for (int silence = 30; silence < 45; silence++) {
      Lane lane = samples(Script.lane(), 20, 200).seconds(silence);
      lane.frame(Script.RETRIEVER, lane.now() - 3_000, Map.of(Script.LATENCY, 200.0)).seconds(6);
      List<Signal> slow =
          signals(lane).stream().filter(signal -> signal.rule().equals("slow")).toList();
      assertThat(slow).extracting(Signal::updatedMillis).isSorted();
      assertThat(slow.get(slow.size() - 1).state()).isEqualTo(Signal.State.FIRING);
      seen |= slow.size() == 3;
    }
    assertThat(seen).as("silence was told before the sample came").isTrue();
  }

  @Test
  void whatComesTooLateToBeJudgedIsNoSilence() {
    Lane lane = late(samples(Script.lane(), 20, 50), 120, 15_000);
    samples(lane, 20, 50);
    assertThat(signals(lane.seconds(6))).isEmpty();
  }

  @Test
  void silenceCountsFromWhenTheLastLateFrameCame() {
    Lane lane = late(samples(Script.lane(), 20, 50), 60, 15_000);
    long last = lane.now() - 1_000;
    List<Signal> signals = signals(lane.seconds(60));
    assertThat(signals)
        .extracting(Signal::rule, Signal::state, Signal::beganMillis, Signal::updatedMillis)
        .containsExactly(tuple("silent", Signal.State.FIRING, last - 15_000, last + 25_000));
    assertThat(signals.get(0).explanation())
        .isEqualTo("service:demo/rag/retriever has been silent for 35 s (allowed 20 s)");
  }

  @Test
  void anAbsenceDuringWhichOldFramesComeIsUnknownUntilNewOnesCome() {
    Lane lane = late(samples(Script.lane(), 20, 50).seconds(40), 60, 15_000);
    samples(lane, 20, 50);
    List<Signal> signals = signals(lane.seconds(6));
    assertThat(signals)
        .extracting(Signal::rule, Signal::state)
        .containsExactly(
            tuple("silent", Signal.State.FIRING),
            tuple("silent", Signal.State.UNKNOWN),
            tuple("silent", Signal.State.RESOLVED));
    assertThat(signals.get(1).explanation())
        .isEqualTo(
            "requests of service:demo/rag/retriever was silent, and what comes of it now is later"
                + " than 5 s: how it is can't be told");
  }

  @Test
  void anAbsenceIsOneAlthoughOldFramesComeAgain() {
    Lane lane = samples(Script.lane(), 20, 50);
    long last = lane.now() - 1_000;
    for (int i = 0; i < 60; i++) {
      lane.frame(Script.RETRIEVER, last - 5_000, Map.of(Script.REQUESTS, 10.0)).second();
    }
    assertThat(signals(lane))
        .extracting(Signal::rule, Signal::state, Signal::updatedMillis)
        .containsExactly(tuple("silent", Signal.State.FIRING, last + 25_000));
  }

  @Test
  void anotherSeriesThatComesLateIsNoSignOfLifeOfThisOne() {
    Lane lane = samples(Script.lane(), 20, 50);
    long last = lane.now() - 1_000;
    for (int i = 0; i < 60; i++) {
      lane.frame(Script.RETRIEVER, lane.now() - 15_000, Map.of(Script.LATENCY, 10.0)).second();
    }
    assertThat(signals(lane))
        .extracting(Signal::rule, Signal::state, Signal::updatedMillis)
        .containsExactly(tuple("silent", Signal.State.FIRING, last + 25_000));
  }

  @Test
  void anAbsenceBehindADoorThatClosesIsUnknown() {
    Lane lane = samples(Script.lane(), 20, 50).seconds(40);
    lane.door("gateway", Tick.Door.CLOSED).seconds(100);
    lane.door("gateway", Tick.Door.OPEN).seconds(40);
    assertThat(signals(lane))
        .extracting(Signal::rule, Signal::state)
        .containsExactly(
            tuple("silent", Signal.State.FIRING),
            tuple("silent", Signal.State.UNKNOWN),
            tuple("silent", Signal.State.FIRING));
  }

  @Test
  void aQuestionAboutASpanWithoutSamplesIsAnsweredWithNone() {
    Lane lane = samples(Script.lane(), 20, 50);
    lane.pause(600_000).second();
    lane.fact(
        new ObservationRequest(
            "hole", "rag", Script.RETRIEVER, Script.LATENCY, lane.now() - 300_000, lane.now()));
    lane.fact(
        new ObservationRequest("who", "rag", Script.INDEX, Script.SIZE, lane.now(), lane.now()));
    assertThat(lane.seconds(15).run(new TelemetryFold(), Observation.class))
        .hasSize(2)
        .allSatisfy(
            answer -> {
              assertThat(answer.timesMillis()).isEmpty();
              assertThat(answer.means()).isEmpty();
            });
  }
}
