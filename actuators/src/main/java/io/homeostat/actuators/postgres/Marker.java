package io.homeostat.actuators.postgres;

import io.homeostat.core.model.Command;
import io.homeostat.core.model.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The row that an attempt leaves in the target's own database: written under the target's advisory
 * lock before the effect begins, and finished after it. It is the fencing token, and what recovery
 * compares the target with.
 *
 * @param commandId the command; at most one row for each, ever
 * @param indexOid the index's object id before
 * @param tableOid its table
 * @param relfilenode the index's file before
 * @param sizeBytes its size before
 * @param leafDensity its leaf density before, in percent
 * @param startedMillis when it was written, by the database's clock
 * @param result what became of it; empty while that is not known
 */
record Marker(
    String commandId,
    long indexOid,
    long tableOid,
    long relfilenode,
    long sizeBytes,
    Optional<Double> leafDensity,
    long startedMillis,
    Optional<Finish> result) {

  /** The end of an attempt. */
  record Finish(String word, String reason) {}

  private static final String EXISTS = "SELECT to_regclass('homeostat.effects') IS NOT NULL";
  private static final String CREATE_SCHEMA = "CREATE SCHEMA IF NOT EXISTS homeostat";
  private static final String CREATE_TABLE =
      """
      CREATE TABLE IF NOT EXISTS homeostat.effects (
        command_id text PRIMARY KEY,
        target text NOT NULL,
        fence bigint NOT NULL,
        action text NOT NULL,
        index_oid bigint NOT NULL,
        table_oid bigint NOT NULL,
        definition text NOT NULL,
        relfilenode_before bigint NOT NULL,
        size_before bigint NOT NULL,
        leaf_density_before float8,
        backend_pid integer NOT NULL,
        phase text NOT NULL CHECK (phase IN ('begun', 'finished')),
        started timestamptz NOT NULL DEFAULT clock_timestamp(),
        finished timestamptz,
        result text,
        reason text,
        relfilenode_after bigint,
        size_after bigint,
        leaf_density_after float8
      )
      """;
  private static final String INSERT =
      """
      INSERT INTO homeostat.effects (command_id, target, fence, action, index_oid, table_oid,
        definition, relfilenode_before, size_before, leaf_density_before, backend_pid, phase)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::float8, ?, 'begun') ON CONFLICT DO NOTHING
      """;
  private static final String FIND =
      """
      SELECT command_id, index_oid, table_oid, relfilenode_before, size_before, leaf_density_before,
        (extract(epoch FROM started) * 1000)::bigint AS started, phase, result, reason
      FROM homeostat.effects WHERE command_id = ?
      """;
  private static final String NEWEST_FENCE =
      "SELECT max(fence) FROM homeostat.effects WHERE target = ?";
  private static final String FINISH =
      """
      UPDATE homeostat.effects SET phase = 'finished', finished = clock_timestamp(), result = ?,
        reason = ?, relfilenode_after = ?::bigint, size_after = ?::bigint, leaf_density_after = ?::float8
      WHERE command_id = ?
      """;

  /** Makes the table, where this is the first action in the database. */
  static void prepare(Session session) throws SQLException {
    if (!there(session)) {
      session.utility(CREATE_SCHEMA);
      session.utility(CREATE_TABLE);
    }
  }

  /** The row of a command, if there is one. */
  static Optional<Marker> find(Session session, String commandId) throws SQLException {
    return there(session) ? session.first(Marker::read, FIND, commandId) : Optional.empty();
  }

  /** The newest grant that ever began on the target, as the target knows. */
  static OptionalLong newestFence(Session session, String target) throws SQLException {
    if (!there(session)) {
      return OptionalLong.empty();
    }
    Optional<OptionalLong> newest =
        session.first(
            row -> {
              long fence = row.getLong(1);
              return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(fence);
            },
            NEWEST_FENCE,
            target);
    return newest.orElse(OptionalLong.empty());
  }

  /** Writes the row; false when the command has one already. */
  static boolean begin(
      Session session, Command command, IndexReading index, Optional<Double> leafDensity)
      throws SQLException {
    return 1
        == session.run(
            INSERT,
            command.id(),
            command.target().text(),
            command.fence(),
            command.action(),
            index.oid(),
            index.tableOid(),
            index.definition(),
            index.relfilenode(),
            index.sizeBytes(),
            leafDensity,
            session.pid());
  }

  /** Notes how the attempt ended. */
  void finish(
      Session session, Finish finish, Optional<IndexReading> after, Optional<Double> leafDensity)
      throws SQLException {
    session.run(
        FINISH,
        finish.word(),
        finish.reason(),
        after.map(IndexReading::relfilenode),
        after.map(IndexReading::sizeBytes),
        leafDensity,
        commandId);
  }

  /** The seconds since it was written, by the database's clock. */
  Double secondsSince(Session session) throws SQLException {
    return session
        .first(
            row -> row.getDouble(1),
            "SELECT extract(epoch FROM clock_timestamp())::float8 - ?::float8",
            startedMillis / 1000.0)
        .map(seconds -> Math.round(seconds * 1000) / 1000.0)
        .orElseThrow();
  }

  /** Notes that the effect was not begun after all. */
  void refuse(Session session, String reason) throws SQLException {
    finish(
        session,
        new Finish(Outcome.Result.REFUSED.name(), reason),
        Optional.empty(),
        Optional.empty());
  }

  private static boolean there(Session session) throws SQLException {
    return session.first(row -> row.getBoolean(1), EXISTS).orElse(false);
  }

  private static Marker read(ResultSet row) throws SQLException {
    String density = row.getString("leaf_density_before");
    return new Marker(
        row.getString("command_id"),
        row.getLong("index_oid"),
        row.getLong("table_oid"),
        row.getLong("relfilenode_before"),
        row.getLong("size_before"),
        Optional.ofNullable(density).map(Double::valueOf),
        row.getLong("started"),
        row.getString("phase").equals("finished")
            ? Optional.of(new Finish(row.getString("result"), row.getString("reason")))
            : Optional.empty());
  }
}
