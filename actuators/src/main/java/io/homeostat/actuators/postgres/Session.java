package io.homeostat.actuators.postgres;

import io.homeostat.schemas.targets.PostgresTarget;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * A session with a target. It is never handed from a pool: its name in {@code pg_stat_activity} and
 * its locks say who acts. Each statement is its own transaction.
 */
final class Session implements AutoCloseable {
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final Connection connection;

  private Session(Connection connection) {
    this.connection = connection;
  }

  /** Reads one row of a result. */
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * Connects.
   *
   * <p>The server must not watch for a lost client ({@code client_connection_check_interval}): a
   * rebuild whose actuator died goes on to its end, which is one whole effect, where breaking it
   * off would leave half of one. A session that waits for its client does end soon, so that a
   * client that hangs or is gone does not keep its locks.
   *
   * @param application the session's name, at most 63 bytes
   * @throws SQLException when the database or the password can't be reached
   */
  static Session open(PostgresTarget target, String application) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", target.user());
    properties.setProperty("password", password(target));
    properties.setProperty("ApplicationName", application);
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("loginTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    Session session = new Session(DriverManager.getConnection(target.jdbcUrl(), properties));
    try {
      session.set("search_path", "pg_catalog, pg_temp");
      session.set("client_connection_check_interval", "0");
      session.set("idle_session_timeout", "30s");
      session.set("tcp_keepalives_idle", "10");
      session.set("tcp_keepalives_interval", "5");
      session.set("tcp_keepalives_count", "3");
      session.limits(2_000, 60_000);
      return session;
    } catch (SQLException e) {
      session.close();
      throw e;
    }
  }

  /** Bounds each wait for a lock, and each statement; 0 for no bound. */
  void limits(long lockMillis, long statementMillis) throws SQLException {
    set("lock_timeout", lockMillis + "ms");
    set("statement_timeout", statementMillis + "ms");
    // Where even the server's own limit is not heard of, the socket must not wait for ever.
    connection.setNetworkTimeout(
        Runnable::run, statementMillis == 0 ? 0 : Math.toIntExact(statementMillis + 15_000));
  }

  /** The server process of this session. */
  int pid() throws SQLException {
    return first(row -> row.getInt(1), "SELECT pg_backend_pid()").orElseThrow();
  }

  /** Runs a statement that gives no rows; an empty {@code Optional} is written as NULL. */
  int run(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepared(sql, values)) {
      return statement.executeUpdate();
    }
  }

  /** Runs a statement that can't be prepared, such as REINDEX. */
  void utility(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** All rows of a query. */
  <T> List<T> all(Row<T> row, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepared(sql, values);
        ResultSet result = statement.executeQuery()) {
      List<T> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(row.read(result));
      }
      return rows;
    }
  }

  /** The first row of a query, if there is one. */
  <T> Optional<T> first(Row<T> row, String sql, Object... values) throws SQLException {
    return all(row, sql, values).stream().findFirst();
  }

  /** Whether the server is still there and answers. */
  boolean alive() {
    try {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Whether the exception says that a lock was waited for in vain. */
  static boolean lockNotAvailable(SQLException e) {
    return LOCK_NOT_AVAILABLE.equals(e.getSQLState());
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("closing a session never fails: the driver ignores it", e);
    }
  }

  private void set(String setting, String value) throws SQLException {
    try (PreparedStatement statement = prepared("SELECT set_config(?, ?, false)", setting, value)) {
      statement.execute();
    }
  }

  private PreparedStatement prepared(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(
            i + 1, values[i] instanceof Optional<?> value ? value.orElse(null) : values[i]);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private static String password(PostgresTarget target) throws SQLException {
    try {
      return target.password();
    } catch (IOException e) {
      throw new SQLException("the password can't be read from " + target.secret(), e);
    }
  }
}
