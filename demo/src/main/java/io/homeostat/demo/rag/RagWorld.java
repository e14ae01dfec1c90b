package io.homeostat.demo.rag;

import io.homeostat.demo.postgres.Database;
import io.homeostat.demo.postgres.Role;
import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the retrieval system's database: whole in one transaction, or not at all, and once. */
public final class RagWorld {
  private static final Logger log = LoggerFactory.getLogger(RagWorld.class);
  private static final String APPLICATION = "demo-setup";

  /** Grows when the tables change, so that data of another form is told apart. */
  private static final int VERSION = 2;

  private static final Set<Role> OTHERS = EnumSet.complementOf(EnumSet.of(Role.SUPERUSER));

  private RagWorld() {}

  /**
   * Makes the world, or finds it as it was made before.
   *
   * @param maintenance a database of the server that is always there
   * @return the retrieval system's database
   * @throws ServiceException when it can't be made, or was made in another form
   */
  public static Database open(Database maintenance, Corpus corpus) {
    Database rag = maintenance.named(Database.RAG);
    try {
      createDatabase(maintenance);
      try (Connection connection = rag.connect(Role.SUPERUSER, APPLICATION)) {
        if (!isMade(connection)) {
          make(connection, corpus);
        }
        vacuumOnce(connection);
        setPasswords(connection, rag);
      }
      return rag;
    } catch (SQLException | IOException e) {
      throw new ServiceException(
          "cannot make the database " + rag.jdbcUrl() + ": " + e.getMessage(), e);
    }
  }

  private static void createDatabase(Database maintenance) throws SQLException {
    try (Connection connection = maintenance.connect(Role.SUPERUSER, APPLICATION);
        Statement statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery(
              "SELECT FROM pg_database WHERE datname = '" + Database.RAG + "'")) {
        if (found.next()) {
          return;
        }
      }
      statement.execute("CREATE DATABASE " + Database.RAG);
    }
  }

  private static boolean isMade(Connection connection) throws SQLException {
    Optional<Integer> version = Optional.empty();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet table = statement.executeQuery("SELECT to_regclass('demo.world')")) {
        table.next();
        if (table.getString(1) == null) {
          return false;
        }
      }
      try (ResultSet row = statement.executeQuery("SELECT version FROM demo.world")) {
        if (row.next()) {
          version = Optional.of(row.getInt(1));
        }
      }
    }
    if (!version.equals(Optional.of(VERSION))) {
      throw new ServiceException(
          "the demo's database has form "
              + version.map(String::valueOf).orElse("(none)")
              + ", and this is for form "
              + VERSION
              + ": stop, remove the demo folder below data.dir, and start again");
    }
    return true;
  }

  private static void make(Connection connection, Corpus corpus) throws SQLException, IOException {
    long start = System.nanoTime();
    connection.setAutoCommit(false);
    EmbeddingColumn column = EmbeddingColumn.choose(connection);
    try (Statement statement = connection.createStatement()) {
      statement.execute(script("roles.sql"));
      statement.execute(script("tables.sql").replace("${embedding.type}", column.type()));
      new CorpusLoader(corpus, column).load(connection);
      statement.execute(script("indexes.sql"));
      statement.execute(script("/io/homeostat/demo/ledger/ledger.sql"));
    }
    try (PreparedStatement world =
        connection.prepareStatement(
            "INSERT INTO demo.world (version, seed, documents) VALUES (?, ?, ?)")) {
      world.setInt(1, VERSION);
      world.setLong(2, corpus.seed());
      world.setInt(3, corpus.size());
      world.executeUpdate();
    }
    connection.commit();
    connection.setAutoCommit(true);
    log.info("made {} documents in {} ms", corpus.size(), (System.nanoTime() - start) / 1_000_000);
  }

  /** Index-only scans need the visibility map, which only VACUUM fills. */
  private static void vacuumOnce(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean fresh;
      try (ResultSet map =
          statement.executeQuery(
              "SELECT relallvisible = 0 FROM pg_class WHERE oid = 'public.documents'::regclass")) {
        fresh = map.next() && map.getBoolean(1);
      }
      if (fresh) {
        statement.execute("VACUUM (ANALYZE) public.documents, public.features");
      }
    }
  }

  private static void setPasswords(Connection connection, Database rag) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (Role role : OTHERS) {
        String password = rag.credentials().password(role);
        statement.execute(
            "ALTER ROLE " + role.user() + " PASSWORD " + statement.enquoteLiteral(password));
      }
    }
  }

  private static String script(String name) throws IOException {
    try (InputStream stream = RagWorld.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IOException("the script " + name + " is not on the class path");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
