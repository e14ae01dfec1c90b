package io.homeostat.demo.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.demo.Eventually;
import io.homeostat.demo.TestWorld;
import io.homeostat.demo.postgres.Role;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SchemaBreakTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String CONTENT =
      "SELECT md5(string_agg(concat(document_id, popularity, quality), ',' ORDER BY document_id))"
          + " FROM public.features";

  @Test
  void aColumnGoesWithItsSearchesAndAResetBringsBothBack() throws Exception {
    try (TestWorld world = TestWorld.start(URI.create("http://127.0.0.1:9"))) {
      String content = world.query(Role.SUPERUSER, CONTENT);
      assertThat(world.post("/faults/schema-break?seed=7").status()).isEqualTo(202);
      Eventually.await("the fault ends", LIMIT, () -> state(world).equals("ended"));
      assertThat(columns(world)).isEqualTo("1");
      world.post("/faults/schema-break?seed=8");
      Eventually.await("another one ends", LIMIT, () -> state(world).equals("ended"));
      assertThat(columns(world)).as("one column a time").isEqualTo("1");

      assertThat(world.post("/reset").status()).isEqualTo(200);

      assertThat(world.query(Role.SUPERUSER, CONTENT)).isEqualTo(content);
      assertThat(columns(world)).isEqualTo("2");
      assertThat(world.query(Role.SUPERUSER, "SELECT to_regclass('demo.dropped_column') IS NULL"))
          .isEqualTo("t");
    }
  }

  private static String columns(TestWorld world) throws Exception {
    return world.query(
        Role.SUPERUSER,
        "SELECT count(*) FROM information_schema.columns WHERE table_name = 'features'"
            + " AND column_name IN ('popularity', 'quality') AND is_nullable = 'NO'");
  }

  private static String state(TestWorld world) throws Exception {
    for (JsonNode fault : world.get("demo", "/faults").body()) {
      if (fault.get("name").asText().equals("schema-break")) {
        return fault.get("state").asText();
      }
    }
    throw new AssertionError("there is no fault schema-break");
  }
}
