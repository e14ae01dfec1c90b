package io.homeostat.ingest.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.RowChange;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.database.TestDatabase;
import io.homeostat.ingest.door.Door;
import io.homeostat.ingest.door.Doors;
import io.homeostat.schemas.targets.ProtectedColumns;
import io.homeostat.schemas.targets.ProtectedColumns.Column;
import io.homeostat.schemas.targets.ProtectedColumns.Form;
import io.homeostat.schemas.targets.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is protected in a real PostgreSQL does not get to a real Kafka. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ProtectedCaptureTest {
  private static final String TABLE = "public.customers";
  private static final String SECRET = "s3cret";

  private static TestBroker broker;
  private static TestDatabase database;
  private static Secret key;

  private final Door door = new Doors(System::nanoTime).door("cdc");
  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    broker = TestBroker.shared();
    database = TestDatabase.start(folder);
    database.run(
        "CREATE TABLE customers (id bigint, email text, phone text, notes jsonb, amount numeric,"
            + " PRIMARY KEY (id, email))",
        "ALTER TABLE customers REPLICA IDENTITY FULL",
        "CREATE TABLE free (id bigint PRIMARY KEY)",
        "CREATE PUBLICATION homeostat_test FOR TABLE customers, free");
    database.createSlot();
    key = new Secret.InFile(Files.writeString(folder.resolve("hash.key"), "k1\n"));
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @AfterEach
  void stopThreads() {
    executor.shutdownNow();
  }

  @Test
  void noValueThatIsProtectedGetsToKafkaAndARenamedColumnStopsEverythingUntilItIsNamed() {
    AtomicReference<ProtectedColumns> columns =
        new AtomicReference<>(
            protectedColumns(
                column("email", Form.HASHED, false),
                column("phone", Form.MASKED, false),
                column("notes", Form.LEFT_OUT, false)));
    try (LaneReader reader = LaneReader.fromNow(broker, Stream.CHANGES);
        Capture capture = capture(columns)) {
      executor.execute(capture::run);
      String row = "'%s@example.org', '%s-phone', '{\"n\": \"%s-note\"}'";
      String values = row.formatted(SECRET, SECRET, SECRET);
      database.run(
          "INSERT INTO customers VALUES (1, " + values + ", 12.5), (2, " + values + ", null)",
          "UPDATE customers SET amount = 13, phone = phone || '2' WHERE id = 1",
          "DELETE FROM customers WHERE id = 1");
      reader.await(read -> Seen.changes(read).size() >= 4);
      List<RowChange> seen = Seen.changes(reader);
      assertThat(seen.toString()).doesNotContain(SECRET).doesNotContain("notes");
      String hash = hash(seen.get(0));
      assertThat(seen.get(0).after().orElseThrow()).contains("\"phone\":\"***\"");
      assertThat(seen.get(0).key()).isEqualTo("{\"id\":1,\"email\":\"" + hash + "\"}");
      assertThat(hash(seen.get(1))).as("equal values have equal hashes").isEqualTo(hash);
      assertThat(seen.get(3).operation()).isEqualTo(RowChange.Operation.DELETE);
      assertThat(seen.get(3).before().orElseThrow()).contains(hash).contains("***");

      await().until(() -> door.health() == Tick.Door.OPEN);
      database.run(
          "ALTER TABLE customers RENAME COLUMN phone TO telephone",
          "INSERT INTO customers VALUES (3, " + values + ", 1)");
      await().atMost(Duration.ofSeconds(60)).until(() -> door.health() == Tick.Door.CLOSED);
      assertThat(Seen.changes(reader)).as("nothing after it, either").hasSize(4);

      columns.set(
          protectedColumns(
              column("email", Form.HASHED, false),
              column("phone", Form.MASKED, true),
              column("telephone", Form.MASKED, false),
              column("notes", Form.LEFT_OUT, false)));
      reader.await(read -> Seen.changes(read).size() >= 5);
      RowChange last = Seen.changes(reader).get(4);
      assertThat(last.toString()).doesNotContain(SECRET);
      assertThat(last.after().orElseThrow()).contains("\"telephone\":\"***\"").contains(hash);
    } finally {
      database.run("ALTER TABLE customers RENAME COLUMN telephone TO phone");
    }
  }

  @Test
  void whatCanNotBeProtectedIsRefusedBeforeAnythingIsCaptured() {
    refused(column("mail", Form.MASKED, false), "public.customers.mail is in no table of the");
    refused(column("id", Form.LEFT_OUT, false), "public.customers.id is in its table's key");
    refused(column("email", Form.MASKED, false), "may only be hashed");
    refused(
        new Column("public.clients", "email", Form.MASKED, false), "public.clients.email is in no");
    assertThatThrownBy(
            () ->
                ProtectionCheck.of(
                    database.target(),
                    new ProtectedColumns(
                        List.of(column("email", Form.HASHED, false)),
                        Optional.of(new Secret.InEnvironment("NO_SUCH_KEY")))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("NO_SUCH_KEY");
  }

  private static void refused(Column column, String why) {
    assertThatThrownBy(() -> ProtectionCheck.of(database.target(), protectedColumns(column)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }

  private static String hash(RowChange change) {
    String after = change.after().orElseThrow();
    int from = after.indexOf("\"email\":\"") + "\"email\":\"".length();
    return after.substring(from, after.indexOf('"', from));
  }

  private static Column column(String name, Form form, boolean gone) {
    return new Column(TABLE, name, form, gone);
  }

  private static ProtectedColumns protectedColumns(Column... columns) {
    return new ProtectedColumns(List.of(columns), Optional.of(key));
  }

  private Capture capture(AtomicReference<ProtectedColumns> columns) {
    return new Capture(
        database.target(),
        broker.inbox(),
        "none",
        new TestColumns(() -> Objects.requireNonNull(columns.get()), List.of()),
        entity -> "rag",
        door,
        executor);
  }
}
