package io.homeostat.actuators.postgres;

import java.sql.SQLException;
import java.util.Optional;

/**
 * What the catalogue says of an index, at one time.
 *
 * @param oid its object id; a rebuild gives the name to another object
 * @param tableOid its table's object id
 * @param schema its schema
 * @param name its name
 * @param sqlName schema and name, quoted
 * @param kind what is behind the name: {@code i} an index, {@code I} a partitioned one
 * @param method the access method, such as {@code btree}
 * @param valid whether queries may use it
 * @param exclusion whether it keeps an exclusion constraint
 * @param ours whether the actuator's role owns it, or is a member of the owner
 * @param relfilenode its file: one completed rebuild gives it a new one
 * @param sizeBytes the size of its file
 * @param definition how it was made
 * @param tablespace the folder of its tablespace; empty for the database's own
 */
record IndexReading(
    long oid,
    long tableOid,
    String schema,
    String name,
    String sqlName,
    String kind,
    String method,
    boolean valid,
    boolean exclusion,
    boolean ours,
    long relfilenode,
    long sizeBytes,
    String definition,
    String tablespace) {

  private static final String READ =
      """
      SELECT c.oid::bigint AS oid, i.indrelid::bigint AS table_oid, n.nspname, c.relname,
        format('%I.%I', n.nspname, c.relname) AS sql_name, c.relkind::text AS kind, am.amname,
        i.indisvalid, i.indisexclusion, pg_has_role(c.relowner, 'USAGE') AS ours,
        coalesce(pg_relation_filenode(c.oid), 0)::bigint AS relfilenode,
        coalesce(pg_relation_size(c.oid), 0) AS size, pg_get_indexdef(c.oid) AS definition,
        CASE WHEN c.reltablespace = 0 THEN '' ELSE pg_tablespace_location(c.reltablespace) END
          AS tablespace
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_index i ON i.indexrelid = c.oid
      JOIN pg_am am ON am.oid = c.relam
      WHERE n.nspname || '.' || c.relname = ?
      """;

  /** Reads the index of this name, {@code schema.name}; empty when there is none. */
  static Optional<IndexReading> read(Session session, String name) throws SQLException {
    return session.first(
        row ->
            new IndexReading(
                row.getLong("oid"),
                row.getLong("table_oid"),
                row.getString("nspname"),
                row.getString("relname"),
                row.getString("sql_name"),
                row.getString("kind"),
                row.getString("amname"),
                row.getBoolean("indisvalid"),
                row.getBoolean("indisexclusion"),
                row.getBoolean("ours"),
                row.getLong("relfilenode"),
                row.getLong("size"),
                row.getString("definition"),
                row.getString("tablespace")),
        READ,
        name);
  }

  /**
   * The mean fill of its leaf pages in percent, which reads the whole index; empty where the
   * extension pgstattuple is missing or the access method is not btree.
   */
  Optional<Double> leafDensity(Session session) throws SQLException {
    if (!method.equals("btree")) {
      return Optional.empty();
    }
    Optional<String> schemaOfExtension =
        session.first(
            row -> row.getString(1),
            """
            SELECT quote_ident(n.nspname) FROM pg_extension e
            JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pgstattuple'
            """);
    if (schemaOfExtension.isEmpty()) {
      return Optional.empty();
    }
    return session.first(
        row -> row.getDouble(1),
        "SELECT avg_leaf_density FROM " + schemaOfExtension.get() + ".pgstatindex(?::regclass)",
        sqlName);
  }
}
