package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import java.sql.SQLException;

/** How much WAL is written, and whether it is archived. */
final class Wal implements Group {
  /** Bytes since the beginning of time. */
  private static final String END = "SELECT pg_wal_lsn_diff(%s, '0/0') AS bytes";

  private static final String SINCE_14 =
      "SELECT wal_fpi AS full_pages, wal_buffers_full AS buffers_full FROM pg_stat_wal";

  /** Where archiving is on: failures, and seconds since a segment was archived. */
  private static final String ARCHIVER =
      """
      SELECT failed_count, extract(epoch FROM clock_timestamp() - last_archived_time) AS archived_ago,
        last_failed_time > coalesce(last_archived_time, '-infinity') AS failing
      FROM pg_stat_archiver WHERE current_setting('archive_mode') <> 'off'
      """;

  private static final String FILES = "SELECT sum(size) AS bytes FROM pg_ls_waldir()";

  @Override
  public String name() {
    return "wal";
  }

  @Override
  public Level level() {
    return Level.INSTANCE;
  }

  @Override
  public Beat beat() {
    return Beat.OFTEN;
  }

  @Override
  public void read(Session session, Readings readings) throws SQLException {
    EntityId instance = readings.instance();
    Server server = session.server();
    session.each(
        END.formatted(Replication.end(server)),
        row -> readings.rate(instance, "pg.wal.rate", Numbers.of(row, "bytes")));
    if (server.since(Server.V14)) {
      session.each(
          SINCE_14,
          row -> {
            readings.counter(instance, "pg.wal.full_pages", row.getDouble("full_pages"));
            readings.counter(instance, "pg.wal.buffers_full", row.getDouble("buffers_full"));
          });
    }
    session.each(
        ARCHIVER,
        row -> {
          readings.counter(instance, "pg.archive.failures", row.getDouble("failed_count"));
          readings.flag(instance, "pg.archive.failing", row.getBoolean("failing"));
          readings.gauge(instance, "pg.archive.age", Numbers.of(row, "archived_ago"));
        });
    if (server.seesAll()) {
      session.each(FILES, row -> readings.gauge(instance, "pg.wal.size", Numbers.of(row, "bytes")));
    }
  }
}
