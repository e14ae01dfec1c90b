package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.probe.Labels;
import java.sql.SQLException;

/**
 * Whether the instance is a primary, who follows it and how far behind; on a standby, how far
 * behind it is itself.
 */
final class Replication implements Group {
  /** Bytes of WAL that a follower has not replayed, and seconds where it says so itself. */
  private static final String FOLLOWERS =
      """
      SELECT coalesce(nullif(application_name, ''), '?') AS follower, max(CASE WHEN state = 'streaming' THEN 1 ELSE 0 END)
          AS streaming, max(CASE WHEN sync_state IN ('sync', 'quorum') THEN 1 ELSE 0 END) AS synchronous,
        max(pg_wal_lsn_diff(%s, replay_lsn)) AS bytes, max(extract(epoch FROM replay_lag)) AS seconds
      FROM pg_stat_replication GROUP BY 1 ORDER BY 1 LIMIT 32
      """;

  /** A standby that has replayed all it has received is not behind, however old that is. */
  private static final String STANDBY =
      """
      SELECT CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
          ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END AS delay,
        pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) AS bytes,
        EXISTS (SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming') AS receiving,
        pg_is_wal_replay_paused() AS paused
      """;

  /** Where the WAL of an instance ends, as far as it has it. */
  static String end(Server server) {
    return server.standby() ? "pg_last_wal_replay_lsn()" : "pg_current_wal_lsn()";
  }

  @Override
  public String name() {
    return "replication";
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
    readings.flag(instance, "pg.primary", !session.server().standby());
    if (session.server().seesAll()) {
      int[] followers = {0, 0};
      session.each(
          FOLLOWERS.formatted(end(session.server())),
          row -> {
            String who = row.getString("follower");
            followers[0]++;
            followers[1] += row.getInt("synchronous");
            readings.gauge(instance, series("streaming", who), row.getDouble("streaming"));
            readings.gauge(instance, series("lag", who), Numbers.of(row, "bytes"));
            readings.gauge(instance, series("delay", who), Numbers.of(row, "seconds"));
          });
      readings.gauge(instance, "pg.followers", followers[0]);
      readings.gauge(instance, "pg.followers.synchronous", followers[1]);
    }
    if (session.server().standby()) {
      session.each(
          STANDBY,
          row -> {
            readings.gauge(instance, "pg.replay.delay", Numbers.of(row, "delay"));
            readings.gauge(instance, "pg.replay.lag", Numbers.of(row, "bytes"));
            readings.flag(instance, "pg.replay.paused", row.getBoolean("paused"));
            if (session.server().seesAll()) {
              readings.flag(instance, "pg.receiving", row.getBoolean("receiving"));
            }
          });
    }
  }

  private static String series(String what, String follower) {
    return Labels.series("pg.follower." + what, "follower", follower);
  }
}
