package io.homeostat.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A configuration that breaks the retriever is deployed: it is taken back in Git, once, though the
 * actuators' process is killed while the server has their push in its hands.
 */
@Timeout(value = 12, unit = TimeUnit.MINUTES)
class BadDeployTest {
  private static final Duration LIMIT = Duration.ofMinutes(6);

  @Test
  void aBadDeploymentIsTakenBackByExactlyOneCommitThoughItsActuatorIsKilled() throws Exception {
    try (House house = House.start("bad-deploy")) {
      String good = house.demo("/git").get("commits").get(0).get("revision").asText();
      house.demoPost("/git/hold");
      house.verb("demo", "bad-deploy");
      awaitPush(house);
      String bad = house.demo("/git").get("commits").get(0).get("revision").asText();
      assertThat(bad).as("nothing of the push is taken yet").isNotEqualTo(good);
      house.process("actuators").destroyForcibly();
      house.demoPost("/git/release");

      JsonNode file = awaitHealed(house);

      assertThat(house.output()).containsPattern("actuators\\s+was ended by signal 9");
      assertTakenBackOnce(house, file, good, bad);
      assertTold(file, good, bad);
      IncidentPage.walk(house.address("console"), file.get("incident").get("id").asText());
      undoneStaysUndone(house, bad);
    }
  }

  /** A person wants the deployment in spite of all: it comes back, and is not taken again. */
  private static void undoneStaysUndone(House house, String bad) throws Exception {
    String done = house.console("/api/v1/actions").get("actions").get(0).get("id").asText();
    house.verb("actions", "undo", done, "--reason", "it is wanted in spite of that");
    await("the bad content is deployed again")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              JsonNode history = house.demo("/git").get("application").get("history");
              return history.size() == 4
                  && history.get(3).get("content").equals(history.get(1).get("content"));
            });
    await("what fails again is planned for, and refused")
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> newestAction(house).get("reason").asText().contains("paused"));
    JsonNode git = house.demo("/git");
    assertThat(git.get("commits")).hasSize(4);
    assertThat(git.get("holds").asText()).doesNotContain(bad);
  }

  private static JsonNode newestAction(House house) throws Exception {
    return house.console("/api/v1/actions").get("actions").get(0);
  }

  /** The middle of the effect: the server has all of the push, and has taken nothing of it. */
  private static void awaitPush(House house) {
    await("a push that is held up")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> house.demo("/git").get("pushes").get("waiting").asInt() == 1);
  }

  private static JsonNode awaitHealed(House house) {
    AtomicReference<JsonNode> found = new AtomicReference<>();
    await("an incident that is healed")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(250))
        .ignoreExceptions()
        .until(
            () -> {
              for (JsonNode incident : house.console("/api/v1/incidents").get("incidents")) {
                if (incident.get("state").asText().equals("HEALED")) {
                  found.set(house.console("/api/v1/incidents/" + incident.get("id").asText()));
                  return true;
                }
              }
              return false;
            });
    return found.get();
  }

  private static void assertTakenBackOnce(House house, JsonNode file, String good, String bad)
      throws Exception {
    JsonNode outcome = last(file, "outcomes");
    assertThat(outcome.get("result").asText()).isEqualTo("APPLIED");
    JsonNode git = house.demo("/git");
    List<String> revisions = new ArrayList<>();
    List<String> reverts = new ArrayList<>();
    for (JsonNode commit : git.get("commits")) {
      revisions.add(commit.get("revision").asText());
      if (commit.get("message").asText().contains("Homeostat-Command: ")) {
        reverts.add(commit.get("message").asText());
      }
    }
    String head = revisions.get(0);
    assertThat(revisions).as("the repository's own history").containsExactly(head, bad, good);
    assertThat(reverts)
        .singleElement()
        .asString()
        .contains("Reverts: " + bad)
        .contains("Homeostat-Command: " + outcome.get("commandId").asText() + "\n");
    assertThat(outcome.get("details").get("commit").asText()).isEqualTo(head);
    assertThat(git.get("holds").asText()).contains("revision: " + bad);
    JsonNode history = git.get("application").get("history");
    JsonNode deployed = history.get(history.size() - 1);
    assertThat(deployed.get("revision").asText()).isEqualTo(head);
    assertThat(deployed.get("content").asText())
        .as("what was deployed in the beginning")
        .isEqualTo(history.get(0).get("content").asText());
    assertThat(git.get("holds").asText())
        .contains("content: " + history.get(1).get("content").asText());
  }

  private static void assertTold(JsonNode file, String good, String bad) {
    JsonNode suspect = file.get("incident").get("suspects").get(0);
    assertThat(suspect.get("entity").asText()).isEqualTo("deployment:demo/rag/retriever");
    assertThat(suspect.get("reason").asText())
        .contains(good.substring(0, 7) + " → " + bad.substring(0, 7));
    JsonNode verdict = last(file, "verdicts");
    assertThat(verdict.get("result").asText()).isEqualTo("VERIFIED");
    JsonNode ratio = verdict.get("plots").get(0);
    assertThat(ratio.get("before").asDouble()).isGreaterThan(0.1);
    assertThat(ratio.get("after").asDouble()).isLessThan(0.2 * ratio.get("before").asDouble());
  }

  private static JsonNode last(JsonNode file, String list) {
    return file.get(list).get(file.get(list).size() - 1);
  }
}
