package io.homeostat.ingest.cdc;

import io.homeostat.schemas.targets.PostgresTarget;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The columns of all tables of a target's publication.
 *
 * @param tables each table's columns by name, by {@code schema.table}
 */
record PublishedColumns(Map<String, Map<String, Column>> tables) {
  private static final String COLUMNS =
      """
      SELECT p.schemaname || '.' || p.tablename AS relation, a.attname AS name,
             format_type(a.atttypid, NULL) AS type,
             EXISTS (SELECT FROM pg_index i
                     WHERE i.indrelid = c.oid AND (i.indisprimary OR i.indisreplident)
                       AND a.attnum = ANY (i.indkey)) AS keyed
      FROM pg_publication_tables p
      JOIN pg_namespace n ON n.nspname = p.schemaname
      JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = p.tablename
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE p.pubname = ?
      """;

  private static final String FORBIDDEN =
      """
      SELECT p.schemaname || '.' || p.tablename AS relation
      FROM pg_publication_tables p
      JOIN pg_namespace n ON n.nspname = p.schemaname
      JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = p.tablename
      WHERE p.pubname = ? AND NOT (has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'))
      """;

  /**
   * A column.
   *
   * @param type its type without modifiers, such as {@code vector} or {@code real[]}
   * @param keyed whether it is in the table's key
   */
  record Column(String type, boolean keyed) {}

  /**
   * Reads them.
   *
   * @throws IOException when the database does not answer
   */
  static PublishedColumns read(PostgresTarget target) throws IOException {
    Map<String, Map<String, Column>> tables = new HashMap<>();
    try (Connection connection = TargetConnection.open(target);
        PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, target.publication().orElse(""));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          tables
              .computeIfAbsent(rows.getString("relation"), table -> new HashMap<>())
              .put(
                  rows.getString("name"),
                  new Column(rows.getString("type"), rows.getBoolean("keyed")));
        }
      }
    } catch (SQLException e) {
      throw new IOException(
          "the columns of the publication can't be looked up: " + e.getMessage(), e);
    }
    return new PublishedColumns(tables);
  }

  /**
   * The tables of a target's publication that its role may not read.
   *
   * @throws IOException when the database does not answer
   */
  static Set<String> forbidden(PostgresTarget target) throws IOException {
    Set<String> forbidden = new TreeSet<>();
    try (Connection connection = TargetConnection.open(target);
        PreparedStatement statement = connection.prepareStatement(FORBIDDEN)) {
      statement.setString(1, target.publication().orElse(""));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          forbidden.add(rows.getString("relation"));
        }
      }
    } catch (SQLException e) {
      throw new IOException("the role's rights can't be looked up: " + e.getMessage(), e);
    }
    return forbidden;
  }

  Optional<Column> find(String table, String name) {
    return Optional.ofNullable(tables.getOrDefault(table, Map.of()).get(name));
  }
}
