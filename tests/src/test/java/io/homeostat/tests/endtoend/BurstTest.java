package io.homeostat.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * What the day brings, on the packaged product: noise that needs nothing, then a burst of traffic
 * that needs more replicas, and that passes. Both on one world, one after the other.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class BurstTest {
  private static final Duration LIMIT = Duration.ofMinutes(6);
  private static House house;

  @BeforeAll
  static void start() throws Exception {
    house = House.start("burst", "--set", "demo.burst.seconds=1800");
  }

  @AfterAll
  static void stop() throws Exception {
    house.close();
  }

  @Test
  @Order(1)
  void noiseIsLeftAloneForItsWholeCourse() throws Exception {
    house.verb("demo", "noise");
    until("the release is deployed", () -> house.demo("/git").get("commits").size() == 2);
    until("the noise is over", () -> house.fault("noise").get("state").asText().equals("ended"));
    until("no incident is open", () -> incidents().stream().allMatch(BurstTest::resolved));
    for (JsonNode incident : incidents()) {
      assertThat(file(incident).get("proposals")).isEmpty();
      assertThat(file(incident).get("commands")).isEmpty();
    }
    assertThat(house.fault("noise").get("newestRun").get("outcome").asText())
        .isEqualTo("completed");
    assertThat(house.demo("/deployment").get("changes")).hasSize(1);
    assertThat(house.rebuilds()).isEmpty();
    JsonNode git = house.demo("/git");
    assertThat(git.get("commits")).as("the first commit and the release").hasSize(2);
    assertThat(git.get("application").get("history")).as("deployments").hasSize(2);
    assertThat(house.demo("/pages")).as("pages").isEmpty();
  }

  @Test
  @Order(2)
  void aBurstIsAnsweredOnceThoughTheActuatorsAreKilledMeanwhileAndTheReplicasComeBackAfterIt()
      throws Exception {
    house.demoPost("/deployment/hold");
    house.verb("demo", "burst");
    until(
        "the scaling is done and nobody was told",
        () -> house.demo("/deployment").get("heldAnswers").asInt() > 0);
    house.process("actuators").destroyForcibly();
    house.demoPost("/deployment/release");
    String incident = awaitVerified(1).get("incident").get("id").asText();
    assertThat(replicas()).containsExactly(2, 4);

    house.verb("demo", "reset");
    JsonNode file = awaitVerified(2);
    until(
        "the incident is healed",
        () ->
            house
                .console("/api/v1/incidents/" + incident)
                .get("incident")
                .get("state")
                .asText()
                .equals("HEALED"));
    assertOneEffectEach(file);
    assertThat(house.output()).containsPattern("actuators\\s+was ended by signal 9");
    assertThat(house.demo("/state").get("retriever").get("replicas").asInt()).isEqualTo(2);
  }

  /** The newest action is undone by a person: verified like any action, and not done again. */
  @Test
  @Order(3)
  void whatAPersonUndoesIsUndoneAndStaysSo() throws Exception {
    String newest = house.console("/api/v1/actions").get("actions").get(0).get("id").asText();
    house.verb("actions", "undo", newest, "--reason", "more users are about to come");
    until(
        "the undo is verified",
        () -> {
          JsonNode action = house.console("/api/v1/actions").get("actions").get(0);
          return !action.get("id").asText().equals(newest)
              && action.get("state").asText().equals("VERIFIED");
        });
    assertThat(replicas()).containsExactly(2, 4, 2, 4);
    assertThat(house.verb("targets", "list")).contains("its last action was undone");
  }

  /** The world's own record: each change by the actuator, each once, each under its command. */
  private static void assertOneEffectEach(JsonNode file) throws Exception {
    JsonNode changes = house.demo("/deployment").get("changes");
    assertThat(replicas()).containsExactly(2, 4, 2);
    assertThat(changes.get(1).get("by").asText()).isEqualTo("homeostat-actuator");
    assertThat(changes.get(2).get("by").asText()).isEqualTo("homeostat-actuator");
    List<String> commands = new ArrayList<>();
    for (JsonNode command : file.get("commands")) {
      commands.add(command.get("id").asText());
    }
    List<String> effects = new ArrayList<>();
    for (String effect : changes.get(2).get("effects").asText().split(" ", -1)) {
      effects.add(effect.substring(0, effect.indexOf(':')));
    }
    assertThat(commands).hasSize(2).containsExactlyInAnyOrderElementsOf(effects);
    List<String> last = new ArrayList<>();
    for (JsonNode outcome : file.get("outcomes")) {
      if (!outcome.get("result").asText().equals("UNKNOWN")) {
        last.add(outcome.get("action").asText() + " " + outcome.get("result").asText());
      }
    }
    assertThat(last).containsExactly("deployment.scale APPLIED", "deployment.scale APPLIED");
  }

  private static List<Integer> replicas() throws Exception {
    List<Integer> replicas = new ArrayList<>();
    for (JsonNode change : house.demo("/deployment").get("changes")) {
      replicas.add(change.get("replicasAfter").asInt());
    }
    return replicas;
  }

  /** Waits for the incident that has so many verified actions. */
  private static JsonNode awaitVerified(int count) {
    AtomicReference<JsonNode> found = new AtomicReference<>();
    until(
        count + " verified actions",
        () -> {
          for (JsonNode incident : incidents()) {
            JsonNode file = file(incident);
            int verified = 0;
            for (JsonNode verdict : file.get("verdicts")) {
              verified += verdict.get("result").asText().equals("VERIFIED") ? 1 : 0;
            }
            if (verified == count) {
              found.set(file);
              return true;
            }
          }
          return false;
        });
    return found.get();
  }

  private static boolean resolved(JsonNode incident) {
    return incident.get("state").asText().equals("RESOLVED");
  }

  private static List<JsonNode> incidents() throws Exception {
    List<JsonNode> incidents = new ArrayList<>();
    house.console("/api/v1/incidents").get("incidents").forEach(incidents::add);
    return incidents;
  }

  private static JsonNode file(JsonNode incident) throws Exception {
    return house.console("/api/v1/incidents/" + incident.get("id").asText());
  }

  private static void until(String what, java.util.concurrent.Callable<Boolean> condition) {
    await(what)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .until(condition);
  }
}
