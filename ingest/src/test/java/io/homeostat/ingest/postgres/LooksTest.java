package io.homeostat.ingest.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.database.TestDatabase;
import io.homeostat.ingest.probe.Crew;
import io.homeostat.schemas.topics.DoorPublisher;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LooksTest {
  private static TestDatabase database;

  private final MockProducer<byte[], byte[]> log =
      new MockProducer<>(
          true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());

  @BeforeAll
  static void startDatabase(@TempDir Path folder) {
    database = TestDatabase.start(folder);
    database.run("CREATE DATABASE shop", "CREATE DATABASE search", "CREATE DATABASE gone");
    database.run("ALTER DATABASE gone ALLOW_CONNECTIONS false");
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @Test
  void severalInstancesAreReadInOneProcessEachWithTheDatabasesThatItsEntryWants(
      @TempDir Path folder) throws IOException {
    Path file = folder.resolve("targets.yaml");
    Files.writeString(folder.resolve("password"), "postgres");
    DoorPublisher publisher = new DoorPublisher(log, Lanes.LOCAL, "probe/test");
    try (Crew<Look> crew =
        ProbeService.postgres(file, ProbeStage.LIMITS, () -> reading -> {}, publisher)) {
      // Any password will do: the server trusts loopback, and HOME is always there.
      Files.writeString(
          file,
          """
          targets:
            - {name: prod/all, host: 127.0.0.1, port: %1$d,
               roles: {probe: {user: postgres, passwordEnv: HOME}}}
            - {name: prod/some, host: 127.0.0.1, port: %1$d, databases: [search],
               roles: {probe: {user: postgres, passwordFile: password}}}
            - {name: prod/one, host: 127.0.0.1, port: %1$d, database: shop,
               roles: {probe: {user: postgres, passwordFile: password}}}
          """
              .formatted(database.target().port()));
      await(
          seen ->
              seen.containsAll(
                  Set.of(
                      "postgres:prod/all",
                      "pg-database:prod/all/shop",
                      "pg-database:prod/all/search",
                      "postgres:prod/some",
                      "pg-database:prod/some/search",
                      "postgres:prod/one",
                      "pg-database:prod/one/shop")));
      assertThat(entities())
          .doesNotContain(
              "pg-database:prod/all/postgres",
              "pg-database:prod/all/gone",
              "pg-database:prod/all/template1",
              "pg-database:prod/some/shop");
      Files.writeString(file, "targets: []");
      await(
          seen ->
              database
                  .ask(
                      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'homeostat-probe'")
                  .equals("0"));
    }
  }

  private void await(Predicate<Set<String>> condition) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!condition.test(entities())) {
      assertThat(System.nanoTime()).as("seen %s", entities()).isLessThan(deadline);
    }
  }

  private Set<String> entities() {
    Set<String> found = new TreeSet<>();
    Wire wire = new Wire();
    for (var record : log.history()) {
      try {
        if (wire.decode(record.value()).fact() instanceof MetricFrame frame) {
          found.add(frame.entity().text());
        }
      } catch (WireException e) {
        throw new AssertionError(e);
      }
    }
    return found;
  }
}
