package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** pgvector's indexes, as the catalogue has them. */
final class VectorIndexes {
  /** Names and expressions come quoted, as SQL needs them with an empty search path. */
  private static final String SQL =
      """
      SELECT c.oid AS id, c.relfilenode AS file, n.nspname || '.' || c.relname AS name, quote_ident(c.relname) AS plain,
        quote_ident(tn.nspname) || '.' || quote_ident(t.relname) AS of_table,
        pg_get_indexdef(c.oid, 1, false) AS expression, coalesce(pg_get_expr(i.indpred, i.indrelid), 'true') AS predicate,
        (t.relpages + coalesce(toast.relpages, 0))::bigint * current_setting('block_size')::bigint AS bytes,
        t.relpages AS pages, has_table_privilege(t.oid, 'SELECT') AS readable,
        (SELECT 'OPERATOR(' || quote_ident(pn.nspname) || '.' || o.oprname || ')'
          FROM pg_opclass k JOIN pg_amop p ON p.amopfamily = k.opcfamily AND p.amoppurpose = 'o'
            JOIN pg_operator o ON o.oid = p.amopopr JOIN pg_namespace pn ON pn.oid = o.oprnamespace
          WHERE k.oid = i.indclass[0] LIMIT 1) AS operator
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
        JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class t ON t.oid = i.indrelid
        JOIN pg_namespace tn ON tn.oid = t.relnamespace LEFT JOIN pg_class toast ON toast.oid = t.reltoastrelid
      WHERE a.amname IN ('hnsw', 'ivfflat') AND i.indisvalid AND i.indisready AND ${free} AND ${schemas}
      ORDER BY c.oid LIMIT ?
      """;

  /**
   * A vector index.
   *
   * @param id its OID
   * @param file its file, another one after each rebuild
   * @param entity what it is called in the lanes
   * @param plain its name without its schema, quoted
   * @param table its table, quoted
   * @param expression the vector that is indexed: a column or an expression
   * @param predicate which rows are indexed
   * @param operator the distance that it orders by
   * @param bytes what an exact search reads
   * @param pages the table's own pages
   * @param readable whether the role may read the table
   */
  record VectorIndex(
      long id,
      long file,
      EntityId entity,
      String plain,
      String table,
      String expression,
      String predicate,
      String operator,
      long bytes,
      long pages,
      boolean readable) {}

  private VectorIndexes() {}

  static List<VectorIndex> read(Session session, Relations relations, Readings readings)
      throws SQLException {
    List<VectorIndex> found = new ArrayList<>();
    relations.read(
        session,
        SQL,
        row ->
            found.add(
                new VectorIndex(
                    row.getLong("id"),
                    row.getLong("file"),
                    readings.entity("pg-index", row.getString("name")),
                    row.getString("plain"),
                    row.getString("of_table"),
                    row.getString("expression"),
                    row.getString("predicate"),
                    row.getString("operator"),
                    row.getLong("bytes"),
                    row.getLong("pages"),
                    row.getBoolean("readable"))));
    return found;
  }
}
