package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import java.sql.SQLException;

/** How large tables are, how they are used, and whether vacuum keeps up. */
final class Tables implements Group {
  private static final String SQL =
      """
      SELECT n.nspname || '.' || c.relname AS name, pg_relation_size(c.oid) AS bytes, s.n_live_tup, s.n_dead_tup,
        s.n_tup_ins, s.n_tup_upd, s.n_tup_hot_upd, s.n_tup_del, s.autovacuum_count, s.seq_scan, s.seq_tup_read,
        s.idx_scan, s.n_mod_since_analyze
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_stat_all_tables s ON s.relid = c.oid
      WHERE c.relkind IN ('r', 'm') AND ${free} AND ${schemas}
      ORDER BY c.relpages DESC, c.oid LIMIT ?
      """;

  private final Relations relations;

  Tables(Relations relations) {
    this.relations = relations;
  }

  @Override
  public String name() {
    return "tables";
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
    relations.read(
        session,
        SQL,
        row -> {
          EntityId table = readings.entity("pg-table", row.getString("name"));
          readings.gauge(table, "pg.table.size", Numbers.of(row, "bytes"));
          readings.gauge(table, "pg.table.live_tuples", row.getDouble("n_live_tup"));
          readings.gauge(table, "pg.table.dead_tuples", row.getDouble("n_dead_tup"));
          readings.gauge(
              table, "pg.table.changed_since_analyze", row.getDouble("n_mod_since_analyze"));
          readings.counter(table, "pg.table.inserts", row.getDouble("n_tup_ins"));
          readings.counter(table, "pg.table.updates", row.getDouble("n_tup_upd"));
          readings.counter(table, "pg.table.hot_updates", row.getDouble("n_tup_hot_upd"));
          readings.counter(table, "pg.table.deletes", row.getDouble("n_tup_del"));
          readings.counter(table, "pg.table.autovacuums", row.getDouble("autovacuum_count"));
          readings.counter(table, "pg.table.seq_scans", row.getDouble("seq_scan"));
          readings.counter(table, "pg.table.seq_tuples", row.getDouble("seq_tup_read"));
          readings.counter(table, "pg.table.index_scans", Numbers.of(row, "idx_scan"));
        });
  }
}
