package io.homeostat.actuators.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.actuators.action.Actuator.Preparation;
import io.homeostat.actuators.action.Actuator.Recovery;
import io.homeostat.actuators.action.Result;
import io.homeostat.actuators.kafka.Await;
import io.homeostat.core.model.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedDatabase.class)
class BrokenRebuildTest {
  private final TestDatabase database;
  private final Hands hands;

  BrokenRebuildTest(TestDatabase database) {
    this.database = database;
    this.hands = new Hands(database);
  }

  @Test
  void aLongTransactionMakesItFailByNameAndTheLeftoverIsClearedAtTheLatestByTheNextRebuild()
      throws Exception {
    database.table("blocked");
    Map<String, String> hurried = Map.of("lock_timeout", "700ms");
    Result result;
    try (AutoCloseable reader = database.openTransaction("blocked")) {
      result = hands.carryOut(database.command("blocked1", "blocked", 1, hurried));
    }

    assertThat(result).isInstanceOf(Result.Failed.class);
    assertThat(result.reason()).contains("lock timeout").contains("long-reader");
    assertThat(database.effects("blocked")).isZero();
    Result next = hands.carryOut(database.command("blocked2", "blocked", 2, hurried));
    assertThat(next).isInstanceOf(Result.Applied.class);
    assertThat(database.effects("blocked")).isEqualTo(1);
    assertThat(database.invalid("blocked")).isZero();
  }

  @Test
  void itDoesNotBeginBehindAnOldTransactionOrBesideAnotherIndexBuild() throws Exception {
    database.table("busy");
    try (AutoCloseable reader = database.openTransaction("busy");
        Connection other = database.connect();
        Statement statement = other.createStatement()) {
      Await.until(
          "the transaction is old enough",
          Duration.ofMinutes(1),
          () -> database.ageMillis("long-reader") > 100);
      assertThat(hands.refusal("busy1", "busy", Map.of("max_transaction_age", "50ms")))
          .contains("long-reader");
      CompletableFuture<Void> build =
          CompletableFuture.runAsync(
              () -> run(statement, "CREATE INDEX CONCURRENTLY busy_title ON busy (title)"));
      hands.awaitRebuild("busy");
      assertThat(hands.refusal("busy2", "busy", Map.of())).contains("is building an index");
      reader.close();
      build.join();
    }
    assertThat(hands.carryOut(database.command("busy3", "busy", 1, Map.of())))
        .isInstanceOf(Result.Applied.class);
  }

  @Test
  void anIndexThatIsGoneAfterACrashIsSaidToBeGone() throws Exception {
    database.table("gone");
    Command command = database.command("gone1", "gone", 1, Map.of());
    Preparation.Ready ready = (Preparation.Ready) hands.actuator().prepare(command, Hands.UNHEARD);
    try (var grip = ready.grip()) {
      assertThatThrownBy(
              () ->
                  grip.apply(
                      () -> {
                        throw new IllegalStateException("a crash");
                      },
                      Hands.UNHEARD))
          .hasMessage("a crash");
    }
    database.run("DROP INDEX gone_idx");

    assertThat(hands.actuator().recover(command, Hands.UNHEARD))
        .isInstanceOfSatisfying(
            Recovery.Ended.class,
            ended -> {
              assertThat(ended.result()).isInstanceOf(Result.Failed.class);
              assertThat(ended.result().reason()).contains("the index is gone");
            });
  }

  @Test
  void atItsTimeLimitItIsBrokenOffAndCleared() throws Exception {
    database.table("slow");
    database.table("unrelated");
    Map<String, String> hurried =
        Map.of("statement_timeout", "1s", "lock_timeout", "2m", "max_leaf_density", "60");
    Result result;
    try (AutoCloseable reader = database.openTransaction("unrelated")) {
      result = hands.carryOut(database.command("slow1", "slow", 1, hurried));

      assertThat(result).isInstanceOf(Result.Failed.class);
      assertThat(result.reason()).contains("statement timeout");
      assertThat(database.invalid("slow")).isZero();
    }
    assertThat(database.effects("slow")).isZero();
  }

  @Test
  void whenTheServerEndsItsSessionInTheMiddleTheTargetIsReadAndTheLeftoverCleared()
      throws Exception {
    database.table("cut");
    Command command = database.command("cut1", "cut", 1, Map.of("lock_timeout", "2m"));
    CompletableFuture<Result> running;
    try (AutoCloseable reader = database.openTransaction("cut")) {
      running = CompletableFuture.supplyAsync(() -> hands.carryOut(command));
      hands.awaitRebuild("cut");
      database.run(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'homeostat-actuator cut1'");
      assertThat(running.join()).isInstanceOf(Result.Unknown.class);
    }

    assertThat(database.invalid("cut")).isEqualTo(1);
    assertThat(hands.actuator().recover(command, Hands.UNHEARD))
        .isInstanceOfSatisfying(
            Recovery.Ended.class,
            ended -> assertThat(ended.result()).isInstanceOf(Result.Failed.class));
    assertThat(database.invalid("cut")).isZero();
    assertThat(database.effects("cut")).isZero();
  }

  @Test
  void recoveryWaitsForASessionThatIsStillAtWork() throws Exception {
    database.table("atwork");
    Command command = database.command("atwork1", "atwork", 1, Map.of("lock_timeout", "2m"));
    CompletableFuture<Result> running;
    try (AutoCloseable reader = database.openTransaction("atwork")) {
      running = CompletableFuture.supplyAsync(() -> hands.carryOut(command));
      hands.awaitRebuild("atwork");
      assertThat(hands.actuator().recover(command, Hands.UNHEARD))
          .isInstanceOfSatisfying(
              Recovery.NotYet.class,
              notYet -> assertThat(notYet.reason()).contains("still at work"));
    }
    assertThat(running.join()).isInstanceOf(Result.Applied.class);
    assertThat(hands.actuator().recover(command, Hands.UNHEARD))
        .isInstanceOfSatisfying(
            Recovery.Ended.class,
            ended -> assertThat(ended.result()).isInstanceOf(Result.Applied.class));
    assertThat(database.effects("atwork")).isEqualTo(1);
  }

  @Test
  void aPausedActuatorWhoseCommandWasRecoveredCanNoLongerBegin() throws Exception {
    database.table("paused");
    Command command = database.command("paused1", "paused", 1, Map.of());
    Preparation.Ready ready = (Preparation.Ready) hands.actuator().prepare(command, Hands.UNHEARD);
    try (var grip = ready.grip()) {
      assertThat(hands.actuator().recover(command, Hands.UNHEARD))
          .isInstanceOf(Recovery.NeverBegun.class);

      assertThat(grip.apply(Hands.GRANTED, Hands.UNHEARD)).isInstanceOf(Result.Unknown.class);
    }
    assertThat(database.effects("paused")).isZero();
  }

  @Test
  void aLeftoverIsKnownByItsCutNameToo() throws Exception {
    String table = "long_é" + "n".repeat(52);
    database.table(table);
    Map<String, String> hurried = Map.of("lock_timeout", "300ms");
    try (AutoCloseable reader = database.openTransaction(table)) {
      hands.carryOut(database.command("cutname1", table, 1, hurried));
      assertThat(database.invalid(table)).isEqualTo(1);
    }
    assertThat(hands.carryOut(database.command("cutname2", table, 2, hurried)))
        .isInstanceOf(Result.Applied.class);
    assertThat(database.invalid(table)).isZero();
    assertThat(Leftovers.belongs("orders_idx_ccnew1", "orders_idx")).isTrue();
    assertThat(Leftovers.belongs("orders_idx2_ccnew", "orders_idx")).isFalse();
    assertThat(Leftovers.belongs("orders_idx", "orders_idx")).isFalse();
  }

  @Test
  void aDatabaseThatCannotBeReachedIsRefusedAndNotRecovered() throws Exception {
    Path file = database.targetsFile().resolveSibling("unreachable.yaml");
    Files.writeString(
        file, Files.readString(database.targetsFile()).replaceAll("port: .*", "port: 1"));
    IndexRebuild actuator = IndexRebuild.of(file);
    Command command = database.command("nowhere1", "nowhere", 1, Map.of());

    assertThat(hands.carryOut(actuator, command)).isInstanceOf(Result.Refused.class);
    assertThat(actuator.recover(command, Hands.UNHEARD)).isInstanceOf(Recovery.NotYet.class);
  }

  private static void run(Statement statement, String sql) {
    try {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
