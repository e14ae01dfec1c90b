package io.homeostat.ingest.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.core.lane.Tick;
import io.homeostat.ingest.database.TestDatabase;
import io.homeostat.ingest.probe.ProbeLog.Told;
import io.homeostat.schemas.targets.PostgresTarget;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTest {
  private static final String INDEX = "pg-index:test/db/public.items_key_idx";
  private static final String TABLE = "pg-table:test/db/public.items";
  private static final String INSTANCE = "postgres:test/db";
  private static TestDatabase database;

  private final ProbeStage stage = new ProbeStage();

  @BeforeAll
  static void startDatabase(@TempDir Path folder) {
    database = TestDatabase.start(folder);
    database.run("CREATE EXTENSION pgstattuple");
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @BeforeEach
  void makeTable() {
    database.run(
        "CREATE TABLE items (id bigint PRIMARY KEY, key text, filler text)",
        "CREATE TABLE others (id bigint PRIMARY KEY)",
        "INSERT INTO items SELECT i, 'key-' || i, 'x' FROM generate_series(1, 20000) i");
    awaitStatistics("n_live_tup", 20_000);
    database.run("CREATE INDEX items_key_idx ON items (key)", "VACUUM ANALYZE items");
  }

  @AfterEach
  void dropTable() {
    stage.close();
    database.run("DROP TABLE items, others");
  }

  @Test
  void anIndexIsToldWithItsSizeItsTuplesAndTheFillOfItsLeaves() {
    Told told = round(probe(database.target()));
    double size = number("SELECT pg_relation_size('items_key_idx')");
    assertThat(told.of(INDEX))
        .containsEntry("pg.index.size", size)
        .containsEntry("pg.index.live_tuples", 20_000.0)
        .containsEntry("pg.index.bytes_per_tuple", size / 20_000)
        .containsEntry("pg.index.valid", 1.0)
        .containsKey("pg.index.leaf_fragmentation");
    double density = number("SELECT avg_leaf_density FROM pgstatindex('items_key_idx')");
    assertThat(told.value(INDEX, "pg.index.leaf_density")).isCloseTo(density, within(0.01));
    assertThat(stage.door().health()).isEqualTo(Tick.Door.OPEN);
  }

  @Test
  void churnShowsInTheTablesDeltasAndInTheIndexsDensity() {
    Probe probe = probe(database.target());
    Told before = round(probe);
    assertThat(before.of(TABLE)).doesNotContainKey("pg.table.deletes");
    database.run("DELETE FROM items WHERE id % 4 <> 0");
    awaitStatistics("n_live_tup", 5_000);
    database.run("VACUUM items");
    Told after = round(probe);
    assertThat(after.of(TABLE))
        .containsEntry("pg.table.deletes", 15_000.0)
        .containsEntry("pg.table.inserts", 0.0)
        .containsEntry("pg.table.live_tuples", 5_000.0);
    assertThat(after.value(INDEX, "pg.index.leaf_density"))
        .isLessThan(before.value(INDEX, "pg.index.leaf_density") / 2);
    assertThat(after.value(INDEX, "pg.index.bytes_per_tuple"))
        .isGreaterThan(3 * before.value(INDEX, "pg.index.bytes_per_tuple"));
  }

  @Test
  void theInstanceAndTheDatabaseAreTold() {
    Probe probe = probe(database.target());
    round(probe);
    database.run("SELECT count(*) FROM items");
    Told told = round(probe);
    assertThat(told.of(INSTANCE))
        .containsEntry("pg.up", 1.0)
        .containsEntry("pg.primary", 1.0)
        .containsEntry("probe.busy", 0.0)
        .containsEntry("probe.failures", 0.0)
        .containsEntry("pg.lock_waits", 0.0)
        .containsKeys(
            "pg.connections",
            "pg.connections.limit",
            "pg.connections.used",
            "pg.longest_transaction",
            "pg.checkpoint.age",
            "pg.wal.size",
            "probe.duration",
            "probe.duration{group=\"checkpoints\"}");
    assertThat(told.of("pg-database:test/db/postgres"))
        .containsKeys("pg.database.size", "pg.cache_hit_rate", "pg.freeze.age", "pg.freeze.used")
        .containsEntry("pg.deadlocks", 0.0);
    assertThat(told.value(INSTANCE, "pg.disk.free")).isPositive();
  }

  @Test
  void aTablesBloatIsMeasuredAndItsAgeIsTold() {
    Probe probe = probe(database.target());
    round(probe);
    round(probe);
    database.run("DELETE FROM items WHERE id % 2 = 0", "VACUUM items");
    round(probe);
    Told told = round(probe);
    double measured = number("SELECT approx_free_percent FROM pgstattuple_approx('items')");
    assertThat(told.value(TABLE, "pg.table.free_percent"))
        .isCloseTo(measured, within(0.1))
        .isGreaterThan(10);
    assertThat(told.value(TABLE, "pg.table.bloat_bytes")).isGreaterThan(100_000);
    assertThat(told.value(TABLE, "pg.table.freeze_age")).isPositive();
    assertThat(told.value(TABLE, "pg.table.visible")).isGreaterThan(90);
    assertThat(told.value(TABLE, "pg.table.total_size"))
        .isEqualTo(number("SELECT pg_total_relation_size('items')"));
    assertThat(told.of(TABLE)).containsKeys("pg.table.vacuumed", "pg.table.analyzed");
  }

  @Test
  void noMoreTablesAreReadThanAreAllowedAndTheLargestAreReadFirst() {
    ProbeLimits few = new ProbeLimits(2_000, 5_000, 0, 0, 0, 1, 10, 0);
    Told told = round(stage.probe(Look.atHome(database.target()), few));
    assertThat(told.of(TABLE)).containsKey("pg.table.size");
    assertThat(told.of("pg-table:test/db/public.others")).isEmpty();
  }

  @Test
  void theProbesConnectionCanNotWriteAndFindsOnlyFunctionsOfPostgresqlItself() throws Exception {
    try (Session session = Session.open(database.target(), 2_000)) {
      assertThatThrownBy(() -> session.each("CREATE TABLE mine (id int)", row -> {}))
          .hasMessageContaining("read-only");
      session.each(
          "SELECT current_setting('search_path') AS path",
          row -> assertThat(row.getString("path")).isEqualTo("pg_catalog"));
    }
  }

  @Test
  void anInvalidIndexIsToldAsSuch() {
    database.run(
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'items_key_idx'::regclass");
    assertThat(round(probe(database.target())).of(INDEX)).containsEntry("pg.index.valid", 0.0);
  }

  @Test
  void aPartialIndexHasTheTuplesThatAreInIt() {
    database.run("CREATE INDEX items_few_idx ON items (id) WHERE id <= 100", "ANALYZE items");
    assertThat(round(probe(database.target())).of("pg-index:test/db/public.items_few_idx"))
        .containsEntry("pg.index.live_tuples", 100.0);
  }

  @Test
  void aLockedTableIsNotWaitedForAndTheInstanceIsStillTold() throws SQLException {
    Probe probe = probe(database.target());
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE items IN ACCESS EXCLUSIVE MODE");
      statement.execute("REINDEX INDEX items_key_idx");
      long begin = System.nanoTime();
      Told told = round(probe);
      assertThat(System.nanoTime() - begin).isLessThan(10_000_000_000L);
      assertThat(told.of(INSTANCE)).containsEntry("pg.up", 1.0).containsKey("pg.connections");
      assertThat(told.of(INDEX)).isEmpty();
      assertThat(told.of(TABLE)).isEmpty();
      assertThat(told.of("pg-table:test/db/public.others")).containsKey("pg.table.size");
      assertThat(told.of("pg-index:test/db/public.others_pkey")).containsKey("pg.index.size");
      connection.rollback();
    }
    assertThat(round(probe).of(INDEX)).isNotEmpty();
  }

  @Test
  void anIndexThatIsBeingRebuiltConcurrentlyHasNoTwinInTheTelling() throws Exception {
    Probe probe = probe(database.target());
    try (Connection reader = database.connect();
        Statement old = reader.createStatement()) {
      reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      reader.setAutoCommit(false);
      old.execute("SELECT count(*) FROM items");
      // The rebuild waits for this transaction, with its twin in the catalogue.
      Future<?> rebuild =
          Executors.newSingleThreadExecutor()
              .submit(() -> database.run("REINDEX INDEX CONCURRENTLY items_key_idx"));
      await("SELECT 1 FROM pg_class WHERE relname LIKE 'items_key_idx_cc%'", "1");
      await("SELECT 1 FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting%'", "1");
      assertThat(round(probe).entities())
          .contains(INDEX)
          .noneMatch(entity -> entity.contains("_ccnew"));
      reader.rollback();
      rebuild.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void aDatabaseThatCannotBeReachedIsDownAndNothingElseIsToldOfIt() {
    PostgresTarget there = database.target();
    PostgresTarget nowhere =
        new PostgresTarget(
            there.name(),
            there.host(),
            1,
            there.database(),
            there.schemas(),
            there.user(),
            there.secret(),
            there.publication(),
            there.slot());
    assertThat(round(probe(nowhere)).samples()).isEqualTo(Map.of(INSTANCE, Map.of("pg.up", 0.0)));
    assertThat(stage.door().health()).isEqualTo(Tick.Door.OPEN);
  }

  @Test
  void aConnectionThatWasCutIsOpenedAgain() {
    Probe probe = probe(database.target());
    round(probe);
    database.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE application_name = 'homeostat-probe'");
    round(probe);
    assertThat(round(probe).of(INSTANCE)).containsEntry("pg.up", 1.0).containsKey("pg.connections");
  }

  private Probe probe(PostgresTarget target) {
    return stage.probe(Look.atHome(target));
  }

  private Told round(Probe probe) {
    return stage.round(probe);
  }

  private static double number(String query) {
    return Double.parseDouble(database.ask(query));
  }

  private static void awaitStatistics(String column, long value) {
    await(
        "SELECT " + column + " FROM pg_stat_user_tables WHERE relname = 'items'",
        Long.toString(value));
  }

  private static void await(String query, String answer) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!database.ask(query).equals(answer)) {
      assertThat(System.nanoTime()).as(query).isLessThan(deadline);
    }
  }
}
