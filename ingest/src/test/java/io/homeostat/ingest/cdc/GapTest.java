package io.homeostat.ingest.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.RowChange;
import io.homeostat.core.model.RowChange.Operation;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.database.TestDatabase;
import io.homeostat.ingest.door.Doors;
import io.homeostat.schemas.targets.PostgresTarget;
import io.homeostat.schemas.topics.Brokers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A slot that is gone, or given up, leaves a gap that is told, and what is there is read anew. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class GapTest {
  private static final AtomicInteger SLOTS = new AtomicInteger();

  @TempDir private Path folder = Path.of("unset");

  private final TestBroker broker = TestBroker.shared();
  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
  private TestDatabase database;

  /** Each database has its own, for the broker keeps the offsets of all. */
  private final String slot = "gap_" + SLOTS.incrementAndGet();

  @BeforeEach
  void start() {
    database = TestDatabase.start(folder);
    database.run(
        "CREATE TABLE items (id bigint PRIMARY KEY, word text)",
        "CREATE PUBLICATION homeostat_test FOR TABLE items",
        "SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
  }

  @AfterEach
  void stop() {
    executor.shutdownNow();
    database.close();
  }

  @Test
  void aSlotThatIsGoneIsAGapAndWhatIsThereIsReadAnewThenStreamed() throws IOException {
    captureOneRow();
    database.run(
        "SELECT pg_drop_replication_slot('" + slot + "')",
        "INSERT INTO items VALUES (2, 'missed'), (3, 'missed and gone')",
        "DELETE FROM items WHERE id = 3");

    try (LaneReader changes = LaneReader.fromNow(broker, Stream.CHANGES);
        LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS);
        LaneReader logs = LaneReader.fromNow(broker, Stream.LOGS);
        Capture capture = capture()) {
      executor.execute(capture::run);
      changes.await(read -> of(Operation.READ, Seen.changes(read)).size() >= 2);
      database.run("INSERT INTO items VALUES (4, 'after')");
      changes.await(read -> !of(Operation.INSERT, Seen.changes(read)).isEmpty());
      assertThat(of(Operation.READ, Seen.changes(changes)))
          .containsExactlyInAnyOrder("{\"id\":1}", "{\"id\":2}");
      assertThat(of(Operation.INSERT, Seen.changes(changes))).containsExactly("{\"id\":4}");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> !CaptureOffsets.read(brokers(), slot).gap().orElseThrow().open());
      logs.await(read -> !lines(read, "were read anew").isEmpty());
      assertThat(lines(logs, "changes of test/db are missing since 20")).isNotEmpty();
      assertThat(lines(logs, "slot " + slot + " is gone")).isNotEmpty();
      metrics.await(read -> gaps(read).contains(0.0));
      assertThat(gaps(metrics)).startsWith(1.0);
    }
  }

  @Test
  void aSlotThatPostgresqlHasGivenUpIsMadeAnewAndWhatIsThereIsReadAnew() throws IOException {
    captureOneRow();
    database.run("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'", "SELECT pg_reload_conf()");
    AtomicInteger missed = new AtomicInteger();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              int id = 100 + missed.incrementAndGet();
              database.run(
                  "INSERT INTO items VALUES (" + id + ", 'missed')",
                  "SELECT pg_switch_wal()",
                  "CHECKPOINT");
              return database.ask("SELECT wal_status FROM pg_replication_slots").equals("lost");
            });

    try (LaneReader changes = LaneReader.fromNow(broker, Stream.CHANGES);
        LaneReader logs = LaneReader.fromNow(broker, Stream.LOGS);
        Capture capture = capture()) {
      executor.execute(capture::run);
      changes.await(read -> of(Operation.READ, Seen.changes(read)).size() > missed.get());
      database.run("INSERT INTO items VALUES (5, 'after')");
      changes.await(read -> !of(Operation.INSERT, Seen.changes(read)).isEmpty());
      assertThat(of(Operation.INSERT, Seen.changes(changes))).containsExactly("{\"id\":5}");
      assertThat(database.ask("SELECT wal_status FROM pg_replication_slots")).isEqualTo("reserved");
      logs.await(read -> !lines(read, "was given up by PostgreSQL").isEmpty());
    }
  }

  @Test
  void aDatabaseThatWasRestoredToAnEarlierTimeIsReadAnew(@TempDir Path other) throws IOException {
    database.run("SELECT pg_switch_wal()", "INSERT INTO items VALUES (8, 'x')");
    database.run("SELECT pg_switch_wal()", "INSERT INTO items VALUES (9, 'y')");
    captureOneRow();
    database.close();
    database = TestDatabase.start(other);
    database.run(
        "CREATE TABLE items (id bigint PRIMARY KEY, word text)",
        "INSERT INTO items VALUES (1, 'one')",
        "CREATE PUBLICATION homeostat_test FOR TABLE items",
        "SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");

    try (LaneReader changes = LaneReader.fromNow(broker, Stream.CHANGES);
        LaneReader logs = LaneReader.fromNow(broker, Stream.LOGS);
        Capture capture = capture()) {
      executor.execute(capture::run);
      changes.await(read -> of(Operation.READ, Seen.changes(read)).contains("{\"id\":1}"));
      database.run("INSERT INTO items VALUES (5, 'after')");
      changes.await(read -> of(Operation.INSERT, Seen.changes(read)).contains("{\"id\":5}"));
      logs.await(read -> !lines(read, "it was restored, or is another one").isEmpty());
    }
  }

  @Test
  void aGapThatAnotherCaptureFoundAndDidNotCloseIsClosedByTheNext() throws Exception {
    captureOneRow();
    try (var producer = broker.inbox().producer("gap-test", Map.of())) {
      CaptureOffsets.keep(producer, slot, new Gap(1, 2, "as a test has it", true));
    }
    assertThat(CaptureOffsets.read(brokers(), slot).gap())
        .contains(new Gap(1, 2, "as a test has it", true));

    try (LaneReader changes = LaneReader.fromNow(broker, Stream.CHANGES);
        Capture capture = capture()) {
      executor.execute(capture::run);
      changes.await(read -> of(Operation.READ, Seen.changes(read)).contains("{\"id\":1}"));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> !CaptureOffsets.read(brokers(), slot).gap().orElseThrow().open());
    }
  }

  @Test
  void aFirstStartReadsNothing() throws IOException {
    database.run(
        "SELECT pg_drop_replication_slot('" + slot + "')", "INSERT INTO items VALUES (7, 'old')");
    try (var producer = broker.inbox().producer("gap-test", Map.of());
        GapWatch watch = new GapWatch(target("never_used"), broker.inbox(), producer)) {
      assertThat(watch.tablesToRead()).isEmpty();
    }
  }

  private PostgresTarget target(String otherSlot) {
    var at = database.target();
    return new PostgresTarget(
        at.name(),
        at.host(),
        at.port(),
        at.database(),
        at.schemas(),
        at.user(),
        at.secret(),
        at.publication(),
        Optional.of(otherSlot));
  }

  private void captureOneRow() throws IOException {
    try (LaneReader changes = LaneReader.fromNow(broker, Stream.CHANGES);
        Capture capture = capture()) {
      executor.execute(capture::run);
      database.run("INSERT INTO items VALUES (1, 'one')");
      changes.await(read -> of(Operation.INSERT, Seen.changes(read)).contains("{\"id\":1}"));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> CaptureOffsets.read(brokers(), slot).lastMillis() > 0);
    }
  }

  private Capture capture() {
    return new Capture(
        target(slot),
        broker.inbox(),
        "none",
        TestColumns.NONE,
        entity -> "rag",
        new Doors(System::nanoTime).door("cdc"),
        executor);
  }

  private Brokers brokers() {
    return broker.inbox().brokers();
  }

  private static List<String> of(Operation operation, List<RowChange> changes) {
    return changes.stream()
        .filter(change -> change.operation() == operation)
        .map(RowChange::key)
        .toList();
  }

  private static List<String> lines(LaneReader reader, String part) {
    return reader.all().stream()
        .filter(record -> record.fact() instanceof LogEntry entry && entry.body().contains(part))
        .map(record -> ((LogEntry) record.fact()).body())
        .toList();
  }

  private static List<Double> gaps(LaneReader reader) {
    return reader.all().stream()
        .filter(record -> record.fact() instanceof MetricFrame)
        .map(record -> (MetricFrame) record.fact())
        .filter(frame -> frame.series().names().contains("cdc.gap"))
        .map(frame -> frame.values()[frame.series().names().indexOf("cdc.gap")])
        .toList();
  }
}
