package io.homeostat.actuators.postgres;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Ids;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The advisory lock of a target, held by a session: whoever holds it is the only one who may act on
 * the target. It ends with the session.
 *
 * @param key the lock's key in the database
 */
record TargetLock(long key) {
  private static final String HOLDER =
      """
      SELECT format('process %s (%s) of %s', a.pid, a.application_name, a.usename)
      FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND l.classid = ((? >> 32) & 4294967295)::bigint::oid AND l.objid = (? & 4294967295)::bigint::oid
      """;

  static TargetLock of(EntityId target) {
    return new TargetLock(
        Long.parseUnsignedLong(Ids.of("homeostat target", target.text()).substring(0, 16), 16));
  }

  /**
   * Takes the lock, waiting at most for the session's lock timeout.
   *
   * @return who holds it instead; empty when it was taken
   */
  Optional<String> take(Session session) throws SQLException {
    try {
      session.first(row -> row.getString(1), "SELECT pg_advisory_lock(?)::text", key);
      return Optional.empty();
    } catch (SQLException e) {
      if (!Session.lockNotAvailable(e)) {
        throw e;
      }
      return session
          .first(row -> row.getString(1), HOLDER, key, key)
          .or(() -> Optional.of("a session that has just ended"));
    }
  }
}
