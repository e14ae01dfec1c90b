package io.homeostat.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.model.DeadLetter;
import io.homeostat.core.model.Signal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules and topology change while signals are open. */
class ContextChangeTest {

  private static Lane samples(Lane lane, int seconds, double latency) {
    for (int i = 0; i < seconds; i++) {
      lane.frame(Script.RETRIEVER, lane.now(), Map.of(Script.LATENCY, latency)).second();
    }
    return lane;
  }

  private static List<Signal> signals(Lane lane) {
    return lane.run(new TelemetryFold(), Signal.class);
  }

  @Test
  void aSignalOfARuleThatIsGoneResolvesAndSaysWhy() {
    Lane lane = samples(Script.lane(), 20, 200).rules("detectors: []\n");
    long since = lane.now();
    List<Signal> signals = signals(samples(lane, 5, 200));
    assertThat(signals)
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.RESOLVED);
    assertThat(signals.get(1).explanation())
        .isEqualTo("the rule slow is no longer in force for service:demo/rag/retriever");
    assertThat(signals.get(1).updatedMillis()).isEqualTo(since);
  }

  @Test
  void aSignalOfARuleThatIsGoneResolvesAlsoWhenItsEntityIsSilent() {
    Lane lane = samples(Script.lane(), 20, 200).seconds(10).rules("detectors: []\n").seconds(61);
    assertThat(signals(lane))
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.RESOLVED);
  }

  @Test
  void detectorsOfRulesThatAreUnchangedLiveOn() {
    Lane lane = samples(Script.lane(), 20, 200);
    String wording = Script.RULES.replace("above {bound} ms", "which is above {bound} ms");
    String more = wording.replace("above: 4000000", "above: 5000000");
    samples(lane.rules(more), 20, 200);
    List<Signal> signals = signals(samples(lane, 20, 50));
    assertThat(signals)
        .extracting(Signal::rule, Signal::state)
        .containsExactly(tuple("slow", Signal.State.FIRING), tuple("slow", Signal.State.RESOLVED));
  }

  @Test
  void aRuleWithAnotherBoundIsAnotherRule() {
    Lane lane = samples(Script.lane(), 20, 200);
    lane.rules(Script.RULES.replace("above: 100", "above: 150"));
    List<Signal> signals = signals(samples(lane, 20, 200));
    assertThat(signals)
        .extracting(Signal::state, Signal::bound)
        .containsExactly(
            tuple(Signal.State.FIRING, 100.0),
            tuple(Signal.State.RESOLVED, 100.0),
            tuple(Signal.State.FIRING, 150.0));
  }

  @Test
  void anOpenSignalStaysWithTheSystemInWhichItBegan() {
    Lane lane = samples(Script.lane(), 20, 200);
    lane.topology(Script.TOPOLOGY.replace("name: rag", "name: search"));
    List<Signal> signals = signals(samples(samples(lane, 10, 400), 20, 50));
    assertThat(signals)
        .extracting(Signal::state, Signal::system)
        .containsExactly(
            tuple(Signal.State.FIRING, "rag"),
            tuple(Signal.State.FIRING, "rag"),
            tuple(Signal.State.RESOLVED, "rag"));
  }

  @Test
  void brokenRulesAreADeadLetterAndLeaveTheOldOnesInForce() {
    Lane lane = samples(Script.lane(), 5, 50);
    lane.rules("detectors: [nonsense]\n");
    samples(lane, 20, 200);
    PlainRunner runner = new PlainRunner(new TelemetryFold(), new Lanes(1, 1), 0);
    List<Output> outputs = runner.run(lane.seconds(6).records());
    assertThat(Lane.facts(outputs, DeadLetter.class)).hasSize(1);
    assertThat(outputs)
        .extracting(Output::fact)
        .filteredOn(Signal.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            Signal.class, signal -> assertThat(signal.rule()).isEqualTo("slow"));
  }

  @Test
  void rulesThatAreGoneJudgeNothing() {
    Lane lane = samples(Script.lane(), 5, 50);
    lane.add("broadcaster/1", ContextChunk.gone("rules"));
    assertThat(signals(samples(lane, 20, 200))).isEmpty();
  }
}
