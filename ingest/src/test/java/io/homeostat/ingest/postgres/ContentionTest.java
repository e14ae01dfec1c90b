package io.homeostat.ingest.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.ingest.database.TestDatabase;
import io.homeostat.ingest.probe.ProbeLog.Told;
import io.homeostat.schemas.targets.PostgresTarget;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that wait for each other, and what is kept for readers that stay away. */
class ContentionTest {
  private static final String INSTANCE = "postgres:test/db";
  private static final String DATABASE = "pg-database:test/db/postgres";
  private static TestDatabase database;

  private final ProbeStage stage = new ProbeStage();
  private final ExecutorService others = Executors.newCachedThreadPool();

  @BeforeAll
  static void startDatabase(@TempDir Path folder) {
    database = TestDatabase.start(folder);
    database.run(
        "CREATE EXTENSION pg_stat_statements",
        "CREATE EXTENSION pgstattuple",
        "CREATE TABLE stock (id int PRIMARY KEY, amount int)",
        "INSERT INTO stock SELECT i, 10 FROM generate_series(1, 100) i",
        "VACUUM stock");
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @AfterEach
  void end() {
    others.shutdownNow();
    stage.close();
  }

  @Test
  void aSessionThatHoldsOthersUpIsNamedWithThoseThatWaitThroughOthersForIt() throws Exception {
    Probe probe = stage.probe(Look.atHome(database.target()));
    String series = "pg.blocking{application=\"batch\",state=\"idle in transaction\"}";
    try (Connection holder = connect("batch");
        Connection first = connect("retriever");
        Connection second = connect("retriever")) {
      holder.setAutoCommit(false);
      update(holder, 1);
      first.setAutoCommit(false);
      update(first, 2);
      Future<?> one = others.submit(() -> update(first, 1));
      awaitWaiters(1);
      Future<?> two = others.submit(() -> update(second, 2));
      awaitWaiters(2);
      Told told = stage.round(probe);
      assertThat(told.of(INSTANCE))
          .containsEntry("pg.lock_waits", 2.0)
          .containsEntry("pg.blockers", 1.0)
          .containsEntry(series, 2.0)
          .containsEntry("pg.sessions.idle_in_transaction", 1.0);
      assertThat(told.value(INSTANCE, "pg.lock_waits.longest")).isPositive();
      assertThat(told.value(INSTANCE, "pg.longest_idle_in_transaction")).isPositive();
      holder.rollback();
      one.get(60, TimeUnit.SECONDS);
      first.rollback();
      two.get(60, TimeUnit.SECONDS);
    }
    assertThat(stage.round(probe).of(INSTANCE))
        .containsEntry("pg.lock_waits", 0.0)
        .containsEntry("pg.lock_waits.longest", 0.0)
        .containsEntry(series, 0.0);
  }

  @Test
  void whoHoldsOthersUpForLongIsToldInWordsToo() throws Exception {
    Probe probe = stage.probe(Look.atHome(database.target()));
    try (Connection holder = connect("batch");
        Connection waiter = connect("retriever")) {
      holder.setAutoCommit(false);
      try (Statement statement = holder.createStatement()) {
        statement.execute("LOCK TABLE stock");
      }
      Future<?> waits = others.submit(() -> update(waiter, 1));
      await(
          "SELECT count(*) FROM pg_locks WHERE NOT granted AND waitstart < clock_timestamp() - interval '5 s'",
          "1");
      Told told = stage.round(probe);
      assertThat(told.lines()).hasSize(1);
      assertThat(told.lines().get(0))
          .startsWith("postgres:test/db session ")
          .contains("(batch, idle in transaction, its transaction open for ")
          .contains("(retriever, waiting for stock for ");
      holder.rollback();
      waits.get(60, TimeUnit.SECONDS);
    }
    assertThat(stage.round(probe).lines()).isEmpty();
  }

  @Test
  void aSlotThatNobodyReadsIsToldWithWhatItKeepsUntilItIsLost() {
    database.run("SELECT pg_create_logical_replication_slot('left_behind', 'pgoutput')");
    Probe probe = stage.probe(Look.atHome(database.target()));
    try {
      Told fresh = stage.round(probe);
      assertThat(fresh.of(INSTANCE))
          .containsEntry("pg.slot.active{slot=\"left_behind\"}", 0.0)
          .containsEntry("pg.slot.state{slot=\"left_behind\"}", 0.0)
          .containsEntry("pg.slots.limited", 1.0)
          .containsEntry("pg.slots.limit_bytes", 64.0 * 1024 * 1024)
          .containsEntry("pg.slots.idle", 1.0)
          .containsKey("pg.slot.idle{slot=\"left_behind\"}");
      double safe = fresh.value(INSTANCE, "pg.slot.safe_bytes{slot=\"left_behind\"}");
      writeWal();
      Told later = stage.round(probe);
      assertThat(later.value(INSTANCE, "pg.slot.kept_bytes{slot=\"left_behind\"}"))
          .isGreaterThan(fresh.value(INSTANCE, "pg.slot.kept_bytes{slot=\"left_behind\"}"));
      assertThat(later.value(INSTANCE, "pg.slot.safe_bytes{slot=\"left_behind\"}"))
          .isLessThan(safe);
      assertThat(later.value(INSTANCE, "pg.wal.lag{slot=\"left_behind\"}")).isPositive();
      assertThat(later.value(INSTANCE, "pg.wal.rate")).isPositive();
      for (int segment = 0; segment < 8; segment++) {
        writeWal();
      }
      long before = Long.parseLong(database.ask("SELECT num_requested FROM pg_stat_checkpointer"));
      database.run("CHECKPOINT");
      await("SELECT (num_requested > " + before + ")::int FROM pg_stat_checkpointer", "1");
      Told lost = stage.round(probe);
      assertThat(lost.of(INSTANCE)).containsEntry("pg.slot.state{slot=\"left_behind\"}", 3.0);
      assertThat(lost.value(INSTANCE, "pg.checkpoints.requested")).isPositive();
    } finally {
      database.run("SELECT pg_drop_replication_slot('left_behind')");
    }
    assertThat(stage.round(probe).of(INSTANCE))
        .containsEntry("pg.slots.idle", 0.0)
        .doesNotContainKey("pg.slot.state{slot=\"left_behind\"}");
  }

  @Test
  void deadlocksRollbacksAndTempFilesAreToldAsTheirIncrease() {
    Probe probe = stage.probe(Look.atHome(database.target()));
    stage.round(probe);
    database.run(
        "BEGIN; UPDATE stock SET amount = 1; ROLLBACK",
        "SET work_mem = '64kB'; SELECT count(*) FROM (SELECT i FROM generate_series(1, 200000) i ORDER BY i DESC) x");
    await(
        "SELECT (temp_files > 0)::int FROM pg_stat_database WHERE datname = current_database()",
        "1");
    Map<String, Double> told = stage.round(probe).of(DATABASE);
    assertThat(told.get("pg.temp_bytes")).isGreaterThan(1_000_000);
    assertThat(told.get("pg.temp_files")).isPositive();
    assertThat(told.get("pg.rollbacks")).isPositive();
    assertThat(told.get("pg.commits")).isPositive();
    assertThat(told).containsEntry("pg.deadlocks", 0.0).containsKey("pg.cache_hit_rate");
  }

  @Test
  void aTransactionThatWasPreparedAndForgottenIsTold() {
    Probe probe = stage.probe(Look.atHome(database.target()));
    database.run(
        "BEGIN; UPDATE stock SET amount = 2 WHERE id = 7; PREPARE TRANSACTION 'forgotten'");
    Told told = stage.round(probe);
    database.run("ROLLBACK PREPARED 'forgotten'");
    assertThat(told.of(INSTANCE)).containsEntry("pg.prepared_transactions", 1.0);
    assertThat(told.value(INSTANCE, "pg.longest_prepared_transaction")).isPositive();
    assertThat(stage.round(probe).of(INSTANCE))
        .containsEntry("pg.prepared_transactions", 0.0)
        .containsEntry("pg.longest_prepared_transaction", 0.0);
  }

  @Test
  void aStatementIsToldByItsCallsSinceTheReadingBeforeAndThenEvenWhenItIsSilent() {
    Probe probe = stage.probe(Look.atHome(database.target()));
    stage.round(probe);
    for (int i = 0; i < 5; i++) {
      database.run("SELECT sum(amount) AS a_sum_of_this_test, pg_sleep(0.02) FROM stock");
    }
    String id =
        database.ask(
            "SELECT queryid FROM pg_stat_statements WHERE query LIKE 'SELECT sum(amount) AS a_sum%'");
    String statement = "pg-statement:test/db/" + id;
    Told told = stage.round(probe);
    assertThat(told.of(statement))
        .containsEntry("pg.statement.calls", 5.0)
        .containsEntry("pg.statement.rows", 5.0);
    assertThat(told.value(statement, "pg.statement.time")).isPositive();
    assertThat(told.value(statement, "pg.statement.mean"))
        .isEqualTo(told.value(statement, "pg.statement.time") / 5);
    assertThat(told.value(DATABASE, "probe.server_time")).isPositive();
    assertThat(stage.round(probe).of(statement)).containsEntry("pg.statement.calls", 0.0);
    database.run("SELECT pg_stat_statements_reset()");
    assertThat(stage.round(probe).of(statement)).isEmpty();
  }

  @Test
  void aRoleThatMayNotSeeOthersTellsNothingOfThemRatherThanThatThereAreNone() {
    database.run("DROP ROLE IF EXISTS outsider", "CREATE ROLE outsider LOGIN PASSWORD 'postgres'");
    Told told = stage.round(stage.probe(Look.atHome(as("outsider"))));
    assertThat(told.of(INSTANCE))
        .containsEntry("pg.up", 1.0)
        .containsKey("pg.connections")
        .doesNotContainKeys("pg.lock_waits", "pg.longest_transaction", "pg.blockers");
    assertThat(told.value(INSTANCE, "probe.failures")).isPositive();
  }

  @Test
  void aMemberOfPgMonitorReadsEveryGroup() {
    database.run(
        "DROP ROLE IF EXISTS monitor",
        "CREATE ROLE monitor LOGIN PASSWORD 'postgres'",
        "GRANT pg_monitor TO monitor");
    Told told = stage.round(stage.probe(Look.atHome(as("monitor"))));
    assertThat(told.of(INSTANCE))
        .containsEntry("probe.failures", 0.0)
        .containsKeys("pg.blockers", "pg.checkpoint.age", "pg.wal.size", "pg.disk.free");
    assertThat(told.of("pg-table:test/db/public.stock"))
        .containsKeys("pg.table.total_size", "pg.table.dead_percent");
    assertThat(told.of("pg-index:test/db/public.stock_pkey")).containsKey("pg.index.leaf_density");
  }

  private static PostgresTarget as(String user) {
    PostgresTarget target = database.target();
    return new PostgresTarget(
        target.name(),
        target.host(),
        target.port(),
        target.database(),
        target.schemas(),
        user,
        target.secret(),
        target.publication(),
        target.slot());
  }

  private void writeWal() {
    database.run(
        "SELECT pg_logical_emit_message(false, 'x', repeat('x', 12000000))",
        "SELECT pg_switch_wal()");
  }

  private static Connection connect(String application) throws SQLException {
    return DriverManager.getConnection(
        database.target().jdbcUrl() + "?ApplicationName=" + application, "postgres", "postgres");
  }

  private static void update(Connection connection, int id) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("UPDATE stock SET amount = amount - 1 WHERE id = " + id);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitWaiters(int number) {
    await(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
        Integer.toString(number));
  }

  private static void await(String query, String answer) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!database.ask(query).equals(answer)) {
      assertThat(System.nanoTime()).as(query).isLessThan(deadline);
    }
  }
}
