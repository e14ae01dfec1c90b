package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import java.sql.SQLException;

/** What of a table changes slowly: its whole size, its age, and when vacuum last came by. */
final class TableAge implements Group {
  private static final String SQL =
      """
      SELECT n.nspname || '.' || c.relname AS name, pg_total_relation_size(c.oid) AS bytes,
        CASE WHEN c.reltoastrelid = 0 THEN 0 ELSE pg_relation_size(c.reltoastrelid) END AS toast_bytes,
        age(c.relfrozenxid) AS age, CASE WHEN c.relpages > 0 THEN 100.0 * c.relallvisible / c.relpages END AS visible,
        extract(epoch FROM clock_timestamp() - greatest(s.last_vacuum, s.last_autovacuum)) AS vacuumed,
        extract(epoch FROM clock_timestamp() - greatest(s.last_analyze, s.last_autoanalyze)) AS analyzed
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_stat_all_tables s ON s.relid = c.oid
      WHERE c.relkind IN ('r', 'm') AND ${free} AND ${schemas}
      ORDER BY c.relpages DESC, c.oid LIMIT ?
      """;

  private final Relations relations;

  TableAge(Relations relations) {
    this.relations = relations;
  }

  @Override
  public String name() {
    return "table-age";
  }

  @Override
  public Level level() {
    return Level.DATABASE;
  }

  @Override
  public Beat beat() {
    return Beat.SELDOM;
  }

  @Override
  public void read(Session session, Readings readings) throws SQLException {
    relations.read(
        session,
        SQL,
        row -> {
          EntityId table = readings.entity("pg-table", row.getString("name"));
          readings.gauge(table, "pg.table.total_size", Numbers.of(row, "bytes"));
          readings.gauge(table, "pg.table.toast_size", Numbers.of(row, "toast_bytes"));
          readings.gauge(table, "pg.table.freeze_age", Numbers.of(row, "age"));
          readings.gauge(table, "pg.table.visible", Numbers.of(row, "visible"));
          readings.gauge(table, "pg.table.vacuumed", Numbers.of(row, "vacuumed"));
          readings.gauge(table, "pg.table.analyzed", Numbers.of(row, "analyzed"));
        });
  }
}
