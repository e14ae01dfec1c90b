package io.homeostat.actuators.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.mockwebserver.http.MockResponse;
import io.homeostat.actuators.action.Actuator.Preparation;
import io.homeostat.actuators.action.Actuator.Recovery;
import io.homeostat.actuators.action.Notes;
import io.homeostat.actuators.action.Permit;
import io.homeostat.actuators.action.Result;
import io.homeostat.core.model.Command;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DeploymentScaleTest {
  private static final Notes UNHEARD = text -> {};
  private static final Permit GRANTED = Optional::empty;
  private static final Map<String, String> TWO_MORE = Map.of("by", "2");

  private final TestCluster cluster;
  private final DeploymentScale actuator;

  DeploymentScaleTest(@TempDir Path folder) {
    cluster = TestCluster.start(folder);
    actuator = new DeploymentScale(cluster.targetsFile());
  }

  @BeforeEach
  void deploy() {
    cluster.deployment("web", 2);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void replicasAreAddedOnceWithTheCommandsTraceBesideThem() {
    Result result = carryOut(cluster.command("up", "web", 7, TWO_MORE));
    assertThat(result).isInstanceOf(Result.Applied.class);
    assertThat(result.details())
        .containsEntry("replicasBefore", "2")
        .containsEntry("replicasAfter", "4")
        .containsEntry("generationAfter", "2");
    assertThat(cluster.changes("web")).containsExactly("web 2 to 4");
    assertThat(annotation(Trace.ANNOTATION)).isEqualTo("up:7:2:4");
  }

  @Test
  void whatTheOutcomeTellsUndoesItUnlessSomeoneHasChangedItSince() {
    Result done = carryOut(cluster.command("up", "web", 7, TWO_MORE));
    cluster.ready("web", 4);
    Map<String, String> undo = new TreeMap<>();
    done.details()
        .forEach(
            (name, value) -> {
              if (name.startsWith("undo.") && !name.equals("undo.action")) {
                undo.put(name.substring("undo.".length()), value);
              }
            });
    assertThat(done.details()).containsEntry("undo.action", DeploymentScale.ACTION);
    Result undone = carryOut(cluster.command("undo", "web", 8, undo));
    assertThat(undone).isInstanceOf(Result.Applied.class);
    assertThat(cluster.changes("web")).containsExactly("web 2 to 4", "web 4 to 2");

    cluster.edit("web", web -> replicas(web, 5));
    cluster.ready("web", 5);
    assertRefused(cluster.command("late", "web", 9, undo), "it has 5 replicas, and the plan saw 4");
  }

  @Test
  void theSameCommandAgainChangesNothing() {
    Command command = cluster.command("up", "web", 7, TWO_MORE);
    carryOut(command);
    assertThat(carryOut(command)).isInstanceOf(Result.AlreadyTrue.class);
    assertThat(cluster.changes("web")).hasSize(1);
  }

  @Test
  void whatSomeoneElseHasDoneAlreadyIsLeftAsItIs() {
    Command command = cluster.command("up", "web", 7, TWO_MORE);
    cluster.edit("web", web -> replicas(web, 4));
    assertThat(carryOut(command))
        .isInstanceOf(Result.AlreadyTrue.class)
        .extracting(Result::reason)
        .asString()
        .contains("not by this command");
  }

  @Test
  void anotherNumberOfReplicasThanThePlanSawIsRefused() {
    Command command = cluster.command("up", "web", 7, TWO_MORE);
    cluster.edit("web", web -> replicas(web, 3));
    assertRefused(command, "it has 3 replicas, and the plan saw 2");
  }

  @Test
  void anotherSpecificationThanThePlanSawIsRefused() {
    Command command = cluster.command("up", "web", 7, TWO_MORE);
    cluster.edit(
        "web",
        web -> {
          web.withObject("/spec").put("paused", true);
          return web;
        });
    cluster.ready("web", 2);
    assertRefused(command, "generation 2 after 1");
  }

  @Test
  void anotherObjectOfTheSameNameIsRefused() {
    Command command = cluster.command("up", "web", 7, TWO_MORE);
    cluster.delete("web");
    cluster.deployment("web", 2);
    assertRefused(command, "another object than the plan saw");
  }

  @Test
  void aGrantOlderThanOneThatTheObjectHasSeenIsRefused() {
    carryOut(cluster.command("newer", "web", 9, TWO_MORE));
    cluster.ready("web", 4);
    assertRefused(cluster.command("older", "web", 8, TWO_MORE), "fence 9 after 8");
  }

  @Test
  void noHealthyReplicaBelowTheFloorIsTaken() {
    cluster.edit("web", web -> replicas(web, 5));
    cluster.ready("web", 3);
    assertRefused(
        cluster.command("down", "web", 7, Map.of("to", "3")),
        "of 3 healthy replicas 1 might stay, fewer than 2");
    cluster.ready("web", 5);
    assertThat(carryOut(cluster.command("down", "web", 7, Map.of("to", "3"))))
        .isInstanceOf(Result.Applied.class);
  }

  @Test
  void itStaysWithinItsBounds() {
    cluster.edit("web", web -> replicas(web, 5));
    cluster.ready("web", 5);
    carryOut(cluster.command("up", "web", 7, TWO_MORE));
    cluster.ready("web", 6);
    assertThat(cluster.get("web").path("spec").path("replicas").asInt()).isEqualTo(6);
    assertRefused(cluster.command("more", "web", 8, TWO_MORE), "may have 2 to 6");
    assertRefused(cluster.command("all", "web", 8, Map.of("to", "1")), "'to' is 1: give 2 to 6");
  }

  @Test
  void aMissingOrUnknownParameterIsNamedWithItsRemedy() {
    assertRefused(
        cluster.command("none", "web", 7, Map.of()), "exactly one of the parameters 'by' and 'to'");
    assertRefused(
        cluster.command("odd", "web", 7, Map.of("by", "2", "bay", "2")), "'bay' is unknown");
    assertRefused(
        cluster.command("moved", "web", 7, Map.of("by", "2", "from", "2.5")),
        "changed while it was observed");
  }

  @Test
  void whatThePermitRefusesAtTheLastInstantIsNotBegun() {
    Result result =
        carryOut(
            cluster.command("up", "web", 7, TWO_MORE), () -> Optional.of("the stop switch is set"));
    assertThat(result).isEqualTo(new Result.Refused("the stop switch is set"));
    assertThat(cluster.changes("web")).isEmpty();
  }

  @Test
  void aChangeRightBeforeTheWriteIsLookedAtAgain() {
    Command command = cluster.command("up", "web", 7, TWO_MORE);
    cluster.beforePatch(() -> cluster.ready("web", 1));
    assertThat(carryOut(command)).isInstanceOf(Result.Applied.class);
    Command next = cluster.command("next", "web", 8, Map.of("to", "5"));
    cluster.ready("web", 4);
    cluster.beforePatch(() -> cluster.edit("web", web -> replicas(web, 3)));
    assertRefused(next, "it has 3 replicas, and the plan saw 4");
  }

  @Test
  void anAnswerThatNeverComesIsUnknownUntilTheObjectIsRead() {
    Command command = cluster.command("up", "web", 7, TWO_MORE);
    cluster.bend(TestCluster::late);
    assertThat(carryOut(command)).isInstanceOf(Result.Unknown.class);
    cluster.bend(answer -> answer);
    Result found = ended(actuator.recover(command, UNHEARD));
    assertThat(found).isInstanceOf(Result.Applied.class);
    assertThat(found.details()).containsEntry("replicasAfter", "4");
  }

  @Test
  void aServersErrorIsUnknownAndARefusalIsNot() {
    cluster.bend(answer -> new MockResponse().setResponseCode(500));
    assertThat(carryOut(cluster.command("up", "web", 7, TWO_MORE)))
        .isInstanceOf(Result.Unknown.class);
    cluster.bend(answer -> answer);
    cluster.reject(403);
    cluster.ready("web", 4);
    assertThat(carryOut(cluster.command("next", "web", 8, Map.of("by", "1"))))
        .isInstanceOf(Result.Failed.class);
  }

  @Test
  void whatWasNeverBegunCantBeBegunAnyMoreByWhoeverWasAboutTo() {
    Command command = cluster.command("up", "web", 7, TWO_MORE);
    Preparation.Ready paused = (Preparation.Ready) actuator.prepare(command, UNHEARD);
    try (var grip = paused.grip()) {
      Result late =
          grip.apply(
              () -> {
                assertThat(actuator.recover(command, UNHEARD))
                    .isInstanceOf(Recovery.NeverBegun.class);
                assertThat(carryOut(command)).isInstanceOf(Result.Applied.class);
                return Optional.empty();
              },
              UNHEARD);
      assertThat(late).isInstanceOf(Result.AlreadyTrue.class);
    }
    assertThat(cluster.changes("web")).containsExactly("web 2 to 4");
  }

  @Test
  void anUnreachableClusterIsRefusedBeforeAndNotYetKnownAfter() {
    Command command = cluster.command("up", "web", 7, TWO_MORE);
    cluster.close();
    assertThat(carryOut(command)).isInstanceOf(Result.Refused.class);
    assertThat(actuator.recover(command, UNHEARD)).isInstanceOf(Recovery.NotYet.class);
  }

  private Result carryOut(Command command) {
    return carryOut(command, GRANTED);
  }

  private Result carryOut(Command command, Permit permit) {
    Preparation preparation = actuator.prepare(command, UNHEARD);
    if (preparation instanceof Preparation.Ready ready) {
      try (var grip = ready.grip()) {
        return grip.apply(permit, UNHEARD);
      }
    }
    return ((Preparation.Ended) preparation).result();
  }

  private void assertRefused(Command command, String reason) {
    int before = cluster.changes("web").size();
    Result result = carryOut(command);
    assertThat(result).isInstanceOf(Result.Refused.class);
    assertThat(result.reason()).contains(reason);
    assertThat(cluster.changes("web").size() - before).isLessThanOrEqualTo(1);
    assertThat(annotation(Trace.ANNOTATION)).doesNotContain(command.id() + ":");
  }

  private String annotation(String name) {
    return cluster.get("web").path("metadata").path("annotations").path(name).asText();
  }

  private static Result ended(Recovery recovery) {
    return ((Recovery.Ended) recovery).result();
  }

  private static ObjectNode replicas(ObjectNode web, int count) {
    web.withObject("/spec").put("replicas", count);
    return web;
  }
}
