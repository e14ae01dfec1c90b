package io.homeostat.actuators.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.actuators.action.Commands;
import io.homeostat.actuators.kafka.ChildJvm;
import io.homeostat.actuators.kafka.SharedBroker;
import io.homeostat.actuators.kafka.TestBroker;
import io.homeostat.actuators.kubernetes.DeploymentScale;
import io.homeostat.actuators.kubernetes.TestCluster;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(SharedBroker.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class KilledScaleTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final TestBroker broker;
  private final Commands commands;
  private final TestCluster cluster;

  KilledScaleTest(TestBroker broker, @TempDir Path folder) {
    this.broker = broker;
    this.commands = new Commands(broker);
    this.cluster = TestCluster.start(folder);
  }

  @AfterAll
  void stop() {
    commands.close();
    cluster.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"BEFORE_INTENT", "AFTER_INTENT", "AFTER_MARKER", "AFTER_EFFECT"})
  void killedThereItHasOneEffectAndATrueOutcome(KillPoint point) throws Exception {
    String name = point.name().toLowerCase(Locale.ROOT).replace('_', '-');
    cluster.deployment(name, 2);
    Command command = cluster.command("scale-" + name, name, 1, Map.of("by", "2"));
    try (ChildJvm first = start("0", point)) {
      commands.grant(command);
      first.awaitLine("at " + point, 120);
      first.kill();
    }
    try (ChildJvm second = start("0", KillPoint.NOWHERE)) {
      assertThat(commands.awaitLast(command.id(), LIMIT).result())
          .isEqualTo(Outcome.Result.APPLIED);
    }
    assertOneStory(command, name);
  }

  @Test
  void pausedRightBeforeTheWriteUntilAnotherHasDoneItItWritesNothingWhenItGoesOn()
      throws Exception {
    cluster.deployment("zombie", 2);
    Command command = cluster.command("scale-zombie", "zombie", 1, Map.of("by", "2"));
    try (ChildJvm first = start("a", KillPoint.AFTER_MARKER)) {
      commands.grant(command);
      first.awaitLine("at " + KillPoint.AFTER_MARKER, 120);
      first.signal("STOP");
      try (ChildJvm second = start("b", KillPoint.NOWHERE)) {
        assertThat(commands.awaitLast(command.id(), LIMIT).result())
            .isEqualTo(Outcome.Result.APPLIED);
        first.signal("CONT");
        first.go();
        first.awaitLine("result ", 120);
      }
    }
    assertOneStory(command, "zombie");
  }

  private ChildJvm start(String instance, KillPoint point) throws InterruptedException {
    return ActuatorProcess.start(
        broker.bootstrap(), cluster.targetsFile(), instance, point, DeploymentScale.ACTION);
  }

  private void assertOneStory(Command command, String name) {
    assertThat(cluster.changes(name)).containsExactly(name + " 2 to 4");
    assertThat(commands.intents(command.id())).hasSize(1);
    assertThat(commands.outcomes(command.id()).stream().filter(outcome -> outcome.result().last()))
        .hasSize(1);
  }
}
