package io.homeostat.core.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.Signal;
import io.homeostat.core.telemetry.Lane;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LogsFoldTest {
  private static final EntityId RETRIEVER = EntityId.parse("service:demo/rag/retriever");
  private static final String RULES =
      """
      logs:
        - name: refused-connections
          match: ['kind="service"']
          level: error
          contains: refused
          count: 3
          within: 30s
          kind: connection-failure
          severity: critical
          explain: "{entity} wrote {count} such lines, the last: {line}"
      """;

  private static Lane lane() {
    return new Lane().tick().rules(RULES);
  }

  private static LogEntry line(long timeMillis, LogEntry.Level level, String body) {
    return new LogEntry(RETRIEVER, timeMillis, timeMillis, level, body, new TreeMap<>());
  }

  private static Lane errors(Lane lane, int count) {
    for (int i = 0; i < count; i++) {
      lane.fact(line(lane.now(), LogEntry.Level.ERROR, "connection refused " + i));
    }
    return lane;
  }

  @Test
  void firesWhenTheCountIsReachedAndResolvesWhenTheWindowIsEmpty() {
    List<Signal> signals = errors(lane(), 3).seconds(60).run(new LogsFold(), Signal.class);
    assertThat(signals)
        .extracting(Signal::state, Signal::updatedMillis)
        .containsExactly(
            tuple(Signal.State.FIRING, Lane.START + 6_000),
            tuple(Signal.State.RESOLVED, Lane.START + 36_000));
    assertThat(signals.get(0).explanation())
        .isEqualTo("service:demo/rag/retriever wrote 3 such lines, the last: connection refused 2");
    assertThat(signals.get(1).id()).isEqualTo(signals.get(0).id());
  }

  @Test
  void fewerLinesThanAskedForAreNoSignal() {
    Lane lane = errors(lane(), 2).seconds(40);
    assertThat(errors(lane, 2).seconds(60).run(new LogsFold(), Signal.class)).isEmpty();
  }

  @Test
  void linesOfALowerLevelOrAnotherTextDoNotCount() {
    Lane lane = lane();
    for (int i = 0; i < 5; i++) {
      lane.fact(line(lane.now(), LogEntry.Level.WARN, "connection refused"));
      lane.fact(line(lane.now(), LogEntry.Level.ERROR, "disk full"));
    }
    assertThat(lane.seconds(60).run(new LogsFold(), Signal.class)).isEmpty();
  }

  @Test
  void linesFromAnHourAheadAreLeftOutAndCounted() {
    Lane lane = lane();
    for (int i = 0; i < 5; i++) {
      lane.fact(line(lane.now() + 3_600_000, LogEntry.Level.FATAL, "connection refused"));
    }
    LogsFold fold = new LogsFold();
    PlainRunner runner = new PlainRunner(fold, new Lanes(1, 1), 0);
    assertThat(Lane.facts(runner.run(lane.seconds(60).records()), Signal.class)).isEmpty();
    assertThat(fold.leftOut(runner.cells(), LogOmission.AHEAD)).isEqualTo(5);
  }

  @Test
  void behindAClosedDoorNothingResolves() {
    Lane lane = errors(lane(), 3).seconds(10);
    lane.door("gateway", Tick.Door.CLOSED).seconds(600);
    List<Signal> signals = lane.run(new LogsFold(), Signal.class);
    assertThat(signals)
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.UNKNOWN);
    List<Signal> reopened =
        lane.door("gateway", Tick.Door.OPEN).seconds(60).run(new LogsFold(), Signal.class);
    assertThat(reopened)
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.UNKNOWN, Signal.State.RESOLVED);
  }

  @Test
  void aHoleBetweenTicksResolvesNothing() {
    Lane lane = errors(lane(), 3).seconds(10).pause(600_000).seconds(10);
    assertThat(lane.run(new LogsFold(), Signal.class))
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING);
    assertThat(lane.seconds(30).run(new LogsFold(), Signal.class))
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.RESOLVED);
  }

  @Test
  void aRuleThatIsGoneResolvesItsSignal() {
    Lane lane = errors(lane(), 3).seconds(10).rules("logs: []\n").seconds(2);
    List<Signal> signals = lane.run(new LogsFold(), Signal.class);
    assertThat(signals)
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.RESOLVED);
    assertThat(signals.get(1).explanation()).contains("no longer in force");
  }

  @Test
  void theLineShownHasNoControlCharactersAndABoundedLength() {
    Lane lane = lane();
    for (int i = 0; i < 3; i++) {
      String body = "refused\u001b[31m\nred\u202e\t\ttext \ud83d\ude00" + "x".repeat(1_000);
      lane.fact(line(lane.now(), LogEntry.Level.ERROR, body));
    }
    String explanation = lane.seconds(10).run(new LogsFold(), Signal.class).get(0).explanation();
    assertThat(explanation).contains("refused [31m red text \ud83d\ude00xxx").endsWith("…");
    assertThat(explanation).hasSizeLessThan(360);
    assertThat(explanation.codePoints().noneMatch(Character::isISOControl)).isTrue();
  }
}
