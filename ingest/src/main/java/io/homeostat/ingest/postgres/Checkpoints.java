package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import java.sql.SQLException;

/**
 * Checkpoints: those that came in their time and those that WAL forced, and what they cost. From
 * release 17 they have statistics of their own.
 */
final class Checkpoints implements Group {
  private static final String SINCE_17 =
      """
      SELECT num_timed AS timed, num_requested AS requested, write_time, sync_time, buffers_written AS pages
      FROM pg_stat_checkpointer
      """;
  private static final String BEFORE_17 =
      """
      SELECT checkpoints_timed AS timed, checkpoints_req AS requested, checkpoint_write_time AS write_time,
        checkpoint_sync_time AS sync_time, buffers_checkpoint AS pages
      FROM pg_stat_bgwriter
      """;
  private static final String LAST =
      "SELECT extract(epoch FROM clock_timestamp() - checkpoint_time) AS age FROM pg_control_checkpoint()";

  @Override
  public String name() {
    return "checkpoints";
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
    session.each(
        session.server().since(Server.V17) ? SINCE_17 : BEFORE_17,
        row -> {
          readings.counter(instance, "pg.checkpoints.timed", row.getDouble("timed"));
          readings.counter(instance, "pg.checkpoints.requested", row.getDouble("requested"));
          readings.counter(instance, "pg.checkpoints.write_time", row.getDouble("write_time"));
          readings.counter(instance, "pg.checkpoints.sync_time", row.getDouble("sync_time"));
          readings.counter(instance, "pg.checkpoints.pages", row.getDouble("pages"));
        });
    session.each(
        LAST, row -> readings.gauge(instance, "pg.checkpoint.age", Numbers.of(row, "age")));
  }
}
