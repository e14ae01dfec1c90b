package io.homeostat.ingest.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.database.TestDatabase;
import io.homeostat.ingest.door.Door;
import io.homeostat.ingest.door.Doors;
import io.homeostat.schemas.targets.PostgresTarget;
import io.homeostat.schemas.topics.DoorPublisher;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
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

  private final Door door = new Doors(System::nanoTime).door("probe");
  private final MockProducer<byte[], byte[]> log =
      new MockProducer<>(
          true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
  private final List<Probe> probes = new ArrayList<>();

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
        "INSERT INTO items SELECT i, 'key-' || i, 'x' FROM generate_series(1, 20000) i");
    awaitStatistics("n_live_tup", 20_000);
    database.run("CREATE INDEX items_key_idx ON items (key)", "VACUUM ANALYZE items");
  }

  @AfterEach
  void dropTable() {
    probes.forEach(Probe::close);
    database.run("DROP TABLE items");
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
    assertThat(door.health()).isEqualTo(Tick.Door.OPEN);
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
    Told told = round(probe);
    assertThat(told.of(INSTANCE))
        .containsEntry("pg.up", 1.0)
        .containsEntry("pg.lock_waits", 0.0)
        .containsKeys(
            "pg.connections", "pg.connections.limit", "pg.longest_transaction", "probe.duration");
    assertThat(told.of("pg-database:test/db/postgres"))
        .containsKeys("pg.database.size", "pg.cache_hit_rate")
        .containsEntry("pg.deadlocks", 0.0);
    assertThat(told.value(INSTANCE, "pg.disk.free")).isPositive();
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
      assertThat(System.nanoTime() - begin).isLessThan(2_000_000_000L);
      assertThat(told.of(INSTANCE)).containsEntry("pg.up", 1.0).containsKey("pg.connections");
      assertThat(told.of(INDEX)).isEmpty();
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
      rebuild.get(20, TimeUnit.SECONDS);
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
            there.passwordFile(),
            there.publication(),
            there.slot());
    assertThat(round(probe(nowhere)).samples()).isEqualTo(Map.of(INSTANCE, Map.of("pg.up", 0.0)));
    assertThat(door.health()).isEqualTo(Tick.Door.OPEN);
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
    Probe probe =
        new Probe(
            target,
            new DoorPublisher(log, Lanes.LOCAL, "probe/test"),
            door,
            InstantSource.system(),
            new LeafReading(0, 256 << 20));
    probes.add(probe);
    return probe;
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
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (!database.ask(query).equals(answer)) {
      assertThat(System.nanoTime()).as(query).isLessThan(deadline);
    }
  }

  /** What a round told, by entity and series. */
  private record Told(Map<String, Map<String, Double>> samples) {

    Map<String, Double> of(String entity) {
      return samples.getOrDefault(entity, Map.of());
    }

    double value(String entity, String series) {
      return of(entity).getOrDefault(series, Double.NaN);
    }

    Set<String> entities() {
      return samples.keySet();
    }
  }

  private Told round(Probe probe) {
    log.clear();
    probe.round();
    Map<String, Map<String, Double>> samples = new TreeMap<>();
    Wire wire = new Wire();
    for (ProducerRecord<byte[], byte[]> record : log.history()) {
      try {
        MetricFrame frame = (MetricFrame) wire.decode(record.value()).fact();
        for (int i = 0; i < frame.values().length; i++) {
          samples
              .computeIfAbsent(frame.entity().text(), entity -> new TreeMap<>())
              .put(frame.series().name(i), frame.values()[i]);
        }
      } catch (WireException e) {
        throw new AssertionError(e);
      }
    }
    return new Told(samples);
  }
}
