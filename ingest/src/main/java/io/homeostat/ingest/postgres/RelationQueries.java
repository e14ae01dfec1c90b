package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** How the tables and indexes are, by PostgreSQL's own counters and catalogue. */
final class RelationQueries {
  private static final String TABLES =
      """
      SELECT schemaname || '.' || relname AS name, pg_relation_size(relid) AS size, n_live_tup, n_dead_tup,
        n_tup_ins, n_tup_upd, n_tup_del, autovacuum_count
      FROM pg_stat_user_tables WHERE schemaname = ANY (?)
      """;

  /**
   * Without the twins of indexes that are being rebuilt concurrently: they come and go with the
   * rebuild. One that such a rebuild has left behind is told, as invalid.
   */
  private static final String INDEXES =
      """
      SELECT i.indexrelid AS id, s.schemaname || '.' || s.indexrelname AS name, a.amname AS method,
        pg_relation_size(i.indexrelid) AS size, i.indisvalid AS valid, s.idx_scan AS scans,
        CASE WHEN i.indpred IS NULL AND t.n_live_tup > 0 THEN t.n_live_tup
          ELSE c.reltuples END AS live
      FROM pg_index i
        JOIN pg_stat_user_indexes s ON s.indexrelid = i.indexrelid
        JOIN pg_stat_user_tables t ON t.relid = i.indrelid
        JOIN pg_class c ON c.oid = i.indexrelid
        JOIN pg_am a ON a.oid = c.relam
      WHERE s.schemaname = ANY (?)
        AND NOT (NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$' AND EXISTS (
          SELECT FROM pg_stat_progress_create_index p WHERE p.relid = i.indrelid))
      """;

  /**
   * An index, for closer looks.
   *
   * @param id its OID
   * @param entity what it is called in the lanes
   * @param method its access method
   * @param bytes its size
   * @param valid whether it may be read
   */
  record Index(long id, EntityId entity, String method, long bytes, boolean valid) {}

  private RelationQueries() {}

  static void readTables(Connection connection, List<String> schemas, Readings readings)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
      statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          EntityId table = readings.entity("pg-table", rows.getString("name"));
          readings.gauge(table, "pg.table.size", rows.getDouble("size"));
          readings.gauge(table, "pg.table.live_tuples", rows.getDouble("n_live_tup"));
          readings.gauge(table, "pg.table.dead_tuples", rows.getDouble("n_dead_tup"));
          readings.counter(table, "pg.table.inserts", rows.getDouble("n_tup_ins"));
          readings.counter(table, "pg.table.updates", rows.getDouble("n_tup_upd"));
          readings.counter(table, "pg.table.deletes", rows.getDouble("n_tup_del"));
          readings.counter(table, "pg.table.autovacuums", rows.getDouble("autovacuum_count"));
        }
      }
    }
  }

  static List<Index> readIndexes(Connection connection, List<String> schemas, Readings readings)
      throws SQLException {
    List<Index> indexes = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(INDEXES)) {
      statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          EntityId index = readings.entity("pg-index", rows.getString("name"));
          double size = rows.getDouble("size");
          double live = rows.getDouble("live");
          readings.gauge(index, "pg.index.size", size);
          if (live >= 0) {
            readings.gauge(index, "pg.index.live_tuples", live);
            readings.gauge(index, "pg.index.bytes_per_tuple", size / live);
          }
          readings.gauge(index, "pg.index.valid", rows.getBoolean("valid") ? 1 : 0);
          readings.counter(index, "pg.index.scans", rows.getDouble("scans"));
          indexes.add(
              new Index(
                  rows.getLong("id"),
                  index,
                  rows.getString("method"),
                  (long) size,
                  rows.getBoolean("valid")));
        }
      }
    }
    return indexes;
  }
}
