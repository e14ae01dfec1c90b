package io.homeostat.actuators.postgres;

import io.homeostat.actuators.action.Notes;
import io.homeostat.schemas.targets.PostgresTarget;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a rebuild through a session of its own: tells how far it is, remembers who held it up,
 * and cancels it when it is over its limit and the server has not.
 */
final class RebuildWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RebuildWatch.class);
  private static final String SESSION = "homeostat-watch ";
  private static final long STEP_MILLIS = 500;
  private static final long NOTE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long GRACE_MILLIS = 2_000;
  private static final long STATEMENT_MILLIS = 2_000;
  private static final String PROGRESS =
      """
      SELECT phase, blocks_done, blocks_total, tuples_done, tuples_total
      FROM pg_stat_progress_create_index WHERE pid = ?
      """;
  private static final String BLOCKERS =
      """
      SELECT format('process %s (%s, %s)', pid, application_name, state)
      FROM pg_stat_activity WHERE pid = ANY (pg_blocking_pids(?)) ORDER BY pid
      """;

  private final PostgresTarget target;
  private final String commandId;
  private final int pid;
  private final Notes notes;
  private final long deadlineNanos;
  private final ScheduledExecutorService timer;
  private Optional<Session> session = Optional.empty();
  private Optional<String> said = Optional.empty();
  private long saidNanos;
  private volatile Optional<String> blocker = Optional.empty();

  private RebuildWatch(
      PostgresTarget target, String commandId, int pid, long limitMillis, Notes notes) {
    this.target = target;
    this.commandId = commandId;
    this.pid = pid;
    this.notes = notes;
    this.deadlineNanos =
        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis + GRACE_MILLIS);
    this.saidNanos = System.nanoTime() - NOTE_NANOS;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "watch-" + commandId);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to watch the server process {@code pid}. */
  static RebuildWatch start(
      PostgresTarget target, String commandId, int pid, long limitMillis, Notes notes) {
    RebuildWatch watch = new RebuildWatch(target, commandId, pid, limitMillis, notes);
    var unused =
        watch.timer.scheduleWithFixedDelay(
            watch::look, STEP_MILLIS / 2, STEP_MILLIS, TimeUnit.MILLISECONDS);
    return watch;
  }

  /** Who held it up when it was last looked at, if anyone did since it began. */
  Optional<String> blocker() {
    return blocker;
  }

  private void look() {
    try {
      if (session.isEmpty()) {
        Session opened = Session.open(target, SESSION + commandId);
        opened.limits(STATEMENT_MILLIS, STATEMENT_MILLIS);
        session = Optional.of(opened);
      }
      observe(session.get());
    } catch (SQLException e) {
      log.info("command {}: the progress can't be read: {}", commandId, e.getMessage());
      session.ifPresent(Session::close);
      session = Optional.empty();
    } catch (RuntimeException e) {
      log.warn("command {}: the progress can't be told", commandId, e);
    }
  }

  private void observe(Session open) throws SQLException {
    List<String> blockers = open.all(row -> row.getString(1), BLOCKERS, pid);
    Optional<String> progress = open.first(RebuildWatch::text, PROGRESS, pid);
    if (!blockers.isEmpty()) {
      blocker = Optional.of(String.join(", ", blockers));
      progress = progress.map(text -> text + ", held up by " + String.join(", ", blockers));
    }
    progress.ifPresent(this::say);
    if (System.nanoTime() > deadlineNanos) {
      log.warn("command {}: over its limit, cancelled", commandId);
      open.first(row -> row.getBoolean(1), "SELECT pg_cancel_backend(?)", pid);
    }
  }

  private void say(String text) {
    long now = System.nanoTime();
    if (!said.equals(Optional.of(text)) && now - saidNanos >= NOTE_NANOS) {
      said = Optional.of(text);
      saidNanos = now;
      notes.say(text);
    }
  }

  private static String text(ResultSet row) throws SQLException {
    String phase = "Rebuilding: " + row.getString("phase");
    return phase
        + share(", blocks", row.getLong("blocks_done"), row.getLong("blocks_total"))
        + share(", entries", row.getLong("tuples_done"), row.getLong("tuples_total"));
  }

  private static String share(String what, long done, long total) {
    return total == 0 ? "" : what + " " + done + " of " + total;
  }

  @Override
  public void close() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(2 * STATEMENT_MILLIS, TimeUnit.MILLISECONDS)) {
        log.info("command {}: the watch ends late", commandId);
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    session.ifPresent(Session::close);
  }
}
