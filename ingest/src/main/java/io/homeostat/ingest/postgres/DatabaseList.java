package io.homeostat.ingest.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which databases of an instance are worth a connection, where nobody has named them: those that
 * take connections and that the role may connect to, without templates, and without the empty
 * maintenance database where there are others; the 32 oldest of them.
 */
final class DatabaseList {
  private static final String SQL =
      """
      SELECT datname FROM pg_database
      WHERE datallowconn AND NOT datistemplate AND has_database_privilege(oid, 'CONNECT')
      ORDER BY datname = 'postgres', oid LIMIT 32
      """;
  private static final String MAINTENANCE = "postgres";

  private DatabaseList() {}

  static List<String> read(Session session) throws SQLException {
    List<String> names = new ArrayList<>();
    session.each(SQL, row -> names.add(row.getString("datname")));
    if (names.size() > 1) {
      names.remove(MAINTENANCE);
    }
    return names;
  }
}
