package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import java.sql.SQLException;

/**
 * Sessions, against the limit, and how long what is open has been open. What a role without {@code
 * pg_monitor} can't see of others is not told as none.
 */
final class Activity implements Group {
  /** Numbers of sessions; ages in seconds, 0 where there is none. */
  private static final String SQL =
      """
      SELECT count(*) AS connections, current_setting('max_connections')::int AS most,
        100.0 * count(*) / (current_setting('max_connections')::int
          - current_setting('superuser_reserved_connections')::int) AS used,
        count(*) FILTER (WHERE state = 'active') AS active,
        count(*) FILTER (WHERE state LIKE 'idle in transaction%') AS idle_in_transaction,
        count(*) FILTER (WHERE wait_event_type = 'Lock') AS lock_waits,
        coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0) AS transaction_age,
        coalesce(max(extract(epoch FROM clock_timestamp() - query_start))
          FILTER (WHERE state = 'active'), 0) AS statement_age,
        coalesce(max(extract(epoch FROM clock_timestamp() - state_change))
          FILTER (WHERE state LIKE 'idle in transaction%'), 0) AS idle_age,
        coalesce(max(age(backend_xmin)), 0) AS held_back
      FROM pg_stat_activity WHERE backend_type = 'client backend'
      """;

  private static final String PREPARED =
      """
      SELECT count(*) AS prepared,
        coalesce(max(extract(epoch FROM clock_timestamp() - prepared)), 0) AS prepared_age
      FROM pg_prepared_xacts
      """;

  @Override
  public String name() {
    return "activity";
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
  public void read(Session session, Readings readings) throws SQLException {
    EntityId instance = readings.instance();
    session.each(
        SQL,
        row -> {
          readings.gauge(instance, "pg.connections", row.getDouble("connections"));
          readings.gauge(instance, "pg.connections.limit", row.getDouble("most"));
          readings.gauge(instance, "pg.connections.used", row.getDouble("used"));
          if (session.server().seesAll()) {
            readings.gauge(instance, "pg.sessions.active", row.getDouble("active"));
            readings.gauge(
                instance, "pg.sessions.idle_in_transaction", row.getDouble("idle_in_transaction"));
            readings.gauge(instance, "pg.lock_waits", row.getDouble("lock_waits"));
            readings.gauge(instance, "pg.longest_transaction", row.getDouble("transaction_age"));
            readings.gauge(instance, "pg.longest_statement", row.getDouble("statement_age"));
            readings.gauge(instance, "pg.longest_idle_in_transaction", row.getDouble("idle_age"));
            readings.gauge(instance, "pg.snapshot.age", row.getDouble("held_back"));
          }
        });
    session.each(
        PREPARED,
        row -> {
          readings.gauge(instance, "pg.prepared_transactions", row.getDouble("prepared"));
          readings.gauge(
              instance, "pg.longest_prepared_transaction", row.getDouble("prepared_age"));
        });
  }
}
