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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * People in the loop of the packaged product, in one house and one fault: a plan is denied and
 * nothing is done; planned anew under new rules, it is approved while everything is stopped, and
 * that is refused; killed and started again it stays stopped; in the end one rebuild heals.
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

      stop(house);
      refused(house, "refused by the gate stop", "approve", second, "--reason", "looked at it");
      Set<String> before = actions(house);
      house.killEverything();
      house.startAgain("--rules", RULES.toString());
      assertThat(house.verb("status")).contains("ON since");
      awaitAnotherRefusal(house, before);
      assertThat(house.rebuilds()).as("everything is stopped").isEmpty();

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
        String text = Files.readString(file).replace("mode: auto", "mode: approve");
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

  /** Nothing new is done from two seconds after the stop on: so long is waited, too. */
  private static void stop(House house) throws Exception {
    house.verb("stop", "--reason", "hold everything");
    await("the console knows of the stop")
        .atMost(LIMIT)
        .pollDelay(Duration.ofSeconds(2))
        .until(() -> house.console("/api/v1/status").get("stopped").asBoolean());
  }

  /** After a restart the loop goes on, and what it plans anew meets the gate that is still shut. */
  private static void awaitAnotherRefusal(House house, Set<String> before) {
    await("another plan is refused by the stop")
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .until(
            () -> {
              for (JsonNode action : house.console("/api/v1/actions").get("actions")) {
                if (!before.contains(action.get("id").asText())
                    && action.get("reason").asText().contains("Stopped by")) {
                  return true;
                }
              }
              return false;
            });
  }

  private static Set<String> actions(House house) throws Exception {
    Set<String> ids = new HashSet<>();
    for (JsonNode action : house.console("/api/v1/actions").get("actions")) {
      ids.add(action.get("id").asText());
    }
    return ids;
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
