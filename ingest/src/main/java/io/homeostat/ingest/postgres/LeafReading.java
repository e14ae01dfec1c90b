package io.homeostat.ingest.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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
final class LeafReading {
  private static final String SQL =
      "SELECT avg_leaf_density, leaf_fragmentation FROM pgstatindex(?::regclass)";
  private static final int UNCHANGED_FACTOR = 10;

  private record Leaves(double density, double fragmentation) {}

  /** The last reading; without leaves when it failed. */
  private record Known(long atMillis, long bytes, Optional<Leaves> leaves) {}

  private final long periodMillis;
  private final long mostBytes;
  private final Map<Long, Known> known = new HashMap<>();

  LeafReading(long periodMillis, long mostBytes) {
    this.periodMillis = periodMillis;
    this.mostBytes = mostBytes;
  }

  /**
   * Reads what is due.
   *
   * @throws SQLException the first failure, once all others have been read
   */
  void read(
      Connection connection, List<RelationQueries.Index> indexes, long nowMillis, Readings readings)
      throws SQLException {
    known.keySet().retainAll(indexes.stream().map(RelationQueries.Index::id).toList());
    List<SQLException> failures = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(SQL)) {
      for (RelationQueries.Index index : indexes) {
        if (index.method().equals("btree") && index.valid() && index.bytes() <= mostBytes) {
          readIfDue(statement, index, nowMillis, failures)
              .ifPresent(
                  leaves -> {
                    readings.gauge(index.entity(), "pg.index.leaf_density", leaves.density());
                    readings.gauge(
                        index.entity(), "pg.index.leaf_fragmentation", leaves.fragmentation());
                  });
        }
      }
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }

  private Optional<Leaves> readIfDue(
      PreparedStatement statement,
      RelationQueries.Index index,
      long nowMillis,
      List<SQLException> failures) {
    Optional<Known> last = Optional.ofNullable(known.get(index.id()));
    if (last.isPresent() && !due(last.get(), index, nowMillis)) {
      return last.get().leaves();
    }
    Optional<Leaves> leaves = Optional.empty();
    try {
      leaves = Optional.of(read(statement, index));
    } catch (SQLException e) {
      failures.add(e);
    }
    known.put(index.id(), new Known(nowMillis, index.bytes(), leaves));
    return leaves;
  }

  private boolean due(Known last, RelationQueries.Index index, long nowMillis) {
    boolean often = last.leaves().isPresent() && last.bytes() != index.bytes();
    return nowMillis - last.atMillis() >= (often ? periodMillis : UNCHANGED_FACTOR * periodMillis);
  }

  private static Leaves read(PreparedStatement statement, RelationQueries.Index index)
      throws SQLException {
    statement.setLong(1, index.id());
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return new Leaves(row.getDouble(1), row.getDouble(2));
    }
  }
}
