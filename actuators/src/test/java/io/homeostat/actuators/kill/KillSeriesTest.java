package io.homeostat.actuators.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.actuators.action.Commands;
import io.homeostat.actuators.kafka.ChildJvm;
import io.homeostat.actuators.kafka.TestBroker;
import io.homeostat.actuators.postgres.TestDatabase;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills at random instants, as many as asked for with {@code -Dseries.rounds}. */
@Tag("series")
class KillSeriesTest {
  private static final String TABLE = "series";
  private static final int LONGEST_DELAY_MILLIS = 700;

  private final Path folder;

  KillSeriesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void killedAtAnyInstantEachCommandHasAtMostOneEffectAndATrueOutcome() throws Exception {
    int rounds = Integer.getInteger("series.rounds", 20);
    long seed = Long.getLong("series.seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Integer> seen = new TreeMap<>();
    try (TestBroker broker = TestBroker.start(folder, Commands.LANES);
        TestDatabase database = TestDatabase.start(folder);
        Commands commands = new Commands(broker)) {
      database.table(TABLE);
      for (int round = 0; round < rounds; round++) {
        Command command = database.command("series-" + round, TABLE, round + 1, Map.of());
        database.run(
            "ALTER INDEX series_idx SET (fillfactor = 15); REINDEX INDEX series_idx;"
                + " ALTER INDEX series_idx SET (fillfactor = 90)");
        killed(broker, database, commands, command, random);
        Outcome last = recovered(broker, database, commands, command);
        seen.merge(
            last.result() + (commands.outcomes(command.id()).size() > 1 ? " after UNKNOWN" : ""),
            1,
            Integer::sum);
        assertTrue(database, commands, command, last, "seed " + seed + " round " + round);
      }
    }
    System.out.println(rounds + " rounds with seed " + seed + ": " + seen);
  }

  private static void killed(
      TestBroker broker,
      TestDatabase database,
      Commands commands,
      Command command,
      SplittableRandom random)
      throws Exception {
    try (ChildJvm child = start(broker, database)) {
      commands.grant(command);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_DELAY_MILLIS)));
      child.kill();
    }
    if (random.nextInt(3) == 0) {
      try (ChildJvm child = start(broker, database)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_DELAY_MILLIS)));
        child.kill();
      }
    }
  }

  private static Outcome recovered(
      TestBroker broker, TestDatabase database, Commands commands, Command command)
      throws Exception {
    try (ChildJvm child = start(broker, database)) {
      return commands.awaitLast(command.id(), Duration.ofMinutes(2));
    }
  }

  private static void assertTrue(
      TestDatabase database, Commands commands, Command command, Outcome last, String round)
      throws Exception {
    long effects =
        database.number(
            "SELECT count(*) FROM effects_seen WHERE application = 'homeostat-actuator "
                + command.id()
                + "'");
    assertThat(effects)
        .as("effects of %s, %s", last, round)
        .isEqualTo(last.result() == Outcome.Result.APPLIED ? 1 : 0);
    assertThat(database.invalid(TABLE)).as(round).isZero();
    assertThat(commands.intents(command.id())).as(round).hasSizeLessThanOrEqualTo(1);
    List<Outcome> outcomes = commands.outcomes(command.id());
    assertThat(outcomes.stream().filter(outcome -> outcome.result().last())).as(round).hasSize(1);
    assertThat(outcomes).as(round).hasSizeLessThanOrEqualTo(2);
  }

  private static ChildJvm start(TestBroker broker, TestDatabase database)
      throws InterruptedException {
    return ActuatorProcess.start(
        broker.bootstrap(), database.targetsFile(), "0", KillPoint.NOWHERE);
  }
}
