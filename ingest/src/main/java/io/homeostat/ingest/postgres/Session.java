package io.homeostat.ingest.postgres;

import io.homeostat.schemas.targets.PostgresTarget;
import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A polite connection: read-only, in autocommit so that it holds no snapshot, never waiting for a
 * lock, on one core, with a short limit for every statement, and with {@code pg_catalog} alone in
 * its search path, so that nobody's functions take the place of PostgreSQL's own.
 */
final class Session implements AutoCloseable {
  /** PostgreSQL's code for a lock that was not there in time. */
  static final String LOCKED = "55P03";

  /** PostgreSQL's code for what a role may not do. */
  static final String FORBIDDEN = "42501";

  /** PostgreSQL's code for a statement that was cancelled, such as by its limit. */
  static final String CANCELLED = "57014";

  private static final int IDLE_LIMIT_SINCE = 14;
  private static final String POLITE =
      """
      SET statement_timeout = %d; SET lock_timeout = '10ms';
      SET idle_in_transaction_session_timeout = '10s'; SET default_transaction_read_only = on;
      SET search_path = pg_catalog; SET max_parallel_workers_per_gather = 0; SET jit = off;
      SET DateStyle = ISO; SET extra_float_digits = 1
      """;
  private static final String SERVER =
      """
      SELECT current_setting('server_version_num')::int AS version, pg_is_in_recovery() AS standby,
        current_database() AS database, current_setting('block_size')::int AS block_bytes,
        pg_has_role('pg_read_all_stats', 'USAGE') AS sees_all,
        array(SELECT e.extname::text FROM pg_extension e ORDER BY e.oid) AS extensions,
        array(SELECT quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
          ORDER BY e.oid) AS schemas
      """;

  /** What is done with each row of an answer. */
  interface Rows {
    void row(ResultSet row) throws SQLException;
  }

  private final Connection connection;
  private Server server;
  private long nowMillis;

  private Session(Connection connection) throws SQLException {
    this.connection = connection;
    this.server = ask();
  }

  /**
   * Opens one.
   *
   * @param statementMillis the limit for each statement
   * @throws IOException when the password can't be read
   */
  static Session open(PostgresTarget target, int statementMillis) throws SQLException, IOException {
    Properties settings = new Properties();
    settings.setProperty("user", target.user());
    settings.setProperty("password", target.password());
    settings.setProperty("ApplicationName", Probe.APPLICATION);
    settings.setProperty("connectTimeout", "2");
    settings.setProperty("socketTimeout", Integer.toString(3 + statementMillis / 1_000));
    settings.setProperty("readOnly", "true");
    settings.setProperty("assumeMinServerVersion", "10");
    Connection fresh = DriverManager.getConnection(target.jdbcUrl(), settings);
    try {
      try (Statement statement = fresh.createStatement()) {
        statement.execute(POLITE.formatted(statementMillis));
        if (fresh.getMetaData().getDatabaseMajorVersion() >= IDLE_LIMIT_SINCE) {
          statement.execute("SET idle_session_timeout = '120s'");
        }
      }
      return new Session(fresh);
    } catch (SQLException e) {
      fresh.close();
      throw e;
    }
  }

  /** Asks anew what the server is like, and takes the time of the round that begins. */
  void beginRound(long atMillis) throws SQLException {
    nowMillis = atMillis;
    server = ask();
  }

  /** What the server was like when the round began. */
  Server server() {
    return server;
  }

  /** When the round began, in milliseconds since 1970 by this machine's clock. */
  long nowMillis() {
    return nowMillis;
  }

  /** For what needs a transaction of its own; leave it in autocommit. */
  Connection connection() {
    return connection;
  }

  /**
   * Gives each row of an answer.
   *
   * @param parameters lists (of texts or whole numbers), texts and numbers
   */
  void each(String sql, Rows rows, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        bind(statement, i + 1, parameters[i]);
      }
      try (ResultSet answer = statement.executeQuery()) {
        while (answer.next()) {
          rows.row(answer);
        }
      }
    }
  }

  /** Whether the server still answers. */
  boolean alive() throws SQLException {
    return connection.isValid(1);
  }

  private void bind(PreparedStatement statement, int place, Object value) throws SQLException {
    if (value instanceof List<?> list) {
      boolean numbers = !list.isEmpty() && list.get(0) instanceof Long;
      statement.setArray(
          place, connection.createArrayOf(numbers ? "int8" : "text", list.toArray()));
    } else {
      statement.setObject(place, value);
    }
  }

  private Server ask() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SERVER)) {
      row.next();
      return new Server(
          row.getInt("version"),
          row.getBoolean("standby"),
          row.getString("database"),
          row.getInt("block_bytes"),
          row.getBoolean("sees_all"),
          pairs(row.getArray("extensions"), row.getArray("schemas")));
    }
  }

  private static Map<String, String> pairs(Array keys, Array values) throws SQLException {
    String[] names = (String[]) keys.getArray();
    String[] schemas = (String[]) values.getArray();
    Map<String, String> pairs = new HashMap<>();
    for (int i = 0; i < names.length; i++) {
      pairs.put(names[i], schemas[i]);
    }
    return pairs;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
