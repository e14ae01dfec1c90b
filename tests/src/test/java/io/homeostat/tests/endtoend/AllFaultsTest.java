package io.homeostat.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Everything goes wrong at once, and the governor's process is killed as soon as it has granted
 * something: each fault is healed by its own action, once.
 */
@Tag("alone")
@Timeout(value = 25, unit = TimeUnit.MINUTES)
class AllFaultsTest {
  private static final Duration LIMIT = Duration.ofMinutes(12);
  private static final List<String> GRANTED = List.of("GRANTED", "BEGUN", "APPLIED", "VERIFIED");

  @Test
  void eachFaultIsHealedOnceThoughAllComeTogetherAndTheGovernorIsKilled() throws Exception {
    Programs.ofTheClusterAreHere();
    try (House house =
        House.start("all", "--set", "demo.cluster=true", "--set", "demo.burst.seconds=1800")) {
      String leader = house.demo("/cluster").get("leader").asText();
      house.verb("demo", "index-bloat");
      house.verb("demo", "bad-deploy");
      house.verb("demo", "burst");
      house.verb("demo", "primary-loss", "--variant", "sick");
      until(house, "something is granted", () -> granted(house) > 0);
      house.process("services").destroyForcibly();

      until(house, "the deployment is taken back", () -> reverts(house).size() == 1);
      until(house, "the cluster has another leader", () -> !leader(house).equals(leader));
      until(house, "the index is rebuilt", () -> house.rebuilds().size() == 1);
      until(house, "replicas are added", () -> replicas(house).equals(List.of(2, 4)));
      until(house, "that they help is verified", () -> verified(house, "deployment.scale"));
      house.verb("demo", "burst", "--end");
      until(house, "they are taken back", () -> replicas(house).equals(List.of(2, 4, 2)));
      until(house, "every incident is closed", () -> closed(house));
      assertOneEffectEach(house);
      assertThat(house.output()).containsPattern("services\\s+was ended by signal 9");
    }
  }

  /** The world's own records, and that nobody was told anything else. */
  private static void assertOneEffectEach(House house) throws Exception {
    assertThat(reverts(house)).hasSize(1);
    assertThat(house.rebuilds()).hasSize(1);
    assertThat(replicas(house)).containsExactly(2, 4, 2);
    assertThat(house.demo("/cluster").get("timeline").asLong()).isEqualTo(2);
    List<String> applied = new ArrayList<>();
    for (JsonNode summary : house.console("/api/v1/actions").get("actions")) {
      JsonNode action = house.console("/api/v1/actions/" + summary.get("id").asText());
      for (JsonNode outcome : action.get("outcomes")) {
        if (outcome.get("result").asText().equals("APPLIED")) {
          applied.add(outcome.get("action").asText());
        }
      }
    }
    assertThat(applied)
        .containsExactlyInAnyOrder(
            "git.revert",
            "pg-index.rebuild",
            "deployment.scale",
            "deployment.scale",
            "patroni.switchover");
  }

  private static int granted(House house) throws Exception {
    int granted = 0;
    for (JsonNode action : house.console("/api/v1/actions").get("actions")) {
      granted += GRANTED.contains(action.get("state").asText()) ? 1 : 0;
    }
    return granted;
  }

  private static boolean verified(House house, String name) throws Exception {
    for (JsonNode action : house.console("/api/v1/actions").get("actions")) {
      if (action.get("action").asText().equals(name)
          && action.get("state").asText().equals("VERIFIED")) {
        return true;
      }
    }
    return false;
  }

  private static List<String> reverts(House house) throws Exception {
    List<String> reverts = new ArrayList<>();
    for (JsonNode commit : house.demo("/git").get("commits")) {
      if (commit.get("message").asText().contains("Homeostat-Command: ")) {
        reverts.add(commit.get("revision").asText());
      }
    }
    return reverts;
  }

  private static String leader(House house) throws Exception {
    return house.demo("/cluster").get("leader").asText();
  }

  private static List<Integer> replicas(House house) throws Exception {
    List<Integer> replicas = new ArrayList<>();
    for (JsonNode change : house.demo("/deployment").get("changes")) {
      replicas.add(change.get("replicasAfter").asInt());
    }
    return replicas;
  }

  private static boolean closed(House house) throws Exception {
    for (JsonNode incident : house.console("/api/v1/incidents").get("incidents")) {
      if (!List.of("HEALED", "RESOLVED").contains(incident.get("state").asText())) {
        return false;
      }
    }
    return true;
  }

  private static void until(House house, String what, Callable<Boolean> condition)
      throws Exception {
    try {
      await(what)
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(200))
          .ignoreExceptions()
          .until(condition);
    } catch (ConditionTimeoutException e) {
      StringBuilder told = new StringBuilder(what).append(": not in time.\n");
      for (JsonNode incident : house.console("/api/v1/incidents").get("incidents")) {
        told.append(house.verb("incidents", "show", incident.get("id").asText()));
      }
      throw new AssertionError(told.toString(), e);
    }
  }
}
