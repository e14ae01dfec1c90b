package io.homeostat.ingest.database;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.homeostat.schemas.targets.PostgresTarget;
import io.homeostat.schemas.targets.Secret;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A PostgreSQL of its own on a free port of loopback, with logical decoding on. */
public final class TestDatabase implements AutoCloseable {
  /** The scope of its entities. */
  public static final String TARGET = "test/db";

  private static final Path PGVECTOR =
      Path.of("..", "target", "lab", "pgvector").toAbsolutePath().normalize();

  private static final AtomicInteger STARTED = new AtomicInteger();

  private final EmbeddedPostgres server;
  private final Path passwordFile;

  /** Its own: the tests' broker keeps offsets by slots, and this database's begin anew. */
  private final String slot = "homeostat_test_" + STARTED.incrementAndGet();

  private TestDatabase(EmbeddedPostgres server, Path passwordFile) {
    this.server = server;
    this.passwordFile = passwordFile;
  }

  /**
   * Starts it.
   *
   * @param folder for its data and its password file
   */
  public static TestDatabase start(Path folder) {
    return start(folder, EmbeddedPostgres.builder());
  }

  /**
   * Starts one that has pgvector, from {@code tests/lab/pgvector}: the test is skipped where that
   * has not been run; in CI it fails.
   *
   * @param folder for its programs, its data and its password file
   */
  public static TestDatabase startWithPgvector(Path folder) {
    boolean here = Files.exists(PGVECTOR.resolve("lib/postgresql/vector.so"));
    if (System.getenv("CI") != null) {
      assertTrue(here, "CI runs tests/lab/pgvector");
    }
    assumeTrue(here, "SKIPPED: no pgvector in " + PGVECTOR + "; tests/lab/pgvector makes it");
    // Programs are unpacked once for each resolver, and these are not to be shared.
    TestDatabase database =
        start(
            folder,
            EmbeddedPostgres.builder()
                .setPgBinaryResolver(
                    (system, machine) ->
                        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine))
                .setOverrideWorkingDirectory(folder.toFile()));
    try (Stream<Path> folders = Files.walk(folder, 4)) {
      Path home =
          folders
              .filter(path -> Files.exists(path.resolve("bin/postgres")))
              .findFirst()
              .orElseThrow();
      copy(PGVECTOR, home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return database;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static TestDatabase start(Path folder, EmbeddedPostgres.Builder builder) {
    try {
      Path password = Files.writeString(folder.resolve("password"), "postgres\n");
      EmbeddedPostgres server =
          builder
              .setServerConfig("wal_level", "logical")
              .setServerConfig("max_wal_senders", "8")
              .setServerConfig("max_replication_slots", "8")
              .setServerConfig("fsync", "off")
              .setServerConfig("shared_preload_libraries", "pg_stat_statements")
              .setServerConfig("max_prepared_transactions", "4")
              .setServerConfig("max_slot_wal_keep_size", "64MB")
              .setServerConfig("min_wal_size", "32MB")
              .start();
      return new TestDatabase(server, password);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the slot by which its changes are captured. */
  public void createSlot() {
    run("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
  }

  /** How the services of ingest reach it. */
  public PostgresTarget target() {
    return new PostgresTarget(
        TARGET,
        "127.0.0.1",
        server.getPort(),
        "postgres",
        List.of("public"),
        "postgres",
        new Secret.InFile(passwordFile),
        Optional.of("homeostat_test"),
        Optional.of(slot));
  }

  /**
   * Runs statements, each in a session of its own: a session's end is when PostgreSQL counts what
   * it did.
   */
  public void run(String... statements) {
    for (String sql : statements) {
      try (Connection connection = connect();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new AssertionError(sql, e);
      }
    }
  }

  /** The first column of the first row. */
  public String ask(String query) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** A connection that the caller closes. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(target().jdbcUrl(), "postgres", "postgres");
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
