package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How large indexes are, whether they may be used and whether they are. Without the twins of
 * indexes that are being rebuilt concurrently: they come and go with the rebuild. One that such a
 * rebuild has left behind is told, as invalid. An invalid index is told whatever its size.
 */
final class Indexes implements Group {
  private static final String SQL =
      """
      SELECT c.oid AS id, n.nspname || '.' || c.relname AS name, a.amname AS method, pg_relation_size(c.oid) AS bytes,
        i.indisvalid AS valid, i.indisready AS ready, s.idx_scan, s.idx_tup_read, ${unused} AS unused,
        coalesce((SELECT o.option_value::float8 FROM pg_options_to_table(c.reloptions) o
          WHERE o.option_name = 'fillfactor'), 90) AS fillfactor,
        CASE WHEN i.indpred IS NULL AND t.n_live_tup > 0 THEN t.n_live_tup ELSE c.reltuples END AS live
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_am a ON a.oid = c.relam
        JOIN pg_stat_all_indexes s ON s.indexrelid = c.oid JOIN pg_stat_all_tables t ON t.relid = i.indrelid
      WHERE c.relkind = 'i' AND ${free}
        AND NOT (NOT i.indisvalid AND c.relname ~ '_cc(new|old)[0-9]*$' AND EXISTS (
          SELECT FROM pg_stat_progress_create_index p WHERE p.relid = i.indrelid))
        AND ${schemas}
      ORDER BY i.indisvalid, c.relpages DESC, c.oid LIMIT ?
      """;

  /** Seconds; an index that was never used has none. */
  private static final String SINCE_16 = "extract(epoch FROM clock_timestamp() - s.last_idx_scan)";

  /**
   * An index, for closer looks.
   *
   * @param id its OID
   * @param entity what it is called in the lanes
   * @param method its access method
   * @param bytes its size
   * @param valid whether it may be read
   * @param fillfactor how full its leaves are made, in percent
   */
  record Index(
      long id, EntityId entity, String method, long bytes, boolean valid, double fillfactor) {}

  private final Relations relations;
  private List<Index> found = List.of();

  Indexes(Relations relations) {
    this.relations = relations;
  }

  /** Those that the last reading found. */
  List<Index> found() {
    return found;
  }

  @Override
  public String name() {
    return "indexes";
  }

  @Override
  public Level level() {
    return Level.DATABASE;
  }

  @Override
  public Beat beat() {
    return Beat.ALWAYS;
  }

  @Override
  public void read(Session session, Readings readings) throws SQLException {
    List<Index> indexes = new ArrayList<>();
    found = List.of();
    String unused = session.server().since(Server.V16) ? SINCE_16 : "NULL::float8";
    relations.read(
        session,
        SQL.replace("${unused}", unused),
        row -> {
          EntityId index = readings.entity("pg-index", row.getString("name"));
          double bytes = Numbers.of(row, "bytes");
          double live = row.getDouble("live");
          readings.gauge(index, "pg.index.size", bytes);
          if (live >= 0) {
            readings.gauge(index, "pg.index.live_tuples", live);
            readings.gauge(index, "pg.index.bytes_per_tuple", bytes / live);
          }
          readings.flag(index, "pg.index.valid", row.getBoolean("valid"));
          readings.counter(index, "pg.index.scans", row.getDouble("idx_scan"));
          readings.counter(index, "pg.index.entries_read", row.getDouble("idx_tup_read"));
          readings.gauge(index, "pg.index.unused", Numbers.of(row, "unused"));
          indexes.add(
              new Index(
                  row.getLong("id"),
                  index,
                  row.getString("method"),
                  (long) bytes,
                  row.getBoolean("valid") && row.getBoolean("ready"),
                  row.getDouble("fillfactor")));
        });
    found = indexes;
  }
}
