package io.homeostat.ingest.cdc;

import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.RowChange;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.database.TestDatabase;
import io.homeostat.ingest.door.Doors;
import io.homeostat.schemas.targets.PostgresTarget;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

/**
 * How many changes a second the capture takes from a slot into Kafka, beside what PostgreSQL itself
 * sends to a reader that throws all of it away; and how long after its commit a change is in Kafka.
 */
@Tag("benchmark")
class CaptureBenchmark {
  private static final int ROWS = 200_000;
  private static final int TURNS = 5;
  private static final int PER_SECOND = 1_000;
  private static final int SECONDS = 30;
  private static final double NANOS = 1e9;

  private final TestBroker broker = TestBroker.shared();
  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);

  @Test
  void throughputAndLag(@TempDir Path folder) throws Exception {
    try (TestDatabase database = TestDatabase.start(folder)) {
      database.run(
          "CREATE TABLE items (id bigint PRIMARY KEY, word text)",
          "CREATE PUBLICATION homeostat_test FOR TABLE items",
          "ALTER SYSTEM SET max_slot_wal_keep_size = '4GB'",
          "SELECT pg_reload_conf()");
      for (int turn = 0; turn < TURNS; turn++) {
        throughput(database, turn);
      }
      lag(database);
    } finally {
      executor.shutdownNow();
    }
  }

  private void throughput(TestDatabase database, int turn) throws Exception {
    String ours = "ours_" + turn;
    String bare = "bare_" + turn;
    database.run(
        "SELECT pg_create_logical_replication_slot('" + ours + "', 'pgoutput')",
        "SELECT pg_create_logical_replication_slot('" + bare + "', 'pgoutput')",
        "TRUNCATE items",
        "INSERT INTO items SELECT i, repeat('word', 25) FROM generate_series(1, %d) i"
            .formatted(ROWS));
    double bareSeconds = drain(database.target(), bare);
    try (LaneReader reader = LaneReader.fromNow(broker, Stream.CHANGES);
        Capture capture = capture(database.target(), ours)) {
      String end = database.ask("SELECT pg_current_wal_lsn()");
      executor.execute(capture::run);
      awaitPassed(database, ours, end);
      reader.await(read -> inserts(read).size() >= ROWS);
      List<LaneRecord> inserts = inserts(reader);
      long first = inserts.stream().mapToLong(LaneRecord::appendedMillis).min().orElseThrow();
      long last = inserts.stream().mapToLong(LaneRecord::appendedMillis).max().orElseThrow();
      System.out.printf(
          "turn %d: %,.0f changes/s into Kafka (from the first to the last in it); PostgreSQL alone %,.0f (%.2f of it)%n",
          turn,
          ROWS * 1_000.0 / (last - first),
          ROWS / bareSeconds,
          bareSeconds * 1_000 / (last - first));
    }
    database.run(
        "SELECT pg_drop_replication_slot('" + ours + "')",
        "SELECT pg_drop_replication_slot('" + bare + "')");
  }

  private void lag(TestDatabase database) throws Exception {
    database.run("SELECT pg_create_logical_replication_slot('lag', 'pgoutput')", "TRUNCATE items");
    try (LaneReader reader = LaneReader.fromNow(broker, Stream.CHANGES);
        Capture capture = capture(database.target(), "lag")) {
      executor.execute(capture::run);
      database.run("INSERT INTO items VALUES (0, 'it runs')");
      reader.await(read -> !inserts(read).isEmpty());
      write(database);
      reader.await(read -> inserts(read).size() > PER_SECOND * SECONDS);
      long[] lags =
          inserts(reader).stream()
              .skip(1)
              .mapToLong(
                  record -> record.appendedMillis() - ((RowChange) record.fact()).committedMillis())
              .sorted()
              .toArray();
      System.out.printf(
          "commit to Kafka at %,d transactions/s: median %d ms, p99 %d ms, most %d ms%n",
          PER_SECOND, lags[lags.length / 2], lags[lags.length * 99 / 100], lags[lags.length - 1]);
    }
  }

  private static void write(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO items VALUES (?, 'a word')")) {
      long begin = System.nanoTime();
      for (int i = 1; i <= PER_SECOND * SECONDS; i++) {
        insert.setLong(1, i);
        insert.executeUpdate();
        LockSupport.parkNanos(begin + (long) (i * NANOS / PER_SECOND) - System.nanoTime());
      }
    }
  }

  private static void awaitPassed(TestDatabase database, String slot, String end)
      throws InterruptedException {
    String passed =
        "SELECT confirmed_flush_lsn >= '%s'::pg_lsn FROM pg_replication_slots WHERE slot_name = '%s'"
            .formatted(end, slot);
    while (!database.ask(passed).equals("t")) {
      Thread.sleep(200);
    }
  }

  private static List<LaneRecord> inserts(LaneReader reader) {
    return reader.all().stream()
        .filter(
            record ->
                record.fact() instanceof RowChange row
                    && row.operation() == RowChange.Operation.INSERT)
        .toList();
  }

  private Capture capture(PostgresTarget target, String slot) {
    PostgresTarget other =
        new PostgresTarget(
            target.name(),
            target.host(),
            target.port(),
            target.database(),
            target.schemas(),
            target.user(),
            target.secret(),
            target.publication(),
            Optional.of(slot));
    return new Capture(
        other,
        broker.inbox(),
        "none",
        TestColumns.NONE,
        entity -> "rag",
        new Doors(System::nanoTime).door("cdc"),
        executor);
  }

  /** Reads a slot to its end and throws all of it away; the seconds that it took. */
  private static double drain(PostgresTarget target, String slot) throws Exception {
    Properties settings = new Properties();
    settings.setProperty("user", target.user());
    settings.setProperty("password", "postgres");
    settings.setProperty("replication", "database");
    settings.setProperty("assumeMinServerVersion", "15");
    settings.setProperty("preferQueryMode", "simple");
    try (Connection connection = DriverManager.getConnection(target.jdbcUrl(), settings);
        PGReplicationStream stream =
            connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(slot)
                .withSlotOption("proto_version", "1")
                .withSlotOption("publication_names", "homeostat_test")
                .start()) {
      long begin = 0;
      int inserts = 0;
      while (inserts < ROWS) {
        ByteBuffer message = stream.read();
        if (begin == 0) {
          begin = System.nanoTime();
        }
        inserts += message.get() == 'I' ? 1 : 0;
      }
      return (System.nanoTime() - begin) / NANOS;
    }
  }
}
