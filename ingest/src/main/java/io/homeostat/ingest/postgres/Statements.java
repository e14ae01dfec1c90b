package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * What statements cost, by pg_stat_statements: calls, time and blocks since the reading before, of
 * those that took the most time. One that was told once is told on, so that its silence is seen;
 * {@value #MOST} in all. The texts are not read: they lie in a file, and hold what users wrote. And
 * what the probe's own statements cost the server.
 */
final class Statements implements Group {
  /** The most statements that are told. */
  static final int MOST = 50;

  private static final String EXTENSION = "pg_stat_statements";
  private static final int NEW_A_TURN = 10;

  /** Times in milliseconds, blocks in pages; all since the statistics' reset. */
  private static final String SQL =
      """
      SELECT queryid, sum(calls) AS calls, sum(total_exec_time) AS time, sum(rows) AS rows,
        sum(shared_blks_read) AS blocks_read, sum(shared_blks_hit) AS blocks_hit,
        sum(temp_blks_written) AS temp_written, sum(wal_bytes) AS wal_bytes,
        sum(CASE WHEN userid = (SELECT oid FROM pg_roles WHERE rolname = current_user) THEN total_exec_time
          ELSE 0 END) AS own_time
      FROM %s.pg_stat_statements(false)
      WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND queryid IS NOT NULL
      GROUP BY queryid
      """;

  private record Cost(
      double calls,
      double time,
      double rows,
      double blocksRead,
      double blocksHit,
      double tempWritten,
      double walBytes) {

    Cost minus(Cost other) {
      return new Cost(
          calls - other.calls,
          time - other.time,
          rows - other.rows,
          blocksRead - other.blocksRead,
          blocksHit - other.blocksHit,
          tempWritten - other.tempWritten,
          walBytes - other.walBytes);
    }
  }

  private static final Cost NOTHING = new Cost(0, 0, 0, 0, 0, 0, 0);

  private Map<Long, Cost> before = new HashMap<>();
  private boolean first = true;

  /** Those that are told, and when each was last called. */
  private final Map<Long, Long> told = new HashMap<>();

  @Override
  public String name() {
    return "statements";
  }

  @Override
  public Level level() {
    return Level.DATABASE;
  }

  @Override
  public Beat beat() {
    return Beat.OFTEN;
  }

  @Override
  public boolean holdsFor(Server server) {
    return server.since(Server.V13) && server.seesAll() && server.schemaOf(EXTENSION).isPresent();
  }

  @Override
  public void read(Session session, Readings readings) throws SQLException {
    Map<Long, Cost> now = new HashMap<>();
    double[] own = {0};
    session.each(
        SQL.formatted(session.server().schemaOf(EXTENSION).orElseThrow()),
        row -> {
          own[0] += row.getDouble("own_time");
          now.put(
              row.getLong("queryid"),
              new Cost(
                  row.getDouble("calls"),
                  row.getDouble("time"),
                  row.getDouble("rows"),
                  row.getDouble("blocks_read"),
                  row.getDouble("blocks_hit"),
                  row.getDouble("temp_written"),
                  row.getDouble("wal_bytes")));
        });
    readings.counter(readings.database(session.server().database()), "probe.server_time", own[0]);
    if (!first) {
      tell(now, session.nowMillis(), readings);
    }
    first = false;
    before = now;
  }

  private void tell(Map<Long, Cost> now, long nowMillis, Readings readings) {
    Map<Long, Cost> grown = new HashMap<>();
    now.forEach((id, cost) -> grown.put(id, grown(before.getOrDefault(id, NOTHING), cost)));
    told.keySet().retainAll(now.keySet());
    told.replaceAll((id, called) -> called(grown, id) ? nowMillis : called);
    grown.entrySet().stream()
        .filter(entry -> entry.getValue().calls() > 0 && !told.containsKey(entry.getKey()))
        .sorted(
            Comparator.comparingDouble((Map.Entry<Long, Cost> entry) -> -entry.getValue().time())
                .thenComparing(Map.Entry::getKey))
        .limit(NEW_A_TURN)
        .forEach(entry -> begin(entry.getKey(), nowMillis));
    told.keySet()
        .forEach(
            id -> {
              Cost cost = grown.getOrDefault(id, NOTHING);
              tell(readings.entity("pg-statement", Long.toString(id)), cost, readings);
            });
  }

  private static boolean called(Map<Long, Cost> grown, long id) {
    return grown.getOrDefault(id, NOTHING).calls() > 0;
  }

  /** Fewer calls than before: the statistics were reset, or the statement was thrown out. */
  private static Cost grown(Cost before, Cost now) {
    return before.calls() > now.calls() ? now : now.minus(before);
  }

  /** Begins to tell of a statement, in the place of the one that has been silent the longest. */
  private void begin(long id, long nowMillis) {
    if (told.size() >= MOST) {
      Map.Entry<Long, Long> silent = Collections.min(told.entrySet(), Map.Entry.comparingByValue());
      if (silent.getValue() == nowMillis) {
        return;
      }
      told.remove(silent.getKey());
    }
    told.put(id, nowMillis);
  }

  private static void tell(EntityId statement, Cost cost, Readings readings) {
    readings.gauge(statement, "pg.statement.calls", cost.calls());
    readings.gauge(statement, "pg.statement.time", cost.time());
    readings.gauge(statement, "pg.statement.mean", cost.time() / cost.calls());
    readings.gauge(statement, "pg.statement.rows", cost.rows());
    readings.gauge(statement, "pg.statement.blocks_read", cost.blocksRead());
    readings.gauge(statement, "pg.statement.blocks_hit", cost.blocksHit());
    readings.gauge(statement, "pg.statement.temp_written", cost.tempWritten());
    readings.gauge(statement, "pg.statement.wal_bytes", cost.walBytes());
  }
}
