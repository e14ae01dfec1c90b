package io.homeostat.demo.ledger;

import io.homeostat.demo.Periodic;
import io.homeostat.demo.postgres.Database;
import io.homeostat.demo.postgres.Role;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ledger of effects in the retrieval system's database. An event trigger writes it; this class
 * reads it, and keeps the watch that sees what fires no trigger.
 *
 * @param database the retrieval system's database
 */
public record Ledger(Database database) {
  private static final Duration WATCH_INTERVAL = Duration.ofMillis(200);

  /**
   * Reads the ledger, oldest first.
   *
   * @param connection to the retrieval system's database
   */
  public static List<Effect> effects(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM ledger.effects ORDER BY id")) {
      List<Effect> effects = new ArrayList<>();
      while (row.next()) {
        effects.add(effect(row));
      }
      return effects;
    }
  }

  /** Starts to watch for changes of index files; closed by the caller. */
  public AutoCloseable watch() {
    Watch watch = new Watch(database);
    Periodic periodic = Periodic.start("ledger-watch", WATCH_INTERVAL, watch::look);
    return () -> {
      periodic.close();
      watch.close();
    };
  }

  private static Effect effect(ResultSet row) throws SQLException {
    Array seenBy = row.getArray("seen_by");
    return new Effect(
        row.getLong("id"),
        row.getTimestamp("at").toInstant().toString(),
        List.of((String[]) seenBy.getArray()),
        Optional.ofNullable(row.getString("session_user_name")),
        Optional.ofNullable(row.getString("application_name")),
        row.getString("command_tag"),
        row.getString("object_type"),
        row.getString("object_identity"),
        number(row, "transaction_id"),
        number(row, "backend_pid"),
        row.getBoolean("in_extension"),
        number(row, "relfilenode_before"),
        number(row, "relfilenode_after"));
  }

  private static Optional<Long> number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }

  /** One connection that is opened again when it breaks. */
  private static final class Watch implements AutoCloseable {
    private final Database database;
    private Optional<Connection> open = Optional.empty();

    Watch(Database database) {
      this.database = database;
    }

    void look() throws SQLException {
      if (open.isEmpty()) {
        open = Optional.of(database.connect(Role.SUPERUSER, "demo-ledger"));
      }
      try (Statement statement = open.get().createStatement()) {
        boolean more = true;
        while (more) {
          try (ResultSet row = statement.executeQuery("SELECT ledger.observe()")) {
            more = row.next() && row.getBoolean(1);
          }
        }
      } catch (SQLException e) {
        close();
        throw e;
      }
    }

    @Override
    public void close() throws SQLException {
      Optional<Connection> closing = open;
      open = Optional.empty();
      if (closing.isPresent()) {
        closing.get().close();
      }
    }
  }
}
