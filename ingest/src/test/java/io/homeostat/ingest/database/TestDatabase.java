package io.homeostat.ingest.database;

import io.homeostat.schemas.targets.PostgresTarget;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** A PostgreSQL of its own on a free port of loopback, with logical decoding on. */
public final class TestDatabase implements AutoCloseable {
  /** The scope of its entities. */
  public static final String TARGET = "test/db";

  private final EmbeddedPostgres server;
  private final Path passwordFile;

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
    try {
      Path password = Files.writeString(folder.resolve("password"), "postgres\n");
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setServerConfig("wal_level", "logical")
              .setServerConfig("max_wal_senders", "8")
              .setServerConfig("max_replication_slots", "8")
              .setServerConfig("fsync", "off")
              .start();
      return new TestDatabase(server, password);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
        passwordFile,
        Optional.of("homeostat_test"),
        Optional.of("homeostat_test"));
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
