package io.homeostat.ingest.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.RowChange;
import io.homeostat.ingest.bench.Program;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.database.TestDatabase;
import io.homeostat.schemas.service.ServiceMain;
import io.homeostat.schemas.targets.PostgresTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process {@code cdc} is killed again and again while rows are written, and so is PostgreSQL,
 * which then recovers as after any crash: no change is missing, and none comes twice. {@code
 * -Dcdc.changes=100000} is the long form.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class KilledCaptureTest {
  private static final int CHANGES = Integer.getInteger("cdc.changes", 20_000);
  private static final int ROWS_EACH = 250;
  private static final int KILLS = 4;
  private static final long BETWEEN_KILLS_MILLIS = 6_000;

  private final TestBroker broker = TestBroker.shared();

  @Test
  void nothingIsMissingAndNothingComesTwiceThoughCaptureAndPostgresqlAreKilled(@TempDir Path folder)
      throws Exception {
    try (TestDatabase database = TestDatabase.start(folder);
        LaneReader reader = LaneReader.fromNow(broker, Stream.CHANGES)) {
      database.run(
          "CREATE TABLE items (id bigint PRIMARY KEY, word text)",
          "CREATE PUBLICATION homeostat_test FOR TABLE items");
      database.createSlot();
      try (Program cdc = cdc(folder, database.target())) {
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(database));
        for (int kill = 1; kill <= KILLS; kill++) {
          Thread.sleep(BETWEEN_KILLS_MILLIS);
          cdc.killAndStart();
          if (kill % 2 == 0) {
            killBackend(database);
          }
        }
        writing.get(10, TimeUnit.MINUTES);
        database.run("INSERT INTO items VALUES (" + (CHANGES + 1) + ", 'last')");
        reader.await(read -> isLast(read.all()));
        cdc.requireAlive();
      }
      assertThat(database.ask("SELECT count(*) FROM items")).isEqualTo("" + (CHANGES + 1));
      List<String> expected =
          IntStream.rangeClosed(1, CHANGES + 1).mapToObj(id -> "{\"id\":" + id + "}").toList();
      List<String> keys =
          Seen.changes(reader).stream()
              .filter(change -> change.operation() == RowChange.Operation.INSERT)
              .map(RowChange::key)
              .toList();
      assertThat(keys).hasSameSizeAs(expected).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static boolean isLast(List<LaneRecord> read) {
    String last = "{\"id\":" + (CHANGES + 1) + "}";
    return read.subList(Math.max(0, read.size() - 1_000), read.size()).stream()
        .anyMatch(record -> record.fact() instanceof RowChange row && row.key().equals(last));
  }

  /** Writes every row once: what a crash has left undone is done again. */
  private static void write(TestDatabase database) {
    int next = 1;
    while (next <= CHANGES) {
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("SET synchronous_commit = on"); // The test's server has it off.
        connection.setAutoCommit(false);
        while (next <= CHANGES) {
          int to = Math.min(CHANGES, next + ROWS_EACH - 1);
          statement.execute(
              "INSERT INTO items SELECT i, repeat('word', 20) FROM generate_series(%d, %d) i ON CONFLICT DO NOTHING"
                  .formatted(next, to));
          connection.commit();
          next = to + 1;
          Thread.sleep(1_000L * KILLS * ROWS_EACH * 6 / CHANGES);
        }
      } catch (SQLException e) {
        pause(); // It recovers; whether the last rows were committed is not known, so they come
        // again.
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A server process that is killed takes all others with it; PostgreSQL then recovers. */
  private static void killBackend(TestDatabase database) throws IOException, InterruptedException {
    String pid =
        database.ask(
            "SELECT pid FROM pg_stat_activity WHERE backend_type IN ('walsender', 'client backend')"
                + " AND pid <> pg_backend_pid() LIMIT 1");
    assertThat(new ProcessBuilder("kill", "-9", pid).inheritIO().start().waitFor()).isZero();
  }

  private Program cdc(Path folder, PostgresTarget target) throws IOException {
    Path targets =
        Files.writeString(
            folder.resolve("targets.yaml"),
            """
            targets:
              - name: %s
                host: 127.0.0.1
                port: %d
                database: postgres
                schemas: [public]
                publication: homeostat_test
                slot: %s
                roles:
                  cdc: {user: postgres, passwordFile: password}
            """
                .formatted(target.name(), target.port(), target.slot().orElseThrow()));
    Path config =
        Files.writeString(
            folder.resolve("cdc.properties"),
            "kafka.bootstrap=%s\ntargets.file=%s\n".formatted(broker.bootstrap(), targets));
    return new Program(
        folder.resolve("cdc.said"),
        Program.java(
            System.getProperty("java.class.path"),
            List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            ServiceMain.class.getName(),
            "--config",
            config.toString(),
            "cdc"));
  }
}
