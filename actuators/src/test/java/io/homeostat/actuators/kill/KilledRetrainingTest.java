package io.homeostat.actuators.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.actuators.action.Commands;
import io.homeostat.actuators.kafka.ChildJvm;
import io.homeostat.actuators.kafka.SharedBroker;
import io.homeostat.actuators.kafka.TestBroker;
import io.homeostat.actuators.retraining.ModelRetraining;
import io.homeostat.actuators.retraining.TestTrainer;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class KilledRetrainingTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final long LASTS_MILLIS = 900_000;

  private final TestBroker broker;
  private final Commands commands;
  private final TestTrainer trainer = new TestTrainer();
  private final Path folder;

  KilledRetrainingTest(TestBroker broker, @TempDir Path folder) {
    this.broker = broker;
    this.commands = new Commands(broker);
    this.folder = folder;
  }

  @BeforeEach
  void list() throws Exception {
    Files.writeString(folder.resolve("retrain.secret"), "a secret of this test\n");
    Files.writeString(
        folder.resolve("targets.yaml"),
        """
        pipelines:
          - model: model:test/ranker
            kind: webhook
            url: %s
            roles: {actuator: {secretFile: retrain.secret}}
        """
            .formatted(trainer.url()));
  }

  @AfterEach
  void stop() {
    commands.close();
    trainer.close();
  }

  @Test
  void killedOnceTheRunIsMadeItIsFoundAndNotAskedForAgain() throws Exception {
    Outcome outcome = outcomeAfterKill("made", KillPoint.AFTER_EFFECT);
    assertThat(outcome.result()).isEqualTo(Outcome.Result.APPLIED);
    assertThat(outcome.details()).containsEntry("run", "run-1").containsEntry("recovered", "true");
    assertThat(trainer.runs()).containsExactly("run-1");
  }

  @Test
  void killedBeforeItHasAskedItIsNeverBegun() throws Exception {
    Outcome outcome = outcomeAfterKill("unasked", KillPoint.AFTER_INTENT);
    assertThat(outcome.result()).isEqualTo(Outcome.Result.REFUSED);
    assertThat(outcome.reason()).contains("never begun");
    assertThat(trainer.runs()).isEmpty();
  }

  private Outcome outcomeAfterKill(String name, KillPoint point) throws Exception {
    Command command = command("retrain-" + name, name);
    try (ChildJvm first = start(point)) {
      commands.grant(command);
      first.awaitLine("at " + point, 120);
      first.kill();
    }
    try (ChildJvm second = start(KillPoint.NOWHERE)) {
      Outcome outcome = commands.awaitLast(command.id(), LIMIT);
      List<Outcome> last =
          commands.outcomes(command.id()).stream().filter(one -> one.result().last()).toList();
      assertThat(last).containsExactly(outcome);
      assertThat(commands.intents(command.id())).hasSize(1);
      return outcome;
    }
  }

  private ChildJvm start(KillPoint point) throws InterruptedException {
    return ActuatorProcess.start(
        broker.bootstrap(), folder.resolve("targets.yaml"), "0", point, ModelRetraining.ACTION);
  }

  private static Command command(String id, String version) {
    long now = System.currentTimeMillis();
    return new Command(
        id,
        "proposal-" + id,
        "incident-" + id,
        "rag",
        EntityId.of("model", "test", "ranker", version),
        ModelRetraining.ACTION,
        new TreeMap<>(
            Map.of(
                "signal_id", "signal-1",
                "signal_kind", "data-drift",
                "signal_entity", "pg-table:test/rag/public.features",
                "signal_began", Instant.ofEpochMilli(now - LASTS_MILLIS).toString(),
                "timeout", "1s")),
        "plan",
        1,
        now,
        LASTS_MILLIS,
        now,
        now + LASTS_MILLIS,
        LASTS_MILLIS,
        "rules");
  }
}
