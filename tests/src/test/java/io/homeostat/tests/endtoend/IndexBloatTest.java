package io.homeostat.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * The main loop on the packaged product: a real index decays and is healed, once, whatever is
 * killed meanwhile.
 */
class IndexBloatTest {
  private static final String INDEX = "documents_tenant_created_idx";
  private static final Duration LIMIT = Duration.ofMinutes(6);
  private static final long SNAPSHOT_NANOS = 20_000_000_000L;

  @Test
  void oneRebuildHealsThoughTheActuatorsAreKilledInItsMiddleAndThePageTellsIt() throws Exception {
    try (House house = House.start("actuator-killed")) {
      house.verb("demo", "index-bloat");
      awaitIncident(house, "OPEN");
      // An old snapshot beside the fault's waves would bloat the other indexes as well.
      await("the end of the waves")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> house.fault("index-bloat").get("state").asText().equals("ended"));
      try (Connection old = house.database();
          Connection watch = house.database()) {
        awaitWaitingRebuild(old, watch);
        house.process("actuators").destroyForcibly();
        old.rollback();
      }
      JsonNode incident = awaitIncident(house, "HEALED");
      assertHealed(house, incident);
      assertThat(house.output()).containsPattern("actuators\\s+was ended by signal 9");
      IncidentPage.walk(house.address("console"), incident.get("id").asText());
      assertThat(house.verb("tail", "audit", "--from", "earliest", "--no-follow"))
          .contains("\"decision\"", "\"outcome\"");
    }
  }

  /** An old snapshot, for which a concurrent rebuild waits in its middle. */
  private static void holdSnapshot(Connection old) throws SQLException {
    old.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    old.setAutoCommit(false);
    try (Statement statement = old.createStatement()) {
      statement.execute("SELECT 1 FROM pg_class LIMIT 1");
    }
  }

  /** The snapshot is renewed before it is so old that no rebuild would begin. */
  private static void awaitWaitingRebuild(Connection old, Connection watch) throws SQLException {
    holdSnapshot(old);
    AtomicLong heldNanos = new AtomicLong(System.nanoTime());
    await("a rebuild that waits for an old snapshot")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              if (System.nanoTime() - heldNanos.get() > SNAPSHOT_NANOS) {
                old.rollback();
                holdSnapshot(old);
                heldNanos.set(System.nanoTime());
              }
              try (Statement statement = watch.createStatement();
                  ResultSet rows =
                      statement.executeQuery(
                          "SELECT 1 FROM pg_stat_progress_create_index WHERE command = 'REINDEX"
                              + " CONCURRENTLY' AND phase = 'waiting for old snapshots'")) {
                return rows.next();
              }
            });
  }

  /** In a database whose embeddings are of pgvector's type. */
  @Test
  void everythingIsKilledInTheMiddleOfTheIncidentAndTheSecondUpResumes() throws Exception {
    String[] pgvector = {"--set", "demo.postgres.home=" + Lab.postgresWithPgvector()};
    try (House house = House.start("all-killed", pgvector)) {
      assertThat(typeOfEmbeddings(house)).startsWith("vector(");
      house.verb("demo", "index-bloat");
      awaitIncident(house, "ACTING");
      house.killEverything();
      house.startAgain(pgvector);
      JsonNode incident = awaitIncident(house, "HEALED");
      assertHealed(house, incident);
    }
  }

  private static String typeOfEmbeddings(House house) throws Exception {
    try (Connection connection = house.database();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                    + " WHERE attrelid = 'public.documents'::regclass AND attname = 'embedding'")) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void inObserveModeTheSameIsSeenAndNothingIsDone() throws Exception {
    try (House house = House.start("observe", "--observe")) {
      house.verb("demo", "index-bloat");
      AtomicReference<JsonNode> seen = new AtomicReference<>();
      await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).until(() -> shownOnly(house, seen));
      assertThat(seen.get().get("incident").get("inaction").asText()).contains("observe");
      assertThat(house.rebuilds()).isEmpty();
      assertThat(seen.get().get("commands")).isEmpty();
    }
  }

  private static boolean shownOnly(House house, AtomicReference<JsonNode> seen) throws Exception {
    for (JsonNode summary : house.console("/api/v1/incidents").get("incidents")) {
      JsonNode file = house.console("/api/v1/incidents/" + summary.get("id").asText());
      for (JsonNode decision : file.get("decisions")) {
        if (decision.get("result").asText().equals("SHOWN")) {
          seen.set(file);
          return true;
        }
      }
    }
    return false;
  }

  /** Waits until an incident about the index is, or has been, in this state. */
  private static JsonNode awaitIncident(House house, String state) {
    AtomicReference<JsonNode> found = new AtomicReference<>();
    List<String> past =
        switch (state) {
          case "OPEN" -> List.of("OPEN", "PROPOSED", "ACTING");
          case "ACTING" -> List.of("ACTING", "VERIFYING", "HEALED");
          default -> List.of(state);
        };
    await("an incident that is " + state)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .until(
            () -> {
              for (JsonNode incident : house.console("/api/v1/incidents").get("incidents")) {
                if (past.contains(incident.get("state").asText())) {
                  found.set(incident);
                  return true;
                }
              }
              return false;
            });
    return found.get();
  }

  private static void assertHealed(House house, JsonNode summary) throws Exception {
    JsonNode file = house.console("/api/v1/incidents/" + summary.get("id").asText());
    JsonNode outcome = file.get("outcomes").get(file.get("outcomes").size() - 1);
    JsonNode verdict = file.get("verdicts").get(file.get("verdicts").size() - 1);
    assertThat(outcome.get("result").asText()).isEqualTo("APPLIED");
    assertThat(verdict.get("result").asText()).isEqualTo("VERIFIED");
    List<String> rebuilt = new ArrayList<>();
    for (JsonNode effect : house.rebuilds()) {
      rebuilt.add(effect.get("objectIdentity").asText());
    }
    assertThat(rebuilt).as("the world's own record of rebuilds").containsExactly("public." + INDEX);
    JsonNode index = house.index(INDEX);
    assertThat(index.get("valid").asBoolean()).isTrue();
    assertThat(index.get("leafDensityPercent").asDouble()).isGreaterThan(70);
    JsonNode size = plot(verdict, "pg.index.size", "TARGET");
    assertThat(size.get("after").asDouble()).isLessThan(0.7 * size.get("before").asDouble());
    for (JsonNode other : house.demo("/state").get("indexes")) {
      assertThat(other.get("name").asText()).doesNotContain("_ccnew").doesNotContain("_ccold");
      assertThat(other.get("valid").asBoolean()).isTrue();
    }
  }

  private static JsonNode plot(JsonNode verdict, String series, String role) {
    for (JsonNode plot : verdict.get("plots")) {
      JsonNode check = plot.get("check");
      if (check.get("series").asText().equals(series) && check.get("role").asText().equals(role)) {
        return plot;
      }
    }
    throw new AssertionError("no plot of " + series + " in " + verdict);
  }
}
