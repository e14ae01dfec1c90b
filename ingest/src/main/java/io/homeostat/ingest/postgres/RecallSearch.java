package io.homeostat.ingest.postgres;

import io.homeostat.ingest.postgres.VectorIndexes.VectorIndex;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One search by a vector index beside the same search by reading all rows. What is searched for is
 * the vector of a row taken at random, and that row itself does not count. Both searches see the
 * same snapshot; the index is searched with the role's own settings, such as {@code
 * hnsw.ef_search}.
 */
final class RecallSearch {
  private static final double SAMPLED_PAGES = 20;
  private static final double NANOS_PER_MILLI = 1e6;

  /**
   * What came of it.
   *
   * @param recall how many of the true k nearest the index gave, from 0 to 1; rows as near as the
   *     k-th count as it
   * @param searchMillis how long the search by the index took
   */
  record Found(double recall, double searchMillis) {}

  /** A row, and how far it is. */
  record Near(String row, double distance) {}

  private final VectorIndex index;
  private final int k;

  /**
   * A search.
   *
   * @param k how many nearest rows are asked for
   */
  RecallSearch(VectorIndex index, int k) {
    this.index = index;
    this.k = k;
  }

  /**
   * Searches twice, in a transaction that is rolled back.
   *
   * @return nothing where there is no row to search for, or where PostgreSQL would answer by
   *     another index
   */
  Optional<Found> search(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
      Optional<String> query = someRow(statement);
      if (query.isEmpty()) {
        return Optional.empty();
      }
      statement.execute("SET LOCAL enable_seqscan = off");
      if (!answersByIndex(statement, query.get())) {
        return Optional.empty();
      }
      long begin = System.nanoTime();
      List<Near> byIndex = nearest(statement, query.get());
      double millis = (System.nanoTime() - begin) / NANOS_PER_MILLI;
      statement.execute("SET LOCAL enable_seqscan = on; SET LOCAL enable_indexscan = off");
      List<Near> exact = nearest(statement, query.get());
      return exact.isEmpty()
          ? Optional.empty()
          : Optional.of(new Found(recall(byIndex, exact), millis));
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** How many of the exact rows the others hold, as a share; equal distances are equally good. */
  static double recall(List<Near> byIndex, List<Near> exact) {
    double last = exact.get(exact.size() - 1).distance();
    double bound = last + 1e-6 * Math.max(1, Math.abs(last));
    long hits = byIndex.stream().filter(near -> near.distance() <= bound).count();
    return Math.min(1, (double) hits / exact.size());
  }

  private Optional<String> someRow(Statement statement) throws SQLException {
    double percent = Math.min(100, 100 * SAMPLED_PAGES / Math.max(1, index.pages()));
    String sql =
        "SELECT ctid::text FROM %s TABLESAMPLE SYSTEM (%s) WHERE (%s) AND (%s) IS NOT NULL ORDER BY random() LIMIT 1"
            .formatted(index.table(), percent, index.predicate(), index.expression());
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
    }
  }

  private boolean answersByIndex(Statement statement, String query) throws SQLException {
    try (ResultSet plan = statement.executeQuery("EXPLAIN (COSTS off) " + sql(query))) {
      while (plan.next()) {
        if (plan.getString(1).contains(" using " + index.plain() + " on ")) {
          return true;
        }
      }
      return false;
    }
  }

  private List<Near> nearest(Statement statement, String query) throws SQLException {
    List<Near> found = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql(query))) {
      while (rows.next()) {
        double distance = rows.getDouble(2);
        boolean counts = !rows.getString(1).equals(query) && !Double.isNaN(distance);
        if (counts && found.size() < k) {
          found.add(new Near(rows.getString(1), distance));
        }
      }
    }
    return found;
  }

  private String sql(String query) {
    String vector =
        "(SELECT (%s) FROM %s WHERE ctid = '%s'::tid)"
            .formatted(index.expression(), index.table(), query);
    String distance = "(%s) %s %s".formatted(index.expression(), index.operator(), vector);
    return "SELECT ctid::text, %s FROM %s WHERE (%s) ORDER BY %s LIMIT %d"
        .formatted(distance, index.table(), index.predicate(), distance, k + 1);
  }
}
