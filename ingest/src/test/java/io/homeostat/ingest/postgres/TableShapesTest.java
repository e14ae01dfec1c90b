package io.homeostat.ingest.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.database.TestDatabase;
import io.homeostat.ingest.door.Door;
import io.homeostat.ingest.door.Doors;
import io.homeostat.ingest.probe.Teller;
import io.homeostat.ingest.shape.ShapeMemory;
import io.homeostat.ingest.shape.ShapeWatch;
import io.homeostat.schemas.targets.PostgresTarget;
import io.homeostat.schemas.topics.Brokers;
import io.homeostat.schemas.topics.DoorPublisher;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is altered about tables of a real PostgreSQL is told as changes through a real Kafka. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TableShapesTest {
  private static final AtomicInteger TARGETS = new AtomicInteger();

  @TempDir private Path folder = Path.of("unset");

  private final TestBroker broker = TestBroker.shared();
  private final Door door = new Doors(System::nanoTime).door("probe");
  private final DoorPublisher publisher = broker.inbox().publisher("probe", Map.of());
  private final LaneReader signals = LaneReader.fromNow(broker, Stream.SIGNALS);
  private final String name = "test/shapes" + TARGETS.incrementAndGet();
  private List<String> schemas = List.of("public");
  private TestDatabase database;
  private Instant now = Instant.now();

  @BeforeEach
  void start() {
    database = TestDatabase.start(folder);
    database.run(
        "CREATE TABLE docs (id bigint PRIMARY KEY, word text, size integer)",
        "CREATE INDEX docs_word ON docs (word)");
  }

  @AfterEach
  void stop() {
    signals.close();
    publisher.close();
    database.close();
  }

  @Test
  void whatIsAlteredIsToldOnceAlsoAcrossARestartOfTheProbe() {
    try (Life first = new Life()) {
      first.round();
      database.run(
          "ALTER TABLE docs ALTER COLUMN size TYPE bigint",
          "ALTER TABLE docs ALTER COLUMN word SET NOT NULL",
          "DROP INDEX docs_word");
      first.round();
      awaitTold(
          "table public.docs: column word made NOT NULL, column size retyped: integer → bigint,"
              + " index docs_word (btree text_ops on word) dropped");
      Change told = changes().get(0);
      assertThat(told.kind()).isEqualTo("schema");
      assertThat(told.entity()).isEqualTo(EntityId.parse("pg-table:" + name + "/public.docs"));
      assertThat(told.updatedMillis() - told.beganMillis()).isEqualTo(120_000);
      first.round();
    }
    database.run("ALTER TABLE docs RENAME COLUMN word TO term", "CREATE TABLE fresh (id bigint)");
    try (Life second = new Life()) {
      second.round();
      awaitTold("table public.docs: column word renamed to term");
      awaitTold("table public.fresh: created with 1 columns");
      database.run("ALTER TABLE docs RENAME TO papers", "DROP TABLE fresh");
      second.round();
      awaitTold("table public.docs: renamed to public.papers");
      awaitTold("table public.fresh: dropped, it had 1 columns");
    }
    try (Life third = new Life()) {
      third.round();
      third.round();
      assertThat(changes()).hasSize(5);
    }
  }

  @Test
  void aStormOfDataDefinitionIsOneWordAndRebuiltIndexesAndPartitionsAreNone() {
    database.run(
        "CREATE TABLE parts (id bigint, day date) PARTITION BY RANGE (day)",
        "CREATE TEMPORARY TABLE passing (id bigint)");
    try (Life life = new Life()) {
      life.round();
      database.run(
          "REINDEX INDEX CONCURRENTLY docs_word",
          "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')");
      life.round();
      IntStream.range(0, 30).forEach(i -> database.run("CREATE TABLE t" + i + " (id bigint)"));
      life.round();
      awaitTold("30 tables were created, dropped or altered at once: public.t0, public.t1,");
      assertThat(changes()).hasSize(1);
      assertThat(changes().get(0).entity().kind()).isEqualTo("pg-database");
    }
  }

  /** Nor is a schema new because one looks at it now. */
  @Test
  void whatIsLookedAtNoLongerIsNotDropped() {
    database.run("CREATE SCHEMA audit", "CREATE TABLE audit.log (id bigint)");
    try (Life narrow = new Life()) {
      narrow.round();
    }
    schemas = List.of("public", "audit");
    try (Life wide = new Life()) {
      wide.round();
    }
    schemas = List.of("audit");
    database.run("ALTER TABLE audit.log ADD COLUMN word text");
    try (Life other = new Life()) {
      other.round();
      awaitTold("table audit.log: column word (text) added");
    }
    assertThat(changes()).hasSize(1);
  }

  /** The reading takes no lock on a table, and so waits for none. */
  @Test
  void aTableThatSomebodyHoldsIsReadAllTheSame() throws SQLException {
    try (Life life = new Life();
        Connection holder = database.connect();
        Statement statement = holder.createStatement()) {
      life.round();
      holder.setAutoCommit(false);
      statement.execute("LOCK TABLE docs IN ACCESS EXCLUSIVE MODE");
      database.run("CREATE TABLE others (id bigint)");
      life.round();
      awaitTold("table public.others: created with 1 columns");
      assertThat(changes()).hasSize(1);
      holder.rollback();
    }
  }

  /** Under a name of its own, for the broker keeps what was read under it. */
  private PostgresTarget target() {
    PostgresTarget target = database.target();
    return new PostgresTarget(
        name,
        target.host(),
        target.port(),
        target.database(),
        schemas,
        target.user(),
        target.secret(),
        target.publication(),
        target.slot());
  }

  private List<Change> changes() {
    return signals.all().stream()
        .map(record -> record.fact())
        .filter(Change.class::isInstance)
        .map(Change.class::cast)
        .filter(change -> change.kind().equals("schema"))
        .filter(change -> change.entity().text().contains(name))
        .toList();
  }

  private void awaitTold(String begin) {
    signals.await(
        read -> changes().stream().anyMatch(change -> change.summary().startsWith(begin)));
  }

  /** One life of the probe's process. */
  private final class Life implements AutoCloseable {
    private final ShapeMemory memory = ShapeMemory.open(Brokers.at(broker.bootstrap()), publisher);
    private final ShapeWatch watch =
        new ShapeWatch(memory, publisher, () -> Optional.of(entity -> "rag"));
    private final Probe probe =
        new Probe(
            Look.atHome(target()),
            ProbeStage.LIMITS,
            watch,
            new Teller("the test's", publisher, door),
            () -> now);

    /** Two minutes after the one before; ends once what was read is told and kept. */
    void round() {
      await().atMost(Duration.ofSeconds(30)).until(memory::known);
      now = now.plus(Duration.ofMinutes(2));
      probe.round();
      await().atMost(Duration.ofSeconds(30)).until(watch::idle);
    }

    @Override
    public void close() {
      probe.end();
      memory.close();
    }
  }
}
