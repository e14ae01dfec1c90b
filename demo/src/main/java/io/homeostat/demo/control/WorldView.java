package io.homeostat.demo.control;

import io.homeostat.demo.kubernetes.ApiServer;
import io.homeostat.demo.kubernetes.DeploymentController;
import io.homeostat.demo.ledger.Effect;
import io.homeostat.demo.ledger.Ledger;
import io.homeostat.demo.postgres.Database;
import io.homeostat.demo.postgres.Role;
import io.homeostat.demo.rag.Latencies;
import io.homeostat.demo.rag.Retriever;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Looks at the world as it is, in the database itself and not in any report about it.
 *
 * @param database the retrieval system's database
 * @param served the retriever
 * @param kubernetes where its Deployment is
 */
public record WorldView(Database database, Retriever served, ApiServer kubernetes) {
  private static final String APPLICATION = "demo-view";
  private static final String INDEXES =
      """
      SELECT i.indexrelid::regclass::text AS name, t.relname AS table_name, c.relfilenode AS file, i.indisvalid AS valid,
        pg_relation_size(c.oid) AS bytes, greatest(t.reltuples, 0)::bigint AS tuples,
        CASE WHEN i.indisvalid THEN (pgstatindex(c.oid::regclass)).avg_leaf_density END AS density,
        CASE WHEN i.indisvalid THEN (pgstatindex(c.oid::regclass)).leaf_fragmentation END AS fragmentation
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'i' ORDER BY 1
      """;
  private static final String TABLES =
      """
      SELECT relname, pg_relation_size(relid) AS bytes, n_live_tup, n_dead_tup, n_tup_ins, n_tup_upd, n_tup_del
      FROM pg_stat_user_tables WHERE schemaname = 'public' ORDER BY 1
      """;

  /**
   * One index.
   *
   * @param leafDensityPercent how full its leaf pages are; absent if it is invalid
   * @param leafFragmentationPercent how many leaf pages lie before their neighbour; absent if it is
   *     invalid
   * @param liveTuples how many rows its table has, by PostgreSQL's estimate
   */
  public record IndexView(
      String name,
      String table,
      long relfilenode,
      boolean valid,
      long bytes,
      long liveTuples,
      Optional<Double> leafDensityPercent,
      Optional<Double> leafFragmentationPercent) {}

  /** One table, by PostgreSQL's own counters. */
  public record TableView(
      String name,
      long bytes,
      long liveTuples,
      long deadTuples,
      long inserts,
      long updates,
      long deletes) {}

  /**
   * The retriever's last ten seconds.
   *
   * @param p50Millis absent if there was no request; the others likewise
   * @param replicas how many replicas are ready, now
   * @param waiting how many searches wait for a worker, now
   * @param missRatio which share of the answered searches users passed over the first answer of;
   *     absent if none was answered
   * @param model the version of the model that ranks, now
   */
  public record RetrieverView(
      int requests,
      int errors,
      OptionalDouble p50Millis,
      OptionalDouble p95Millis,
      OptionalDouble p99Millis,
      int replicas,
      int waiting,
      OptionalDouble missRatio,
      String model) {}

  /** The whole world. */
  public record State(
      List<IndexView> indexes,
      List<TableView> tables,
      RetrieverView retriever,
      List<Effect> ledger) {}

  /** Looks at everything. */
  public State state() throws SQLException {
    try (Connection connection = database.connect(Role.SUPERUSER, APPLICATION)) {
      return new State(
          indexes(connection), tables(connection), retriever(), Ledger.effects(connection));
    }
  }

  /** Every effect on record, oldest first. */
  public List<Effect> ledger() throws SQLException {
    try (Connection connection = database.connect(Role.SUPERUSER, APPLICATION)) {
      return Ledger.effects(connection);
    }
  }

  /** The retriever's Deployment and every change of it. */
  public ApiServer.View deployment() {
    return kubernetes.view(DeploymentController.NAME);
  }

  /** Holds the answers of the Kubernetes API to writes for so long. */
  public void holdAnswers(Duration delay) {
    kubernetes.holdAnswers(delay);
  }

  private static List<IndexView> indexes(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(INDEXES)) {
      List<IndexView> indexes = new ArrayList<>();
      while (row.next()) {
        indexes.add(
            new IndexView(
                row.getString("name"),
                row.getString("table_name"),
                row.getLong("file"),
                row.getBoolean("valid"),
                row.getLong("bytes"),
                row.getLong("tuples"),
                percent(row, "density"),
                percent(row, "fragmentation")));
      }
      return indexes;
    }
  }

  private static List<TableView> tables(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(TABLES)) {
      List<TableView> tables = new ArrayList<>();
      while (row.next()) {
        tables.add(
            new TableView(
                row.getString("relname"),
                row.getLong("bytes"),
                row.getLong("n_live_tup"),
                row.getLong("n_dead_tup"),
                row.getLong("n_tup_ins"),
                row.getLong("n_tup_upd"),
                row.getLong("n_tup_del")));
      }
      return tables;
    }
  }

  private RetrieverView retriever() {
    Latencies.Summary recent = served.latencies().recent();
    int answered = recent.requests() - recent.errors();
    return new RetrieverView(
        recent.requests(),
        recent.errors(),
        recent.percentileMillis(50),
        recent.percentileMillis(95),
        recent.percentileMillis(99),
        served.workers().replicas(),
        served.workers().waiting(),
        answered > 0
            ? OptionalDouble.of((double) recent.misses() / answered)
            : OptionalDouble.empty(),
        served.model().version());
  }

  private static Optional<Double> percent(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() || Double.isNaN(value) ? Optional.empty() : Optional.of(value);
  }
}
