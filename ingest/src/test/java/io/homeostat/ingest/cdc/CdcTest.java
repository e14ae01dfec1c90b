package io.homeostat.ingest.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.RowChange;
import io.homeostat.core.model.RowChange.Operation;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.database.TestDatabase;
import io.homeostat.ingest.door.Door;
import io.homeostat.ingest.door.Doors;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CdcTest {
  private static TestBroker broker;
  private static TestDatabase database;

  private final Door door = new Doors(System::nanoTime).door("cdc");
  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);

  @BeforeAll
  static void start(@TempDir Path folder) {
    broker = TestBroker.shared();
    database = TestDatabase.start(folder);
    database.run(
        "CREATE TABLE items (id bigint PRIMARY KEY, word text, embedding real[])",
        "CREATE TABLE others (id bigint)",
        "CREATE PUBLICATION homeostat_test FOR TABLE items");
    database.createSlot();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @BeforeEach
  void emptyTable() {
    database.run("DELETE FROM items");
  }

  @AfterEach
  void stopThreads() {
    executor.shutdownNow();
  }

  @Test
  void whatHappensToRowsComesInAsChangesOfTheirTable() {
    try (LaneReader reader = LaneReader.fromNow(broker, Stream.CHANGES);
        Capture capture = capture()) {
      executor.execute(capture::run);
      database.run(
          "INSERT INTO items VALUES (1, 'one', '{1,2,3}')",
          "UPDATE items SET word = 'won' WHERE id = 1",
          "DELETE FROM items WHERE id = 1",
          "TRUNCATE items");
      reader.await(read -> ofWord(Seen.changes(read)).size() >= 4);
      List<RowChange> changes = ofWord(Seen.changes(reader));
      assertThat(changes)
          .extracting(RowChange::operation)
          .containsExactly(
              Operation.INSERT, Operation.UPDATE, Operation.DELETE, Operation.TRUNCATE);
      RowChange insert = changes.get(0);
      assertThat(insert.table().text()).isEqualTo("pg-table:test/db/public.items");
      assertThat(insert.key()).isEqualTo("{\"id\":1}");
      assertThat(insert.after()).contains("{\"id\":1,\"word\":\"one\"}");
      assertThat(insert.before()).isEmpty();
      assertThat(changes).extracting(RowChange::position).isSorted();
      assertThat(changes.get(3).key()).isEmpty();
      assertThat(door.health()).isEqualTo(Tick.Door.OPEN);
    }
  }

  @Test
  void aCrashInTheMidstOfATransactionLosesNothingAndDoublesNothing() throws Exception {
    try (LaneReader reader = LaneReader.fromNow(broker, Stream.CHANGES)) {
      interleavedTransactions(1_000);
      for (int batches = 3; batches <= 6; batches += 3) {
        CrashingEngine.runUntilCrash(database.target(), broker, batches);
      }
      try (Capture capture = capture()) {
        executor.execute(capture::run);
        database.run("INSERT INTO items VALUES (-1, 'last')");
        reader.await(read -> inserted(Seen.changes(read)).contains("{\"id\":-1}"));
      }
      assertThat(inserted(Seen.changes(reader)))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.rangeClosed(-1, 2_000)
                  .filter(id -> id != 0)
                  .mapToObj(id -> "{\"id\":" + id + "}")
                  .toList());
      assertThat(reader.all()).hasSizeGreaterThan(Seen.changes(reader).size());
    }
  }

  @Test
  void aConnectionThatIsCutAgainAndAgainLosesNothingAndDoublesNothing() {
    try (LaneReader reader = LaneReader.fromNow(broker, Stream.CHANGES);
        Capture capture = capture()) {
      executor.execute(capture::run);
      for (int round = 0; round < 3; round++) {
        int from = round * 500;
        database.run(
            "INSERT INTO items SELECT i, 'w' FROM generate_series(%d, %d) i"
                .formatted(from + 1, from + 500));
        reader.await(read -> inserted(Seen.changes(read)).size() > from);
        database.run("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots");
      }
      reader.await(read -> inserted(Seen.changes(read)).size() >= 1_500);
      assertThat(inserted(Seen.changes(reader))).doesNotHaveDuplicates().hasSize(1_500);
    }
  }

  @Test
  void theSlotMovesOnWhenOnlyOtherTablesChangeAndNothingIsLostByIt() {
    try (Capture capture = capture()) {
      executor.execute(capture::run);
      database.run("INSERT INTO others SELECT generate_series(1, 10000)");
      String written = database.ask("SELECT pg_current_wal_lsn()");
      Instant deadline = Instant.now().plusSeconds(60);
      String passed =
          "SELECT confirmed_flush_lsn >= '" + written + "'::pg_lsn FROM pg_replication_slots";
      while (!database.ask(passed).equals("t") || door.health() != Tick.Door.OPEN) {
        assertThat(Instant.now()).isBefore(deadline);
      }
    }
    database.run("INSERT INTO others VALUES (1)", "INSERT INTO items VALUES (1, 'w')");
    try (LaneReader reader = LaneReader.fromNow(broker, Stream.CHANGES);
        Capture capture = capture()) {
      executor.execute(capture::run);
      database.run("INSERT INTO items VALUES (2, 'w')");
      reader.await(read -> inserted(Seen.changes(read)).size() >= 2);
      assertThat(inserted(Seen.changes(reader))).containsExactly("{\"id\":1}", "{\"id\":2}");
    }
  }

  @Test
  void aRowOfFlywaysHistoryIsAChangeOfTheDatabaseToo() {
    database.run(
        "CREATE TABLE flyway_schema_history (installed_rank integer PRIMARY KEY, version varchar(50),"
            + " description varchar(200), type varchar(20), script varchar(1000), checksum integer,"
            + " installed_by varchar(100), installed_on timestamp DEFAULT now(),"
            + " execution_time integer, success boolean)",
        "ALTER PUBLICATION homeostat_test ADD TABLE flyway_schema_history");
    try (LaneReader signals = LaneReader.fromNow(broker, Stream.SIGNALS);
        Capture capture = capture()) {
      executor.execute(capture::run);
      database.run(
          "INSERT INTO flyway_schema_history VALUES"
              + " (1, '7', 'add tenants', 'SQL', 'V7__add_tenants.sql', 1, 'deploy', now(), 40, true)");
      signals.await(read -> !migrations(read).isEmpty());
      Change told = migrations(signals).get(0);
      assertThat(told.entity().text()).isEqualTo("pg-database:test/db/postgres");
      assertThat(told.summary()).isEqualTo("Flyway brought postgres to 7: add tenants, in 40 ms");
      assertThat(told.updatedMillis() - told.beganMillis()).isEqualTo(40);
    }
  }

  private static List<Change> migrations(LaneReader signals) {
    return signals.all().stream()
        .map(LaneRecord::fact)
        .filter(Change.class::isInstance)
        .map(Change.class::cast)
        .filter(change -> change.kind().equals("schema"))
        .toList();
  }

  private Capture capture() {
    return new Capture(
        database.target(),
        broker.inbox(),
        "public\\.items\\.embedding",
        TestColumns.NONE,
        entity -> "rag",
        door,
        executor);
  }

  /** Two transactions that write in turn, the one that began first committing last. */
  private static void interleavedTransactions(int rowsEach) throws Exception {
    try (Connection first = database.connect();
        Connection second = database.connect();
        Statement one = first.createStatement();
        Statement two = second.createStatement()) {
      first.setAutoCommit(false);
      second.setAutoCommit(false);
      for (int i = 1; i <= rowsEach; i += 100) {
        insert(one, i, i + 99);
        insert(two, rowsEach + i, rowsEach + i + 99);
      }
      second.commit();
      first.commit();
    }
  }

  private static void insert(Statement statement, int from, int to) throws Exception {
    statement.execute(
        "INSERT INTO items SELECT i, 'word' FROM generate_series(%d, %d) i".formatted(from, to));
  }

  private static List<String> inserted(List<RowChange> changes) {
    return changes.stream()
        .filter(change -> change.operation() == Operation.INSERT)
        .map(RowChange::key)
        .toList();
  }

  /** Without what the test before has left to delete. */
  private static List<RowChange> ofWord(List<RowChange> changes) {
    int first =
        IntStream.range(0, changes.size())
            .filter(i -> changes.get(i).operation() == Operation.INSERT)
            .findFirst()
            .orElse(changes.size());
    return changes.subList(first, changes.size());
  }
}
