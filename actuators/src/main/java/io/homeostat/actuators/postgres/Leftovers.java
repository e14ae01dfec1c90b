package io.homeostat.actuators.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What REINDEX CONCURRENTLY leaves behind when it is broken off: an invalid index on the same
 * table, named after the index with {@code _ccnew} or {@code _ccold} and perhaps a number.
 */
final class Leftovers {
  private static final Pattern SUFFIXED = Pattern.compile("(.*)(_cc(?:new|old)[0-9]*)");

  /** PostgreSQL's longest name, in bytes. */
  private static final int LONGEST_NAME_BYTES = 63;

  private static final String INVALID =
      """
      SELECT c.relname, format('%I.%I', n.nspname, c.relname) AS sql_name
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE i.indrelid::bigint = ? AND NOT i.indisvalid
        AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.relid = i.indrelid)
      ORDER BY c.oid
      """;

  /**
   * What became of the clearing.
   *
   * @param dropped the names of those that are gone
   * @param left the names of those that could not be dropped, each with the reason
   * @param heldUp whether that was because of a lock, so that another attempt may help
   */
  record Cleared(List<String> dropped, List<String> left, boolean heldUp) {

    /** What became of it after another attempt. */
    Cleared and(Cleared later) {
      List<String> all = new ArrayList<>(dropped);
      all.addAll(later.dropped());
      return new Cleared(all, later.left(), later.heldUp());
    }
  }

  private Leftovers() {}

  /**
   * Drops what is left of the index's rebuilds, without holding up its table's users. A rebuild
   * that is under way on the table is left alone.
   */
  static Cleared clear(Session session, long tableOid, String indexName) throws SQLException {
    List<String> dropped = new ArrayList<>();
    List<String> left = new ArrayList<>();
    boolean heldUp = false;
    for (String name : find(session, tableOid, indexName)) {
      try {
        session.utility("DROP INDEX CONCURRENTLY IF EXISTS " + name);
        dropped.add(name);
      } catch (SQLException e) {
        if (!session.alive()) {
          throw e;
        }
        heldUp |= Session.lockNotAvailable(e);
        left.add(name + " (" + e.getMessage() + ")");
      }
    }
    return new Cleared(dropped, left, heldUp);
  }

  /** The leftovers of an index's rebuilds: their names, quoted. */
  static List<String> find(Session session, long tableOid, String indexName) throws SQLException {
    List<String> names = new ArrayList<>();
    session
        .all(row -> new String[] {row.getString(1), row.getString(2)}, INVALID, tableOid)
        .forEach(
            row -> {
              if (belongs(row[0], indexName)) {
                names.add(row[1]);
              }
            });
    return names;
  }

  /**
   * Whether a name is one that PostgreSQL gives to a copy of the index: the index's own name, cut
   * so that it fits with the suffix, and the suffix.
   */
  static boolean belongs(String name, String indexName) {
    Matcher matcher = SUFFIXED.matcher(name);
    return matcher.matches()
        && matcher
            .group(1)
            .equals(
                cut(
                    indexName,
                    LONGEST_NAME_BYTES - matcher.group(2).getBytes(StandardCharsets.UTF_8).length));
  }

  /** The longest beginning of whole characters that fits. */
  private static String cut(String name, int bytes) {
    int end = name.length();
    while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > bytes) {
      end = name.offsetByCodePoints(end, -1);
    }
    return name.substring(0, end);
  }
}
