package io.homeostat.ingest.postgres;

import java.sql.SQLException;
import java.util.List;

/**
 * Which tables and indexes are read: those of the schemas that were named (else of all that are not
 * PostgreSQL's own), the largest first, up to a limit.
 *
 * @param schemas the schemas; none for all
 * @param most the most tables, and the most indexes
 */
record Relations(List<String> schemas, int most) {
  /** A condition on the schema {@code n}, with two parameters. */
  private static final String OF_SCHEMAS =
      "(n.nspname = ANY (?) OR (?::int = 0 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'))";

  /** A condition on the relation {@code c}: nobody holds it so that its size can't be asked. */
  private static final String NOT_HELD =
      """
      NOT EXISTS (SELECT FROM pg_locks l WHERE l.relation = c.oid AND l.mode = 'AccessExclusiveLock'
        AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))
      """;

  Relations {
    schemas = List.copyOf(schemas);
  }

  /**
   * Reads relations; where one is held by somebody, the others once more without those that are.
   *
   * @param sql with the places {@code ${free}} for a condition on the relation {@code c} and {@code
   *     ${schemas}} for one on the schema {@code n}, and {@code LIMIT ?} at its end
   */
  void read(Session session, String sql, Session.Rows rows) throws SQLException {
    String chosen = sql.replace("${schemas}", OF_SCHEMAS);
    try {
      session.each(chosen.replace("${free}", "true"), rows, schemas, schemas.size(), most);
    } catch (SQLException e) {
      if (!Session.LOCKED.equals(e.getSQLState())) {
        throw e;
      }
      session.each(chosen.replace("${free}", NOT_HELD), rows, schemas, schemas.size(), most);
    }
  }
}
