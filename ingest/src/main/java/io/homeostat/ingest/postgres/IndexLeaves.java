package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How full the leaf pages of B-trees are, by pgstattuple's {@code pgstatindex}. It reads the whole
 * index, so: only indexes up to a limit; each at most once in a period; and one whose size has not
 * changed, or that could not be read in time, ten times less often. What was read stands until it
 * is read again.
 */
final class IndexLeaves implements Group {
  private static final String EXTENSION = "pgstattuple";
  private static final String SQL =
      "SELECT avg_leaf_density, leaf_fragmentation FROM %s.pgstatindex(?::bigint::oid::regclass)";
  private static final int UNCHANGED_FACTOR = 10;

  private record Leaves(double density, double fragmentation) {}

  /** The last reading; without leaves when it failed. */
  private record Known(long atMillis, long bytes, Optional<Leaves> leaves) {}

  private final Indexes indexes;
  private final long periodMillis;
  private final long mostBytes;
  private final Map<Long, Known> known = new HashMap<>();

  /**
   * The leaves of what {@code indexes} has found in the same round.
   *
   * @param periodMillis the shortest time between two readings of one index
   * @param mostBytes the largest index that is read
   */
  IndexLeaves(Indexes indexes, long periodMillis, long mostBytes) {
    this.indexes = indexes;
    this.periodMillis = periodMillis;
    this.mostBytes = mostBytes;
  }

  @Override
  public String name() {
    return "leaves";
  }

  @Override
  public Level level() {
    return Level.DATABASE;
  }

  @Override
  public Beat beat() {
    return Beat.ROUND;
  }

  @Override
  public boolean holdsFor(Server server) {
    return server.schemaOf(EXTENSION).isPresent();
  }

  @Override
  public void read(Session session, Readings readings) throws SQLException {
    List<Indexes.Index> found = indexes.found();
    known.keySet().retainAll(found.stream().map(Indexes.Index::id).toList());
    List<SQLException> failures = new ArrayList<>();
    for (Indexes.Index index : found) {
      if (index.method().equals("btree") && index.valid() && index.bytes() <= mostBytes) {
        readIfDue(session, index, failures).ifPresent(leaves -> tell(index, leaves, readings));
      }
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }

  private static void tell(Indexes.Index index, Leaves leaves, Readings readings) {
    EntityId entity = index.entity();
    readings.gauge(entity, "pg.index.leaf_density", leaves.density());
    readings.gauge(entity, "pg.index.leaf_fragmentation", leaves.fragmentation());
    readings.gauge(
        entity,
        "pg.index.bloat_bytes",
        index.bytes() * Math.max(0, 1 - leaves.density() / index.fillfactor()));
  }

  private Optional<Leaves> readIfDue(
      Session session, Indexes.Index index, List<SQLException> failures) {
    long nowMillis = session.nowMillis();
    Optional<Known> last = Optional.ofNullable(known.get(index.id()));
    if (last.isPresent() && !due(last.get(), index, nowMillis)) {
      return last.get().leaves();
    }
    Optional<Leaves> leaves = Optional.empty();
    try {
      leaves = read(session, index);
    } catch (SQLException e) {
      failures.add(e);
    }
    known.put(index.id(), new Known(nowMillis, index.bytes(), leaves));
    return leaves;
  }

  private boolean due(Known last, Indexes.Index index, long nowMillis) {
    boolean often = last.leaves().isPresent() && last.bytes() != index.bytes();
    return nowMillis - last.atMillis() >= (often ? periodMillis : UNCHANGED_FACTOR * periodMillis);
  }

  private static Optional<Leaves> read(Session session, Indexes.Index index) throws SQLException {
    List<Leaves> leaves = new ArrayList<>();
    String schema = session.server().schemaOf(EXTENSION).orElseThrow();
    session.each(
        SQL.formatted(schema),
        row -> leaves.add(new Leaves(row.getDouble(1), row.getDouble(2))),
        index.id());
    return leaves.stream().findFirst();
  }
}
