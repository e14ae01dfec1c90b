package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import java.io.File;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** How the instance, the database and the replication slots are. */
final class InstanceQueries {
  private static final String ACTIVITY =
      """
      SELECT count(*) AS connections,
        current_setting('max_connections')::int AS connection_limit,
        coalesce(max(extract(epoch FROM clock_timestamp() - xact_start))
          FILTER (WHERE backend_type = 'client backend'), 0) AS longest_transaction,
        count(*) FILTER (WHERE wait_event_type = 'Lock') AS lock_waits
      FROM pg_stat_activity WHERE backend_type = 'client backend'
      """;
  private static final String DATABASE =
      """
      SELECT datname, pg_database_size(datid) AS size, blks_hit, blks_read, deadlocks, temp_bytes
      FROM pg_stat_database WHERE datname = current_database()
      """;
  private static final String SLOTS =
      """
      SELECT slot_name, pg_wal_lsn_diff(pg_current_wal_lsn(), coalesce(confirmed_flush_lsn, restart_lsn)) AS lag
      FROM pg_replication_slots WHERE NOT pg_is_in_recovery()
      """;

  private static final String DATA_DIRECTORY =
      """
      SELECT current_setting('data_directory', true),
        inet_client_addr() IS NULL OR inet_client_addr() << inet '127.0.0.0/8'
      """;

  private InstanceQueries() {}

  static void read(Connection connection, Readings readings) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      activity(statement, readings);
      database(statement, readings);
      slots(statement, readings);
      disk(statement, readings);
    }
  }

  /** The free space beside the data, where that is on this machine and may be seen. */
  private static void disk(Statement statement, Readings readings) throws SQLException {
    try (ResultSet row = statement.executeQuery(DATA_DIRECTORY)) {
      row.next();
      String folder = row.getString(1);
      if (row.getBoolean(2) && folder != null) {
        long free = new File(folder).getUsableSpace();
        if (free > 0) {
          readings.gauge(readings.instance(), "pg.disk.free", (double) free);
        }
      }
    }
  }

  private static void activity(Statement statement, Readings readings) throws SQLException {
    EntityId instance = readings.instance();
    try (ResultSet row = statement.executeQuery(ACTIVITY)) {
      row.next();
      readings.gauge(instance, "pg.connections", row.getDouble("connections"));
      readings.gauge(instance, "pg.connections.limit", row.getDouble("connection_limit"));
      readings.gauge(instance, "pg.longest_transaction", row.getDouble("longest_transaction"));
      readings.gauge(instance, "pg.lock_waits", row.getDouble("lock_waits"));
    }
  }

  private static void database(Statement statement, Readings readings) throws SQLException {
    try (ResultSet row = statement.executeQuery(DATABASE)) {
      row.next();
      EntityId database = readings.entity("pg-database", row.getString("datname"));
      double hit = row.getDouble("blks_hit");
      double read = row.getDouble("blks_read");
      readings.gauge(database, "pg.database.size", row.getDouble("size"));
      readings.gauge(database, "pg.cache_hit_rate", hit / (hit + read));
      readings.counter(database, "pg.deadlocks", row.getDouble("deadlocks"));
      readings.counter(database, "pg.temp_bytes", row.getDouble("temp_bytes"));
    }
  }

  private static void slots(Statement statement, Readings readings) throws SQLException {
    try (ResultSet rows = statement.executeQuery(SLOTS)) {
      while (rows.next()) {
        String series = "pg.wal.lag{slot=\"" + rows.getString("slot_name") + "\"}";
        readings.gauge(readings.instance(), series, rows.getDouble("lag"));
      }
    }
  }
}
