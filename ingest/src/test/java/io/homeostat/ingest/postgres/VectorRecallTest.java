package io.homeostat.ingest.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.ingest.database.TestDatabase;
import io.homeostat.ingest.postgres.RecallSearch.Near;
import io.homeostat.ingest.probe.ProbeLog.Told;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against PostgreSQL 17 with pgvector. */
class VectorRecallTest {
  private static final String GOOD = "pg-index:test/db/public.good_idx";
  private static final String POOR = "pg-index:test/db/public.poor_idx";
  private static final String SERIES = "pg.index.recall{k=\"10\"}";
  private static TestDatabase database;

  private final ProbeStage stage = new ProbeStage();

  @BeforeAll
  static void startDatabase(@TempDir Path folder) {
    database = TestDatabase.startWithPgvector(folder);
    database.run(
        "CREATE EXTENSION vector",
        "CREATE TABLE items (id int PRIMARY KEY, embedding vector(16) NOT NULL)",
        """
        INSERT INTO items SELECT i, (SELECT array_agg(random()) FROM generate_series(1, 16) WHERE i > 0)::vector
        FROM generate_series(1, 3000) i
        """,
        "CREATE TABLE parts (LIKE items)",
        "INSERT INTO parts SELECT * FROM items",
        "CREATE INDEX good_idx ON items USING hnsw (embedding vector_cosine_ops)",
        "CREATE INDEX poor_idx ON parts USING ivfflat (embedding vector_l2_ops) WITH (lists = 100)",
        "VACUUM ANALYZE");
  }

  @AfterAll
  static void stopDatabase() {
    if (database != null) {
      database.close();
    }
  }

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void theRecallOfAGoodIndexIsNearOneAndThatOfAPoorOneIsNot() {
    Probe probe = stage.probe(Look.atHome(database.target()));
    Told told = stage.round(probe);
    for (int turn = 1; turn < 24; turn++) {
      told = stage.round(probe);
    }
    assertThat(told.value(GOOD, SERIES)).isBetween(0.9, 1.0);
    // One list of a hundred is looked through, of vectors that lie nowhere in lists.
    assertThat(told.value(POOR, SERIES)).isBetween(0.01, 0.7);
    assertThat(told.of(GOOD)).containsEntry("pg.index.recall.searches", 12.0);
    assertThat(told.value(GOOD, "pg.index.search_time")).isPositive();
    assertThat(told.value("postgres:test/db", "probe.failures")).isZero();
  }

  @Test
  void aTableThatIsTooLargeToBeSearchedExactlyIsNotMeasuredAndThatIsSaid() {
    ProbeLimits little = new ProbeLimits(2_000, 5_000, 0, 0, 0, 500, 10, 1_000);
    Told told = stage.round(stage.probe(Look.atHome(database.target()), little));
    assertThat(told.of(GOOD)).containsKey("pg.index.size").doesNotContainKey(SERIES);
    assertThat(told.value("postgres:test/db", "probe.failures")).isEqualTo(1);
  }

  @Test
  void rowsAsNearAsTheLastOneCountAsIt() {
    List<Near> exact = List.of(new Near("a", 0.1), new Near("b", 0.2), new Near("c", 0.2));
    assertThat(RecallSearch.recall(exact, exact)).isEqualTo(1);
    assertThat(RecallSearch.recall(List.of(new Near("a", 0.1), new Near("d", 0.2)), exact))
        .isEqualTo(2.0 / 3);
    assertThat(RecallSearch.recall(List.of(new Near("e", 0.3)), exact)).isZero();
    List<Near> inner = List.of(new Near("a", -9), new Near("b", -7));
    assertThat(RecallSearch.recall(List.of(new Near("a", -9), new Near("x", -6)), inner))
        .isEqualTo(0.5);
  }
}
