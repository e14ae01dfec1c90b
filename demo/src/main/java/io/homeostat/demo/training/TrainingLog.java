package io.homeostat.demo.training;

import io.homeostat.demo.postgres.Database;
import io.homeostat.demo.postgres.Role;
import io.homeostat.demo.rag.RankModel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The runs that were asked for and the models that came of them, in the demo's database.
 *
 * @param database the retrieval system's database
 */
record TrainingLog(Database database) {
  private static final String APPLICATION = "training";

  /** The upper end of a feature is what all but one in a thousand documents stay below. */
  private static final String TRAIN =
      """
      INSERT INTO demo.rank_models (number, popularity_scale, quality_scale)
      SELECT coalesce((SELECT max(number) FROM demo.rank_models), 1) + 1,
        percentile_disc(0.999) WITHIN GROUP (ORDER BY popularity),
        percentile_disc(0.999) WITHIN GROUP (ORDER BY quality)
      FROM public.features
      RETURNING number, popularity_scale, quality_scale
      """;

  private static final String RUNS =
      "SELECT id, request, received_at::text, deliveries, outcome FROM demo.trainings";

  /**
   * One run.
   *
   * @param id as whoever asked for it names it
   * @param request what came, JSON
   * @param receivedAt when it came first
   * @param deliveries how many times it came
   * @param outcome what came of it; absent while it is under way
   */
  record Run(
      String id, String request, String receivedAt, int deliveries, Optional<String> outcome) {}

  /** Notes a request; true when it came for the first time. */
  boolean note(String id, String request) throws SQLException {
    try (Connection connection = open();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO demo.trainings (id, request) VALUES (?, ?) ON CONFLICT (id)"
                    + " DO UPDATE SET deliveries = trainings.deliveries + 1 RETURNING deliveries")) {
      insert.setString(1, id);
      insert.setString(2, request);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getInt(1) == 1;
      }
    }
  }

  /** The run of an id. */
  Optional<Run> find(String id) throws SQLException {
    return runs(RUNS + " WHERE id = ?", id).stream().findFirst();
  }

  /** All runs, oldest first. */
  List<Run> all() throws SQLException {
    return runs(RUNS + " ORDER BY received_at");
  }

  /** The runs without an outcome, oldest first. */
  List<Run> underWay() throws SQLException {
    return runs(RUNS + " WHERE outcome IS NULL ORDER BY received_at");
  }

  /**
   * Trains a model on the features as they are, keeps it as the newest, and says that this is what
   * came of the run: both, or neither.
   */
  RankModel train(String id) throws SQLException {
    try (Connection connection = open()) {
      connection.setAutoCommit(false);
      RankModel model;
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(TRAIN)) {
        row.next();
        model = model(row);
      }
      ended(connection, id, "model " + model.version());
      connection.commit();
      return model;
    }
  }

  /** Says what came of a run. */
  void ended(String id, String outcome) throws SQLException {
    try (Connection connection = open()) {
      ended(connection, id, outcome);
    }
  }

  private static void ended(Connection connection, String id, String outcome) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE demo.trainings SET ended_at = clock_timestamp(), outcome = ? WHERE id = ?")) {
      update.setString(1, outcome);
      update.setString(2, id);
      update.executeUpdate();
    }
  }

  /** The newest model; the first where none was trained since. */
  RankModel newest() throws SQLException {
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT number, popularity_scale, quality_scale FROM demo.rank_models"
                    + " ORDER BY number DESC LIMIT 1")) {
      return row.next() ? model(row) : RankModel.FIRST;
    }
  }

  /** Forgets every model but the first. */
  void forgetModels() throws SQLException {
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM demo.rank_models");
    }
  }

  private static RankModel model(ResultSet row) throws SQLException {
    return new RankModel("v" + row.getInt(1), row.getDouble(2), row.getDouble(3));
  }

  private List<Run> runs(String query, String... arguments) throws SQLException {
    try (Connection connection = open();
        PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setString(i + 1, arguments[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        List<Run> runs = new ArrayList<>();
        while (row.next()) {
          runs.add(
              new Run(
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  row.getInt(4),
                  Optional.ofNullable(row.getString(5))));
        }
        return runs;
      }
    }
  }

  private Connection open() throws SQLException {
    return database.connect(Role.SUPERUSER, APPLICATION);
  }
}
