package io.homeostat.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A release drops a column that a model reads: the incident names the migration, the feature and
 * the model; the rollback is held, as the schema was altered with the deployment, and somebody is
 * paged. It is over when the column is back.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SchemaBreakTest {
  private static final String TABLE = "pg-table:demo/rag/public.features";

  @Test
  void aDroppedColumnIsToldWithItsModelAndTheRollbackIsHeldForAPerson() throws Exception {
    try (House house = House.start("schema-break", "--set", "demo.calm.seconds=5")) {
      // What was altered is only told of a table that was read before.
      await("the probe has read how the table is built")
          .atMost(Duration.ofMinutes(2))
          .until(() -> shapes(house).contains("\"type\":\"TableShape\""));
      house.verb("demo", "schema-break", "--seed", "7");

      JsonNode file = house.awaitFile("it is told whole", SchemaBreakTest::tellsAll);

      JsonNode incident = file.get("incident");
      assertThat(incident.get("inaction").asText())
          .contains("take-bad-deployment-back is held: the deployment of retriever")
          .contains("came with a schema change (table public.features: column ");
      await("somebody is paged at once, not after the route's three minutes")
          .atMost(Duration.ofSeconds(60))
          .until(() -> house.demo("/pages").toString().contains(incident.get("id").asText()));
      JsonNode suspect = file.get("incident").get("suspects").get(0);
      assertThat(suspect.get("entity").asText()).isEqualTo(TABLE);
      assertThat(suspect.get("reason").asText())
          .contains("schema change")
          .containsPattern("column (popularity|quality) \\(real\\) dropped");
      assertThat(mismatch(file).get("explanation").asText())
          .containsPattern(
              "column (popularity|quality) is gone: feature \\1, used by demo/ranker/v1");
      assertThat(mismatch(file).get("severity").asText()).isEqualTo("CRITICAL");

      assertThat(house.demo("/git").get("commits")).as("the commits").hasSize(2);
      house.verb("demo", "reset");
      JsonNode over = house.awaitFile("it is over", SchemaBreakTest::isOver);
      assertThat(over.get("commands")).isEmpty();
    }
  }

  private static String shapes(House house) throws Exception {
    return house.verb(
        "tail", "changes.data", "--from", "earliest", "--no-follow", "--entity", TABLE);
  }

  /** Searches fail, the schema is at odds with a contract, and a person is needed. */
  private static boolean tellsAll(JsonNode file) {
    JsonNode incident = file.get("incident");
    boolean errors = false;
    boolean schema = false;
    for (JsonNode signal : incident.get("signals")) {
      errors |= signal.get("kind").asText().equals("error-degradation");
      schema |= signal.get("kind").asText().equals("schema-mismatch");
    }
    return errors && schema && incident.get("state").asText().equals("ESCALATED");
  }

  /** What the release has caused is as before. */
  private static boolean isOver(JsonNode file) {
    return file.get("incident").get("state").asText().equals("RESOLVED")
        && mismatch(file).get("state").asText().equals("RESOLVED");
  }

  private static JsonNode mismatch(JsonNode file) {
    for (JsonNode signal : file.get("incident").get("signals")) {
      if (signal.get("kind").asText().equals("schema-mismatch")) {
        return signal;
      }
    }
    throw new AssertionError("no signal of a schema-mismatch: " + file.get("incident"));
  }
}
