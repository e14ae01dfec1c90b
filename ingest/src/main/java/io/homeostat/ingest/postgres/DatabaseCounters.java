package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import java.sql.SQLException;

/** What a database has done since the reading before. */
final class DatabaseCounters implements Group {
  private static final String SQL =
      """
      SELECT xact_commit, xact_rollback, blks_hit, blks_read, deadlocks, temp_files, temp_bytes, conflicts,
        checksum_failures
      FROM pg_stat_database WHERE datname = current_database()
      """;

  @Override
  public String name() {
    return "database";
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
    EntityId database = readings.database(session.server().database());
    session.each(
        SQL,
        row -> {
          readings.counter(database, "pg.commits", row.getDouble("xact_commit"));
          readings.counter(database, "pg.rollbacks", row.getDouble("xact_rollback"));
          readings.counter(database, "pg.deadlocks", row.getDouble("deadlocks"));
          readings.counter(database, "pg.temp_files", row.getDouble("temp_files"));
          readings.counter(database, "pg.temp_bytes", row.getDouble("temp_bytes"));
          readings.counter(database, "pg.conflicts", row.getDouble("conflicts"));
          readings.counter(database, "pg.checksum_failures", Numbers.of(row, "checksum_failures"));
          double hit =
              readings.increase(database, "pg.blocks.hit", row.getDouble("blks_hit")).amount();
          double read =
              readings.increase(database, "pg.blocks.read", row.getDouble("blks_read")).amount();
          readings.gauge(database, "pg.blocks.read", read);
          readings.gauge(database, "pg.cache_hit_rate", hit / (hit + read));
        });
  }
}
