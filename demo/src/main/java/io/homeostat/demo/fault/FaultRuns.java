package io.homeostat.demo.fault;

import io.homeostat.demo.postgres.Database;
import io.homeostat.demo.postgres.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Optional;

/**
 * The world's own record of which faults were injected when; it outlives the demo.
 *
 * @param database the retrieval system's database
 */
record FaultRuns(Database database) {
  private static final String APPLICATION = "demo-faults";

  /** Records a start; returns the run's number. */
  long started(String fault, long seed) throws SQLException {
    try (Connection connection = database.connect(Role.SUPERUSER, APPLICATION);
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO demo.fault_runs (fault, seed) VALUES (?, ?) RETURNING id")) {
      insert.setString(1, fault);
      insert.setLong(2, seed);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Records how a run ended. */
  void ended(long id, String outcome) throws SQLException {
    try (Connection connection = database.connect(Role.SUPERUSER, APPLICATION);
        PreparedStatement update =
            connection.prepareStatement(
                """
                UPDATE demo.fault_runs SET ended_at = clock_timestamp(), outcome = ?
                WHERE id = ? AND ended_at IS NULL
                """)) {
      update.setString(1, outcome);
      update.setLong(2, id);
      update.executeUpdate();
    }
  }

  /** Ends the runs that the demo's own end has cut off. */
  void endInterrupted() throws SQLException {
    try (Connection connection = database.connect(Role.SUPERUSER, APPLICATION);
        PreparedStatement update =
            connection.prepareStatement(
                """
                UPDATE demo.fault_runs SET ended_at = clock_timestamp(), outcome = 'interrupted'
                WHERE ended_at IS NULL
                """)) {
      update.executeUpdate();
    }
  }

  /** A fault's newest run. */
  Optional<FaultRun> newest(String fault) throws SQLException {
    try (Connection connection = database.connect(Role.SUPERUSER, APPLICATION);
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT * FROM demo.fault_runs WHERE fault = ? ORDER BY id DESC LIMIT 1")) {
      select.setString(1, fault);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        return Optional.of(
            new FaultRun(
                row.getLong("id"),
                row.getLong("seed"),
                row.getTimestamp("started_at").toInstant().toString(),
                Optional.ofNullable(row.getTimestamp("ended_at"))
                    .map(Timestamp::toInstant)
                    .map(Object::toString),
                Optional.ofNullable(row.getString("outcome"))));
      }
    }
  }
}
