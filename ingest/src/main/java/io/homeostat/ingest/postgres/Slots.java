package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.probe.Labels;
import java.sql.SQLException;
import java.util.List;

/**
 * Replication slots: how far behind their readers are, how much WAL they keep on the disk, and
 * whether PostgreSQL has given one up. A slot that nobody reads fills the disk, unless {@code
 * max_slot_wal_keep_size} says when it is lost instead.
 */
final class Slots implements Group {
  /** In the order of danger; each is told by its place in it. */
  private static final List<String> STATES = List.of("reserved", "extended", "unreserved", "lost");

  private static final String SQL =
      """
      SELECT slot_name, active, coalesce(wal_status, 'lost') AS wal_status, safe_wal_size,
        pg_wal_lsn_diff(%1$s, coalesce(confirmed_flush_lsn, restart_lsn)) AS lag,
        pg_wal_lsn_diff(%1$s, restart_lsn) AS kept, greatest(age(xmin), age(catalog_xmin)) AS snapshot_age,
        %2$s AS inactive
      FROM pg_replication_slots WHERE NOT temporary ORDER BY slot_name LIMIT 64
      """;
  private static final String SINCE_17 =
      "CASE WHEN active THEN 0 ELSE extract(epoch FROM clock_timestamp() - inactive_since) END";

  /** In megabytes; -1 for no limit. */
  private static final String LIMIT =
      "SELECT setting::float8 AS megabytes FROM pg_settings WHERE name = 'max_slot_wal_keep_size'";

  private static final double MEGABYTE = 1024.0 * 1024;

  @Override
  public String name() {
    return "slots";
  }

  @Override
  public Level level() {
    return Level.INSTANCE;
  }

  @Override
  public Beat beat() {
    return Beat.ALWAYS;
  }

  @Override
  public boolean holdsFor(Server server) {
    return server.since(Server.V13);
  }

  @Override
  public void read(Session session, Readings readings) throws SQLException {
    EntityId instance = readings.instance();
    int[] idle = {0};
    String inactive = session.server().since(Server.V17) ? SINCE_17 : "NULL::float8";
    session.each(
        SQL.formatted(Replication.end(session.server()), inactive),
        row -> {
          String slot = row.getString("slot_name");
          boolean active = row.getBoolean("active");
          idle[0] += active ? 0 : 1;
          readings.gauge(
              instance, Labels.series("pg.wal.lag", "slot", slot), Numbers.of(row, "lag"));
          readings.flag(instance, Labels.series("pg.slot.active", "slot", slot), active);
          readings.gauge(
              instance,
              Labels.series("pg.slot.state", "slot", slot),
              STATES.indexOf(row.getString("wal_status")));
          readings.gauge(
              instance,
              Labels.series("pg.slot.safe_bytes", "slot", slot),
              Numbers.of(row, "safe_wal_size"));
          readings.gauge(
              instance, Labels.series("pg.slot.kept_bytes", "slot", slot), Numbers.of(row, "kept"));
          readings.gauge(
              instance,
              Labels.series("pg.slot.snapshot_age", "slot", slot),
              Numbers.of(row, "snapshot_age"));
          readings.gauge(
              instance, Labels.series("pg.slot.idle", "slot", slot), Numbers.of(row, "inactive"));
        });
    readings.gauge(instance, "pg.slots.idle", idle[0]);
    session.each(
        LIMIT,
        row -> {
          double megabytes = row.getDouble("megabytes");
          readings.flag(instance, "pg.slots.limited", megabytes >= 0);
          if (megabytes >= 0) {
            readings.gauge(instance, "pg.slots.limit_bytes", megabytes * MEGABYTE);
          }
        });
  }
}
