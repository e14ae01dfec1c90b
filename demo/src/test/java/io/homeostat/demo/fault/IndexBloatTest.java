package io.homeostat.demo.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.demo.Eventually;
import io.homeostat.demo.TestWorld;
import io.homeostat.demo.postgres.Role;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IndexBloatTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String BLOATED = "documents_tenant_created_idx";
  private static final String PEER = "documents_source_idx";
  private static TestWorld world;

  @BeforeAll
  static void start() throws IOException {
    world = TestWorld.start(URI.create("http://127.0.0.1:9"));
  }

  @AfterAll
  static void stop() throws IOException {
    world.close();
  }

  @Test
  void itBloatsOneIndexThreefoldAndOnlyARebuildHealsIt() throws Exception {
    assertThat(world.post("/reset").status()).isEqualTo(200);
    JsonNode before = state();
    String content = content();

    TestWorld.Answer started = world.post("/faults/index-bloat?seed=7");
    assertThat(started.status()).isEqualTo(202);
    assertThat(started.body().get("run").get("seed").asInt()).isEqualTo(7);
    TestWorld.Answer again = world.post("/faults/index-bloat?seed=8");
    assertThat(again.body().get("state").asText()).isEqualTo("already running");
    assertThat(again.body().get("run").get("seed").asInt()).isEqualTo(7);
    awaitEnd("completed");

    JsonNode after = state();
    assertThat(bytes(after, BLOATED)).isGreaterThan(3 * bytes(before, BLOATED));
    assertThat(density(after, BLOATED)).isLessThan(40);
    assertThat(bytes(after, PEER)).isLessThan(1.3 * bytes(before, PEER));
    assertThat(content()).isEqualTo(content);
    assertThat(world.query(Role.SUPERUSER, "SELECT count(*) FROM demo.bloat_movers"))
        .isEqualTo("0");

    world.execute(Role.SUPERUSER, "VACUUM (INDEX_CLEANUP ON) public.documents");
    assertThat(bytes(state(), BLOATED)).isEqualTo(bytes(after, BLOATED));

    world.execute(Role.ACTUATOR, "REINDEX INDEX CONCURRENTLY public." + BLOATED);
    JsonNode healed = state();
    assertThat(bytes(healed, BLOATED)).isLessThan(1.1 * bytes(before, BLOATED));
    assertThat(density(healed, BLOATED)).isGreaterThan(80);
  }

  @Test
  void aResetEndsItEarlyAndMarksItsOwnRebuildInTheLedger() throws Exception {
    String content = content();
    world.post("/faults/index-bloat");
    Eventually.await("it has begun to move documents", LIMIT, () -> !content().equals(content));
    assertThat(world.post("/reset").status()).isEqualTo(200);
    awaitEnd("stopped");
    assertThat(content()).isEqualTo(content);
    JsonNode ledger = world.get("demo", "/ledger").body();
    JsonNode last = ledger.get(ledger.size() - 1);
    assertThat(last.get("application").asText()).isEqualTo("demo-reset");
    assertThat(last.get("commandTag").asText()).isEqualTo("REINDEX");
  }

  @Test
  void whatAnEndOfTheDemoCutOffIsPutRightAtTheNextStart() throws Exception {
    String content = content();
    world.execute(
        Role.SUPERUSER,
        "INSERT INTO demo.fault_runs (fault, seed) VALUES ('index-bloat', 1);"
            + " INSERT INTO demo.bloat_movers SELECT 0, id, created_at FROM documents WHERE id = 7;"
            + " UPDATE documents SET created_at = now() WHERE id = 7");
    assertThat(content()).isNotEqualTo(content);
    IndexBloat fault = new IndexBloat(world.database(), Duration.ofSeconds(1));
    try (Faults nextLife = new Faults(world.database(), List.of(fault), Duration.ZERO)) {
      assertThat(content()).isEqualTo(content);
      assertThat(nextLife.status())
          .singleElement()
          .satisfies(
              status -> {
                assertThat(status.state()).isEqualTo("ended");
                assertThat(status.newestRun().orElseThrow().outcome()).hasValue("interrupted");
              });
    }
  }

  private static void awaitEnd(String outcome) throws Exception {
    Eventually.await("the fault ends", LIMIT, () -> bloat().get("state").asText().equals("ended"));
    assertThat(bloat().get("newestRun").get("outcome").asText()).isEqualTo(outcome);
  }

  private static JsonNode bloat() throws Exception {
    for (JsonNode fault : world.get("demo", "/faults").body()) {
      if (fault.get("name").asText().equals("index-bloat")) {
        return fault;
      }
    }
    throw new AssertionError("there is no fault index-bloat");
  }

  private static JsonNode state() throws Exception {
    return world.get("demo", "/state").body();
  }

  private static double bytes(JsonNode state, String index) {
    return index(state, index).get("bytes").asDouble();
  }

  private static double density(JsonNode state, String index) {
    return index(state, index).get("leafDensityPercent").asDouble();
  }

  private static JsonNode index(JsonNode state, String name) {
    for (JsonNode index : state.get("indexes")) {
      if (index.get("name").asText().equals(name)) {
        return index;
      }
    }
    throw new AssertionError("no index " + name + " in " + state);
  }

  private static String content() throws SQLException {
    return world.query(
        Role.SUPERUSER,
        "SELECT md5(string_agg(id || ' ' || tenant_id || ' ' || created_at || title, ',' ORDER BY id))"
            + " FROM public.documents");
  }
}
