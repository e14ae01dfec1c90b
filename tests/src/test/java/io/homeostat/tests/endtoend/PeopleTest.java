package io.homeostat.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * People in the loop of the packaged product, in one house and one fault: a plan is denied and
 * nothing is done; planned anew under new rules, it is approved in the moment in which everything
 * is stopped, and killed; started again it stays stopped; in the end one rebuild heals.
 */
@Timeout(value = 25, unit = TimeUnit.MINUTES)
class PeopleTest {
  private static final Duration LIMIT = Duration.ofMinutes(6);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path RULES = Path.of("target", "worlds", "people-rules").toAbsolutePath();
  private static final Path DEMO_RULES = Path.of("..", "demo", "rules").toAbsolutePath();

  @Test
  void peopleDenyApproveStopAndStartAndExactlyOneRebuildHeals() throws Exception {
    rulesThatAskPeople();
    try (House house = House.start("people", "--rules", RULES.toString())) {
      house.verb("demo", "index-bloat");

      String first = awaitState(house, "awaiting");
      assertThat(house.verb("actions", "show", first)).contains("Waits for one person's approval");
      deny(house, first);

      changeTheRules();
      String second = awaitState(house, "awaiting");
      assertThat(house.rebuilds()).as("nobody has approved anything").isEmpty();
      refused(house, "It was for the plan with hash", "approve", second, "--plan", "0badc0de0bad");

      long stopped = approveAndStopAtOnce(house, second);
      house.killEverything();
      house.startAgain("--rules", RULES.toString());
      assertThat(house.verb("status")).contains("ON since");
      awaitTheEndOfWhatWasBegun(house);
      nothingBeganAfter(house, stopped);

      house.verb("start", "--reason", "it goes on");
      String last = approveUntilHealed(house);
      assertThat(house.rebuilds()).as("the world's own record of rebuilds").hasSize(1);
      refused(house, "It does not wait", "approve", last);
      refused(house, "has no undo", "undo", last, "--reason", "to see");
    }
  }

  private static void rulesThatAskPeople() throws IOException {
    Files.createDirectories(RULES);
    try (Stream<Path> files = Files.list(DEMO_RULES)) {
      for (Path file : files.toList()) {
        String text =
            Files.readString(file).replace("mode: auto", "mode: approve\n    approvalTime: 30m");
        Files.writeString(RULES.resolve(file.getFileName()), text);
      }
    }
  }

  /** A comment makes other rules: what was settled under the old ones is planned anew. */
  private static void changeTheRules() throws IOException {
    try (Stream<Path> files = Files.list(RULES)) {
      Path any = files.sorted().findFirst().orElseThrow();
      Files.writeString(any, Files.readString(any) + "\n# looked at again\n");
    }
  }

  private static void deny(House house, String action) throws Exception {
    house.verb("actions", "deny", action, "--reason", "not during the sale");
    String incident = action(house, action).get("incidentId").asText();
    await("the incident says that it was denied")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> house.verb("incidents", "show", incident).contains("not during the sale"));
    house.verb("incidents", "ack", incident);
    house.verb("incidents", "note", incident, "looked at by hand");
    await("the remarks stand in the timeline")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> house.verb("incidents", "show", incident).contains("looked at by hand"));
    assertThat(action(house, action).get("state").asText()).isEqualTo("DENIED");
    refused(house, "it was denied by", "approve", action);
    assertThat(house.rebuilds()).isEmpty();
  }

  /** When the log had taken the stop, at the latest. */
  private static long approveAndStopAtOnce(House house, String action) throws Exception {
    house.verb("actions", "approve", action, "--reason", "looked at it");
    house.verb("stop", "--reason", "hold everything");
    await("the console knows of the stop")
        .atMost(LIMIT)
        .until(() -> house.console("/api/v1/status").get("stopped").asBoolean());
    return house.console("/api/v1/status").get("stopMillis").asLong();
  }

  /** What was begun before the stop comes to its end; else the gate that is shut says so. */
  private static void awaitTheEndOfWhatWasBegun(House house) {
    await("the loop goes on, and the stop is in force")
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .until(
            () -> {
              for (JsonNode action : house.console("/api/v1/actions").get("actions")) {
                boolean shut = action.get("reason").asText().contains("gate stop");
                if (shut || action.get("state").asText().equals("VERIFIED")) {
                  return true;
                }
              }
              return false;
            });
  }

  private static void nothingBeganAfter(House house, long stopMillis) throws Exception {
    for (JsonNode summary : house.console("/api/v1/actions").get("actions")) {
      JsonNode action = action(house, summary.get("id").asText());
      for (JsonNode intent : action.get("intents")) {
        assertThat(intent.get("timeMillis").asLong()).isLessThanOrEqualTo(stopMillis + 2_000);
      }
      for (JsonNode outcome : action.get("outcomes")) {
        if (outcome.get("result").asText().equals("APPLIED")) {
          assertThat(outcome.get("beganMillis").asLong()).isLessThanOrEqualTo(stopMillis + 2_000);
        }
      }
    }
    assertThat(house.rebuilds().size()).isLessThanOrEqualTo(1);
  }

  /** Whatever still waits is approved, until the incident is healed; the action that healed it. */
  private static String approveUntilHealed(House house) {
    List<String> healed = new ArrayList<>();
    await("the incident is healed")
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .until(
            () -> {
              for (JsonNode action : house.console("/api/v1/actions").get("actions")) {
                String id = action.get("id").asText();
                if (action.get("state").asText().equals("AWAITING")) {
                  house.verb("actions", "approve", id);
                } else if (action.get("state").asText().equals("VERIFIED")) {
                  healed.add(id);
                  return true;
                }
              }
              return false;
            });
    return healed.get(0);
  }

  private static String awaitState(House house, String state) {
    List<String> found = new ArrayList<>();
    await("an action that is " + state)
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .until(
            () -> {
              String listed = house.verb("actions", "list", "--state", state, "--output", "json");
              JSON.readTree(listed).forEach(action -> found.add(action.get("id").asText()));
              return !found.isEmpty();
            });
    return found.get(0);
  }

  private static JsonNode action(House house, String id) throws Exception {
    return house.console("/api/v1/actions/" + id);
  }

  private static void refused(House house, String why, String... words) {
    List<String> line = new ArrayList<>(List.of("actions"));
    line.addAll(List.of(words));
    assertThatThrownBy(() -> house.verb(line.toArray(String[]::new)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(why);
  }
}
