package io.homeostat.ingest.cdc;

import io.homeostat.schemas.targets.PostgresTarget;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The slot of a target, as PostgreSQL has it. */
enum ReplicationSlot {
  /** It can be read on from where it stands. */
  READY,
  /** It is not there. */
  ABSENT,
  /** PostgreSQL has removed what it had still to read, or has invalidated it. */
  LOST;

  private static final String STATE =
      """
      SELECT coalesce(wal_status = 'lost', false) AS lost
      FROM pg_replication_slots WHERE slot_name = ?
      """;

  private static final String END =
      """
      SELECT pg_wal_lsn_diff(
        CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, '0/0')
      """;

  /**
   * How it is now.
   *
   * @throws IOException when the database does not answer
   */
  static ReplicationSlot of(PostgresTarget target) throws IOException {
    try (Connection connection = TargetConnection.open(target);
        PreparedStatement statement = connection.prepareStatement(STATE)) {
      statement.setString(1, target.slot().orElse(""));
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return ABSENT;
        }
        return row.getBoolean("lost") ? LOST : READY;
      }
    } catch (SQLException e) {
      throw new IOException("the slot can't be looked at: " + e.getMessage(), e);
    }
  }

  /**
   * Where the database's log ends now, as a number.
   *
   * @throws IOException when the database does not answer
   */
  static long end(PostgresTarget target) throws IOException {
    try (Connection connection = TargetConnection.open(target);
        PreparedStatement statement = connection.prepareStatement(END);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IOException("the end of the log can't be looked at: " + e.getMessage(), e);
    }
  }

  /**
   * Drops a lost slot, of which nothing can be read any more.
   *
   * @throws IOException when the database does not do so
   */
  static void drop(PostgresTarget target) throws IOException {
    try (Connection connection = TargetConnection.open(target);
        PreparedStatement statement =
            connection.prepareStatement("SELECT pg_drop_replication_slot(?)")) {
      statement.setString(1, target.slot().orElse(""));
      statement.execute();
    } catch (SQLException e) {
      throw new IOException("the lost slot can't be dropped: " + e.getMessage(), e);
    }
  }
}
