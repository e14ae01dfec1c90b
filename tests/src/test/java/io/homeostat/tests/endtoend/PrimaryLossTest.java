package io.homeostat.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A real cluster that Patroni keeps loses its leader in three ways. Its own timeline counts the
 * leaders, and every member is asked by itself whether it takes writes.
 */
@Timeout(value = 25, unit = TimeUnit.MINUTES)
class PrimaryLossTest {
  private static final Duration LIMIT = Duration.ofMinutes(6);
  private static final String[] SETTINGS = {
    "--set", "demo.cluster=true", "--set", "demo.calm.seconds=5"
  };

  @BeforeAll
  static void theProgramsAreHere() {
    Programs.ofTheClusterAreHere();
  }

  @Test
  void aSickLeaderIsReplacedOnceAlsoWhenTheActuatorsAreKilledInTheMiddle() throws Exception {
    try (House house = House.start("leader-sick", SETTINGS)) {
      String before = house.demo("/cluster").get("leader").asText();
      house.verb("demo", "primary-loss", "--variant", "sick");
      await("the switchover on its way")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> house.demo("/cluster").get("pending").asBoolean());
      house.process("actuators").destroyForcibly();
      JsonNode incident = awaitIncident(house, "HEALED");
      assertOneNewLeader(house, before);
      assertOutcome(house, incident, "patroni.switchover");
      assertThat(house.output()).containsPattern("actuators\\s+was ended by signal 9");
      house.verb("demo", "reset");
      assertAllMembersHealthy(house);
    }
  }

  @Test
  void whatPatroniHealsIsLeftToItAndWhatItMayNotHealIsDoneOnce() throws Exception {
    try (House house = House.start("leader-lost", SETTINGS)) {
      String first = house.demo("/cluster").get("leader").asText();
      house.verb("demo", "primary-loss", "--variant", "killed");
      JsonNode seen = awaitIncident(house, "RESOLVED");
      JsonNode file = file(house, seen);
      assertThat(file.get("commands")).isEmpty();
      assertThat(file.toString()).contains("without a verified action of ours");
      String second = assertOneNewLeader(house, first);
      house.verb("demo", "reset");
      assertAllMembersHealthy(house);

      house.verb("demo", "primary-loss", "--variant", "stuck");
      JsonNode incident = awaitIncident(house, "HEALED");
      assertThat(house.demo("/cluster").get("timeline").asLong()).isEqualTo(3);
      assertThat(house.demo("/cluster").get("leader").asText()).isNotEqualTo(second);
      assertThat(writable(house)).hasSize(1);
      assertOutcome(house, incident, "patroni.failover");
      house.verb("demo", "reset");
      assertAllMembersHealthy(house);
    }
  }

  /** Timeline 2 is the second leader's; there was no third. */
  private static String assertOneNewLeader(House house, String before) throws Exception {
    JsonNode cluster = house.demo("/cluster");
    assertThat(cluster.get("timeline").asLong()).as("leaders so far: %s", cluster).isEqualTo(2);
    assertThat(cluster.get("leader").asText()).isNotEqualTo(before);
    assertThat(writable(house)).containsExactly(cluster.get("leader").asText());
    return cluster.get("leader").asText();
  }

  private static void assertOutcome(House house, JsonNode summary, String action) throws Exception {
    JsonNode file = file(house, summary);
    assertThat(file.get("commands")).hasSize(1);
    assertThat(file.get("commands").get(0).get("action").asText()).isEqualTo(action);
    JsonNode outcome = file.get("outcomes").get(file.get("outcomes").size() - 1);
    assertThat(outcome.get("result").asText()).as("%s", outcome).isEqualTo("APPLIED");
    JsonNode verdict = file.get("verdicts").get(file.get("verdicts").size() - 1);
    assertThat(verdict.get("result").asText()).as("%s", verdict).isEqualTo("VERIFIED");
  }

  private static void assertAllMembersHealthy(House house) throws Exception {
    JsonNode cluster = house.demo("/cluster");
    assertThat(writable(house)).hasSize(1);
    for (JsonNode member : cluster.get("members")) {
      assertThat(member.get("access").asText()).as("%s", cluster).isIn("WRITABLE", "IN_RECOVERY");
    }
  }

  private static List<String> writable(House house) throws Exception {
    List<String> writable = new ArrayList<>();
    for (JsonNode member : house.demo("/cluster").get("members")) {
      if (member.get("access").asText().equals("WRITABLE")) {
        writable.add(member.get("name").asText());
      }
    }
    return writable;
  }

  private static JsonNode file(House house, JsonNode summary) throws Exception {
    return house.console("/api/v1/incidents/" + summary.get("id").asText());
  }

  private static JsonNode awaitIncident(House house, String state) {
    AtomicReference<JsonNode> found = new AtomicReference<>();
    await("an incident of the cluster that is " + state)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .until(
            () -> {
              for (JsonNode incident : house.console("/api/v1/incidents").get("incidents")) {
                if (incident.get("state").asText().equals(state)
                    && incident.get("system").asText().equals("ha")) {
                  found.set(incident);
                  return true;
                }
              }
              return false;
            });
    return found.get();
  }
}
