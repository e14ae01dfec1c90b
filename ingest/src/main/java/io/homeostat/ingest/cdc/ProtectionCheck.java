package io.homeostat.ingest.cdc;

import io.homeostat.schemas.targets.PostgresTarget;
import io.homeostat.schemas.targets.ProtectedColumns;
import io.homeostat.schemas.targets.ProtectedColumns.Column;
import io.homeostat.schemas.targets.ProtectedColumns.Form;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** Looks protected columns up in the catalogue, before anything of a target is captured. */
final class ProtectionCheck {
  private static final String SECONDS = "10";

  /** All columns of all published tables, and whether each is in the table's key. */
  private static final String COLUMNS =
      """
      SELECT p.schemaname || '.' || p.tablename AS relation, a.attname AS name,
             EXISTS (SELECT FROM pg_index i
                     WHERE i.indrelid = c.oid AND (i.indisprimary OR i.indisreplident)
                       AND a.attnum = ANY (i.indkey)) AS keyed
      FROM pg_publication_tables p
      JOIN pg_namespace n ON n.nspname = p.schemaname
      JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = p.tablename
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE p.pubname = ?
      """;

  private final Map<String, Set<String>> columns = new HashMap<>();
  private final Set<String> keyed = new HashSet<>();

  private ProtectionCheck() {}

  /**
   * The protection of a target's columns.
   *
   * @throws IOException when the database does not answer, or a column is not as the file says; the
   *     message says which, and what to do
   */
  static Protection of(PostgresTarget target, ProtectedColumns wanted) throws IOException {
    if (wanted.columns().isEmpty()) {
      return Protection.NONE;
    }
    ProtectionCheck check = new ProtectionCheck();
    check.read(target);
    for (Column column : wanted.columns()) {
      check.require(column);
    }
    Optional<String> key =
        wanted.key().isPresent() ? Optional.of(wanted.key().get().read()) : Optional.empty();
    if (key.filter(String::isEmpty).isPresent()) {
      throw new IOException("the key of the hashes is empty: write one into it");
    }
    return new Protection(wanted, check.columns, key.orElse(""));
  }

  private void read(PostgresTarget target) throws IOException {
    Properties login = new Properties();
    login.setProperty("user", target.user());
    login.setProperty("password", target.password());
    login.setProperty("connectTimeout", SECONDS);
    login.setProperty("socketTimeout", SECONDS);
    try (Connection connection = DriverManager.getConnection(target.jdbcUrl(), login);
        PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, target.publication().orElse(""));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String relation = rows.getString("relation");
          String name = rows.getString("name");
          columns.computeIfAbsent(relation, table -> new HashSet<>()).add(name);
          if (rows.getBoolean("keyed")) {
            keyed.add(relation + "." + name);
          }
        }
      }
    } catch (SQLException e) {
      throw new IOException("the protected columns can't be looked up: " + e.getMessage(), e);
    }
  }

  private void require(Column column) throws IOException {
    boolean there = columns.getOrDefault(column.table(), Set.of()).contains(column.name());
    if (!there && !column.gone()) {
      throw new IOException(
          "the protected column "
              + column.text()
              + " is in no table of the publication, so nothing is captured: where it was renamed, list"
              + " its new name, too, and say of the old one gone: true");
    }
    if (there && keyed.contains(column.text()) && column.form() != Form.HASHED) {
      throw new IOException(
          "the protected column "
              + column.text()
              + " is in its table's key, by which rows are told apart: it may only be hashed");
    }
  }
}
