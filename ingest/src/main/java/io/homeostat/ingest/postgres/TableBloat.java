package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How much of a table is dead or free, by pgstattuple's {@code pgstattuple_approx}, which passes
 * over pages that the visibility map knows. A sample: one table a turn, the one whose reading is
 * the oldest; never one of which more than a limit would be read, or that was never vacuumed nor
 * analyzed. What was read stands until it is read again; a table that could not be read in time is
 * tried again ten turns of all later.
 */
final class TableBloat implements Group {
  private static final String EXTENSION = "pgstattuple";

  /** Tables, with how many bytes are not known to be visible to all. */
  private static final String CANDIDATES =
      """
      SELECT c.oid AS id, n.nspname || '.' || c.relname AS name,
        greatest(c.relpages - c.relallvisible, 0)::bigint * current_setting('block_size')::bigint AS bytes
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'm') AND c.relam = (SELECT oid FROM pg_am WHERE amname = 'heap')
        AND c.relpages > 0 AND ${free} AND ${schemas}
      ORDER BY c.relpages DESC, c.oid LIMIT ?
      """;

  private static final String SQL =
      """
      SELECT table_len, dead_tuple_percent, approx_free_percent, dead_tuple_len + approx_free_space AS bytes
      FROM %s.pgstattuple_approx(?::bigint::oid::regclass)
      """;
  private static final int AGAIN_AFTER = 10;

  private record Candidate(String name, long bytes) {}

  private record Bloat(double dead, double free, double bytes) {}

  /** The last reading, without numbers when it failed, and the turn from which it is due again. */
  private record Known(long dueTurn, Optional<Bloat> bloat) {}

  private final Relations relations;
  private final long mostBytes;
  private final Map<Long, Known> known = new HashMap<>();
  private long turn;

  /**
   * The bloat of tables.
   *
   * @param mostBytes the most that may have to be read of one table
   */
  TableBloat(Relations relations, long mostBytes) {
    this.relations = relations;
    this.mostBytes = mostBytes;
  }

  @Override
  public String name() {
    return "table-bloat";
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
    return server.schemaOf(EXTENSION).isPresent();
  }

  @Override
  public void read(Session session, Readings readings) throws SQLException {
    turn++;
    Map<Long, Candidate> candidates = new LinkedHashMap<>();
    relations.read(
        session,
        CANDIDATES,
        row ->
            candidates.put(
                row.getLong("id"), new Candidate(row.getString("name"), row.getLong("bytes"))));
    known.keySet().retainAll(candidates.keySet());
    Optional<Long> next = next(candidates);
    try {
      if (next.isPresent()) {
        long id = next.get();
        known.put(id, new Known(turn + (long) AGAIN_AFTER * candidates.size(), Optional.empty()));
        known.put(id, new Known(turn, measure(session, id)));
      }
    } finally {
      candidates.forEach((id, candidate) -> tell(id, candidate, readings));
    }
  }

  private Optional<Long> next(Map<Long, Candidate> candidates) {
    return candidates.entrySet().stream()
        .filter(entry -> entry.getValue().bytes() <= mostBytes && dueTurn(entry.getKey()) < turn)
        .map(Map.Entry::getKey)
        .min(Comparator.comparingLong(this::dueTurn));
  }

  private long dueTurn(long id) {
    Known last = known.get(id);
    return last == null ? 0 : last.dueTurn();
  }

  private static Optional<Bloat> measure(Session session, long id) throws SQLException {
    Bloat[] found = {null};
    session.each(
        SQL.formatted(session.server().schemaOf(EXTENSION).orElseThrow()),
        row ->
            found[0] =
                new Bloat(
                    row.getDouble("dead_tuple_percent"),
                    row.getDouble("approx_free_percent"),
                    row.getDouble("bytes")),
        id);
    return Optional.ofNullable(found[0]);
  }

  private void tell(long id, Candidate candidate, Readings readings) {
    Known last = known.get(id);
    if (last != null && last.bloat().isPresent()) {
      Bloat bloat = last.bloat().get();
      EntityId table = readings.entity("pg-table", candidate.name());
      readings.gauge(table, "pg.table.dead_percent", bloat.dead());
      readings.gauge(table, "pg.table.free_percent", bloat.free());
      readings.gauge(table, "pg.table.bloat_bytes", bloat.bytes());
    }
  }
}
