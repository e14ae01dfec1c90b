package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.postgres.BlockingGraph.Blocker;
import io.homeostat.ingest.postgres.BlockingGraph.Waiter;
import io.homeostat.ingest.probe.Labels;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who waits for whose lock. Only when somebody waits are the locks looked at, of 50 waiting
 * sessions at most, as that stops the lock tables for a moment. Who holds others up for long is
 * told as a line besides, once a minute.
 */
final class LockWaits implements Group {
  private static final String SOMEBODY =
      "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' LIMIT 1";

  /** Before release 14 it is not known since when a session waits: it is since its statement. */
  private static final String WAITERS =
      """
      SELECT a.pid, %s AS waited, pg_blocking_pids(a.pid) AS blockers,
        coalesce(nullif(a.application_name, ''), a.usename, '?') AS application,
        (SELECT r.relname FROM pg_locks t JOIN pg_class r ON r.oid = t.relation
          WHERE t.pid = a.pid AND t.locktype IN ('relation', 'tuple') AND (NOT t.granted OR t.locktype = 'tuple')
            AND t.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          LIMIT 1) AS relation
      FROM pg_stat_activity a WHERE a.wait_event_type = 'Lock' ORDER BY a.query_start LIMIT 50
      """;

  private static final String SINCE_14 =
      """
      coalesce((SELECT extract(epoch FROM clock_timestamp() - max(l.waitstart)) FROM pg_locks l
        WHERE l.pid = a.pid AND NOT l.granted), 0)
      """;
  private static final String BEFORE_14 = "extract(epoch FROM clock_timestamp() - a.query_start)";
  private static final String BLOCKERS =
      """
      SELECT pid, coalesce(nullif(application_name, ''), usename, '?') AS application,
        coalesce(state, backend_type) AS state,
        coalesce(extract(epoch FROM clock_timestamp() - xact_start), 0) AS open
      FROM pg_stat_activity WHERE pid = ANY (?)
      """;
  private static final double LONG_SECONDS = 5;
  private static final long NOTE_MILLIS = 60_000;
  private static final int MOST_SERIES = 20;

  /** The series of blockers that were told, so that their end is told, too. */
  private final Map<String, Long> told = new LinkedHashMap<>();

  private final Map<Integer, Long> noted = new HashMap<>();

  @Override
  public String name() {
    return "locks";
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
    return server.seesAll();
  }

  @Override
  public void read(Session session, Readings readings) throws SQLException {
    Map<Integer, Waiter> waiters = new TreeMap<>();
    Map<Integer, Blocker> blockers = new TreeMap<>();
    boolean[] somebody = {false};
    session.each(SOMEBODY, row -> somebody[0] = true);
    if (somebody[0]) {
      look(session, waiters, blockers);
    }
    tell(new BlockingGraph(waiters, blockers), session.nowMillis(), readings);
  }

  private static void look(
      Session session, Map<Integer, Waiter> waiters, Map<Integer, Blocker> blockers)
      throws SQLException {
    String waited = session.server().since(Server.V14) ? SINCE_14 : BEFORE_14;
    session.each(
        WAITERS.formatted(waited),
        row ->
            waiters.put(
                row.getInt("pid"),
                new Waiter(
                    row.getString("application"),
                    row.getDouble("waited"),
                    String.valueOf(row.getString("relation")),
                    Arrays.asList((Integer[]) row.getArray("blockers").getArray()))));
    List<Long> pids =
        waiters.values().stream()
            .flatMap(waiter -> waiter.blockers().stream())
            .map(Integer::longValue)
            .distinct()
            .toList();
    if (!pids.isEmpty()) {
      session.each(
          BLOCKERS,
          row ->
              blockers.put(
                  row.getInt("pid"),
                  new Blocker(
                      row.getString("application"), row.getString("state"), row.getDouble("open"))),
          pids);
    }
  }

  private void tell(BlockingGraph graph, long nowMillis, Readings readings) {
    EntityId instance = readings.instance();
    readings.gauge(instance, "pg.lock_waits.longest", graph.longestWait());
    readings.gauge(instance, "pg.blockers", graph.heldUp().size());
    Map<String, Double> sessions = new TreeMap<>();
    graph
        .heldUp()
        .forEach(
            (pid, held) -> {
              sessions.merge(series(graph, pid), (double) held.size(), Double::sum);
              noteLong(graph, pid, nowMillis, readings);
            });
    noted.keySet().retainAll(graph.heldUp().keySet());
    sessions.keySet().forEach(series -> told.put(series, nowMillis));
    while (told.size() > MOST_SERIES) {
      told.remove(told.keySet().iterator().next());
    }
    told.keySet()
        .forEach(series -> readings.gauge(instance, series, sessions.getOrDefault(series, 0.0)));
  }

  private static String series(BlockingGraph graph, int pid) {
    Blocker blocker = graph.blocker(pid);
    return Labels.series(
        "pg.blocking", "application", blocker.application(), "state", blocker.state());
  }

  private void noteLong(BlockingGraph graph, int pid, long nowMillis, Readings readings) {
    boolean due = nowMillis - noted.getOrDefault(pid, nowMillis - NOTE_MILLIS) >= NOTE_MILLIS;
    if (due && graph.longestWaitFor(pid) >= LONG_SECONDS) {
      noted.put(pid, nowMillis);
      readings.note(
          readings.instance(),
          graph.sentence(pid),
          Map.of("probe", name(), "pid", Integer.toString(pid)));
    }
  }
}
