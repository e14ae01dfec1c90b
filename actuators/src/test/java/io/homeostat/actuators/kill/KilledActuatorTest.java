package io.homeostat.actuators.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.actuators.action.Commands;
import io.homeostat.actuators.kafka.Await;
import io.homeostat.actuators.kafka.ChildJvm;
import io.homeostat.actuators.kafka.SharedBroker;
import io.homeostat.actuators.kafka.TestBroker;
import io.homeostat.actuators.postgres.SharedDatabase;
import io.homeostat.actuators.postgres.TestDatabase;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.Outcome;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith({SharedBroker.class, SharedDatabase.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledActuatorTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final TestBroker broker;
  private final TestDatabase database;
  private final Commands commands;

  KilledActuatorTest(TestBroker broker, TestDatabase database) {
    this.broker = broker;
    this.database = database;
    this.commands = new Commands(broker);
  }

  @AfterAll
  void stop() {
    commands.close();
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE_INTENT, APPLIED, 1",
    "AFTER_INTENT, APPLIED, 1",
    "AFTER_MARKER, FAILED, 0",
    "AFTER_EFFECT, APPLIED, 1"
  })
  void killedThereItComesToATrueOutcomeAndAtMostOneEffect(
      KillPoint point, Outcome.Result result, int effects) throws Exception {
    String table = point.name().toLowerCase(Locale.ROOT);
    database.table(table);
    Command command = database.command("killed-" + point, table, 1, Map.of());
    try (ChildJvm first = start("0", point)) {
      commands.grant(command);
      first.awaitLine("at " + point, 120);
      first.kill();
    }
    try (ChildJvm second = start("0", KillPoint.NOWHERE)) {
      assertThat(commands.awaitLast(command.id(), LIMIT).result()).isEqualTo(result);
    }
    assertOneStory(command, table, effects);
  }

  @Test
  void killedWhileTheIndexIsBeingRebuiltItFindsTheOneEffectThatTheDatabaseCompletes()
      throws Exception {
    database.table("in_effect");
    Command command =
        database.command("killed-in-effect", "in_effect", 1, Map.of("lock_timeout", "3m"));
    try (ChildJvm first = start("0", KillPoint.IN_EFFECT)) {
      try (AutoCloseable reader = database.openTransaction("in_effect")) {
        commands.grant(command);
        Await.until(
            "the rebuild is under way", LIMIT, () -> database.rebuildsUnderWay("in_effect") == 1);
        first.kill();
        try (ChildJvm second = start("0", KillPoint.NOWHERE)) {
          Await.until(
              "it is said that nobody can tell",
              LIMIT,
              () -> !commands.outcomes(command.id()).isEmpty());
          reader.close();
          assertThat(commands.awaitLast(command.id(), LIMIT).result())
              .isEqualTo(Outcome.Result.APPLIED);
        }
      }
    }
    assertThat(commands.outcomes(command.id()))
        .extracting(Outcome::result)
        .containsExactly(Outcome.Result.UNKNOWN, Outcome.Result.APPLIED);
    assertOneStory(command, "in_effect", 1);
  }

  @Test
  void pausedUntilAnotherHasTakenItsLanesItBeginsNothingWhenItGoesOn() throws Exception {
    database.table("zombie");
    Command command = database.command("zombie1", "zombie", 1, Map.of());
    try (ChildJvm first = start("a", KillPoint.AFTER_INTENT)) {
      commands.grant(command);
      first.awaitLine("at " + KillPoint.AFTER_INTENT, 120);
      first.signal("STOP");
      try (ChildJvm second = start("b", KillPoint.NOWHERE)) {
        assertThat(commands.awaitLast(command.id(), LIMIT).result())
            .isEqualTo(Outcome.Result.APPLIED);
        first.signal("CONT");
        first.go();
        first.awaitLine("result ", 120);
      }
    }
    assertOneStory(command, "zombie", 1);
  }

  private ChildJvm start(String instance, KillPoint point) throws InterruptedException {
    return ActuatorProcess.start(broker.bootstrap(), database.targetsFile(), instance, point);
  }

  private void assertOneStory(Command command, String table, int effects) throws Exception {
    assertThat(database.effects(table))
        .as("effects in the database's own record")
        .isEqualTo(effects);
    assertThat(database.invalid(table)).as("invalid leftovers").isZero();
    assertThat(commands.intents(command.id())).hasSize(1);
    assertThat(commands.outcomes(command.id()).stream().filter(outcome -> outcome.result().last()))
        .hasSize(1);
  }
}
