package io.homeostat.core.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.LogAlias;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.LogEntry.Level;
import io.homeostat.core.model.Signal;
import io.homeostat.core.telemetry.Lane;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Templates never seen before, rates and shares that are not as usual. */
@Timeout(120)
class UnusualLogsTest {
  private static final EntityId RETRIEVER = EntityId.parse("service:demo/rag/retriever");
  private static final int MINUTES = 30;
  private static final String SHARE_ALONE =
      """
      logs:
        - {name: share, level: error, share: {score: 6, leastLines: 20, warmup: 15m}, kind: error-share, explain: "{count} of the lines, usual is {usual}: {line}"}
      """;
  private static final String RULES =
      SHARE_ALONE
          + """
          # the others
            - {name: never-seen, level: error, new: {warmup: 10m}, within: 2m, kind: errors, explain: "{entity}: {line}"}
            - {name: rate, level: info, rate: {score: 6, direction: both, warmup: 15m}, kind: log-rate, explain: "{count} a minute, usual are {usual}: {line}"}
          """;

  private final SplittableRandom random = new SplittableRandom(7);
  private final Lane lane = new Lane().tick().rules(RULES);

  private void line(Level level, String body) {
    lane.fact(new LogEntry(RETRIEVER, lane.now(), lane.now(), level, body, new TreeMap<>()));
  }

  /** A second with Poisson noise of two templates, one of them an error now and then. */
  private void second(int served) {
    for (int i = poisson(served); i > 0; i--) {
      line(Level.INFO, "served request " + random.nextInt() + " in " + random.nextInt(90) + " ms");
    }
    for (int i = poisson(0.05); i > 0; i--) {
      line(Level.ERROR, "request " + random.nextInt() + " timed out after 30 s");
    }
    lane.second();
  }

  private int poisson(double mean) {
    double limit = Math.exp(-mean);
    double product = random.nextDouble();
    int count = 0;
    while (product > limit) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }

  private void minutes(int count, int served) {
    for (int i = 0; i < 60 * count; i++) {
      second(served);
    }
  }

  private List<Signal> signals(String rule) {
    return lane.run(new LogsFold(), Signal.class).stream()
        .filter(signal -> signal.rule().equals(rule))
        .toList();
  }

  @Test
  void ordinaryNoiseAndTheFirstMinutesAreSilent() {
    line(Level.ERROR, "could not bind to port 80: in use");
    minutes(180, 2);
    assertThat(lane.run(new LogsFold(), Signal.class)).isEmpty();
  }

  @Test
  void anErrorNeverSeenBeforeIsASignalOnce() {
    minutes(MINUTES, 2);
    line(Level.ERROR, "segment 17 of shard 3 is corrupt");
    minutes(4, 2);
    line(Level.ERROR, "segment 18 of shard 5 is corrupt");
    line(Level.WARN, "a warning nobody has seen before");
    minutes(4, 2);
    List<Signal> found = signals("never-seen");
    assertThat(found)
        .extracting(Signal::state)
        .containsExactly(Signal.State.FIRING, Signal.State.RESOLVED);
    assertThat(found.get(0).explanation())
        .isEqualTo("service:demo/rag/retriever: segment 17 of shard 3 is corrupt");
  }

  @Test
  void aStackTraceLineByLineIsNoNewTemplate() {
    minutes(MINUTES, 2);
    line(Level.ERROR, "\tat com.example.Shard.read(Shard.java:17)");
    line(Level.ERROR, "Caused by: java.io.IOException: broken");
    minutes(1, 2);
    assertThat(signals("never-seen")).isEmpty();
  }

  @Test
  void aBurstOfATemplateIsASignalThatResolves() {
    minutes(MINUTES, 2);
    minutes(3, 9);
    minutes(6, 2);
    List<Signal> found = signals("rate");
    assertThat(found.get(0).state()).isEqualTo(Signal.State.FIRING);
    assertThat(found.get(0).value()).isGreaterThan(400);
    assertThat(found.get(0).bound()).isBetween(100.0, 140.0);
    assertThat(found.get(0).explanation()).contains("a minute, usual are 1").contains("served");
    assertThat(found.get(0).series()).hasSize(32);
    assertThat(found.get(found.size() - 1).state()).isEqualTo(Signal.State.RESOLVED);
    assertThat(found).extracting(Signal::id).containsOnly(found.get(0).id());
  }

  @Test
  void aTemplateThatFallsSilentIsASignal() {
    minutes(MINUTES, 2);
    minutes(3, 0);
    List<Signal> found = signals("rate");
    assertThat(found).extracting(Signal::state).containsOnly(Signal.State.FIRING);
    assertThat(found).last().extracting(Signal::value).isEqualTo(0.0);
  }

  @Test
  void aNewTemplateThatComesInABurstIsJudgedByItsSilenceBefore() {
    minutes(MINUTES, 2);
    for (int i = 0; i < 40; i++) {
      line(Level.INFO, "retrying shard " + i);
    }
    minutes(5, 2);
    assertThat(signals("rate")).first().extracting(Signal::value).isEqualTo(40.0);
  }

  @Test
  void aGreaterShareOfErrorsIsASignal() {
    minutes(MINUTES, 2);
    for (int i = 0; i < 120; i++) {
      line(Level.ERROR, "request " + i + " timed out after 30 s");
      second(2);
    }
    minutes(5, 2);
    List<Signal> found = signals("share");
    assertThat(found)
        .extracting(Signal::state)
        .startsWith(Signal.State.FIRING)
        .endsWith(Signal.State.RESOLVED);
    assertThat(found.get(0).explanation()).containsPattern("^[23]\\d\\.\\d% of the lines");
  }

  @Test
  void behindAClosedDoorTheSilenceMeansNothing() {
    minutes(MINUTES, 2);
    minutes(2, 9);
    lane.door("gateway", Tick.Door.CLOSED).seconds(300);
    assertThat(signals("rate"))
        .extracting(Signal::state)
        .endsWith(Signal.State.UNKNOWN)
        .doesNotContain(Signal.State.RESOLVED);
  }

  @Test
  void aHoleBetweenTicksIsNotJudged() {
    minutes(MINUTES, 2);
    lane.pause(20 * 60_000);
    minutes(3, 2);
    assertThat(signals("rate")).isEmpty();
  }

  @Test
  void rulesThatComeInForceLaterTakeNothingForNewOrUnusualAtOnce() {
    lane.rules(SHARE_ALONE);
    minutes(70, 2);
    lane.rules(RULES);
    line(Level.ERROR, "segment 17 of shard 3 is corrupt");
    minutes(30, 2);
    assertThat(lane.run(new LogsFold(), Signal.class)).isEmpty();
  }

  @Test
  void aMinuteOfMoreTemplatesThanAreCountedSaysNothingOfTheOthers() {
    minutes(MINUTES, 2);
    while (lane.now() % 60_000 != 0) {
      second(2);
    }
    for (int i = 1; i <= 70; i++) {
      line(Level.INFO, "word ".repeat(i));
    }
    minutes(3, 2);
    assertThat(signals("rate")).isEmpty();
  }

  @Test
  void whatHasBeenUnusualForAnHourIsUsual() {
    minutes(MINUTES, 2);
    minutes(64, 9);
    minutes(2, 9);
    assertThat(signals("rate"))
        .last()
        .satisfies(
            signal -> {
              assertThat(signal.state()).isEqualTo(Signal.State.RESOLVED);
              assertThat(signal.explanation()).contains("usual now");
            });
  }

  @Test
  void theLevelOfAHeaderCountsWhereTheSenderGaveNone() {
    minutes(MINUTES, 2);
    line(Level.UNSET, "2026-01-02 03:04:05.678 UTC [12] ERROR:  relation is on fire");
    minutes(1, 2);
    assertThat(signals("never-seen")).hasSize(1);
  }

  @Test
  void aDayOfSilenceForgetsTheEntity() {
    minutes(MINUTES, 2);
    lane.seconds(90_000);
    LogsFold fold = new LogsFold();
    var runner =
        new io.homeostat.core.lane.PlainRunner(fold, new io.homeostat.core.lane.Lanes(1, 1), 0);
    runner.run(lane.records());
    assertThat(fold.remembers(runner.cells(), RETRIEVER)).isFalse();
  }

  @Test
  void templatesThatTurnOutToBeOneAreSaidToBe() {
    for (String name : List.of("anna", "bert", "carl", "dora", "emil", "fred", "gina", "hugo")) {
      line(Level.INFO, "session of user " + name + " was closed by timeout after idling");
      lane.second();
    }
    List<LogAlias> aliases = lane.run(new LogsFold(), LogAlias.class);
    assertThat(aliases).isNotEmpty();
    assertThat(aliases).extracting(LogAlias::to).containsOnly(aliases.get(0).to());
    assertThat(aliases).extracting(LogAlias::from).doesNotHaveDuplicates();
    assertThat(aliases.get(0).entity()).isEqualTo(RETRIEVER);
  }
}
