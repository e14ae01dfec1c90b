package io.homeostat.demo.fault;

import io.homeostat.demo.postgres.Database;
import io.homeostat.demo.postgres.Role;
import io.homeostat.demo.training.Training;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whoever computes the features changes a unit: {@code popularity} or {@code quality} of the newest
 * documents is written in percent, where it went from 0 to 1. Nothing fails; the model that ranks
 * them was trained on the old unit, and users pass over what it puts first. What was there before
 * is kept aside, for the reset.
 *
 * @param database the retrieval system's database
 * @param training where the model is trained
 * @param lasts how long the writing takes
 */
public record FeatureDrift(Database database, Training training, Duration lasts) implements Fault {
  private static final Logger log = LoggerFactory.getLogger(FeatureDrift.class);
  private static final String APPLICATION = "feature-job";
  private static final String RESET_APPLICATION = "demo-reset";
  private static final String[] COLUMNS = {"popularity", "quality"};
  private static final int BATCHES = 20;

  /** One in so many documents is among the newest. */
  private static final int SHARE = 4;

  private static final String KEEP =
      """
      INSERT INTO demo.rescaled (document_id, name, value)
      SELECT document_id, '%s', %s FROM public.features
      WHERE document_id > (SELECT max(document_id) - count(*) / %d FROM public.features)
      """;
  private static final String WRITE =
      """
      UPDATE public.features f SET %s = r.value * 100, updated_at = clock_timestamp()
      FROM (SELECT document_id, value, ntile(%d) OVER (ORDER BY document_id) AS batch FROM demo.rescaled) r
      WHERE f.document_id = r.document_id AND r.batch = ?
      """;

  @Override
  public String name() {
    return "feature-drift";
  }

  @Override
  public String description() {
    return "a feature of the newest documents is written in percent, where it went from 0 to 1: the"
        + " ranking model puts what nobody wants first";
  }

  @Override
  public String ending() {
    return "ends by itself; the values stay so until `demo reset`, and ranking is bad until the model"
        + " is trained anew";
  }

  @Override
  public void inject(long seed, StopSignal stop) throws SQLException, InterruptedException {
    try (Connection connection = database.connect(Role.SUPERUSER, APPLICATION)) {
      String column = kept(connection);
      if (column.isEmpty()) {
        column = keep(connection, seed);
      }
      log.info("feature-drift: {} is written in percent", column);
      long start = System.nanoTime();
      boolean stopped = stop.isRaised();
      for (int batch = 1; batch <= BATCHES && !stopped; batch++) {
        try (PreparedStatement write =
            connection.prepareStatement(WRITE.formatted(column, BATCHES))) {
          write.setInt(1, batch);
          write.executeUpdate();
        }
        Duration due = lasts.multipliedBy(batch).dividedBy(BATCHES);
        stopped = stop.await(due.minusNanos(System.nanoTime() - start));
      }
    }
  }

  /** Keeps a column's values; one that is there, as another fault may have dropped one. */
  private static String keep(Connection connection, long seed) throws SQLException {
    int first = new SplittableRandom(seed).nextInt(COLUMNS.length);
    String column = COLUMNS[first];
    try (Statement statement = connection.createStatement()) {
      if (!there(statement, column)) {
        column = COLUMNS[(first + 1) % COLUMNS.length];
      }
      statement.execute(KEEP.formatted(column, column, SHARE));
    }
    return column;
  }

  /** The column whose values are kept; empty when none are. */
  private static String kept(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet name = statement.executeQuery("SELECT name FROM demo.rescaled LIMIT 1")) {
      return name.next() ? name.getString(1) : "";
    }
  }

  private static boolean there(Statement statement, String column) throws SQLException {
    try (ResultSet found =
        statement.executeQuery(
            "SELECT FROM pg_attribute WHERE attrelid = 'public.features'::regclass"
                + " AND NOT attisdropped AND attname = '"
                + column
                + "'")) {
      return found.next();
    }
  }

  @Override
  public void recover() {
    // Each batch is whole; what was written stays written, as after a job that was ended.
  }

  /** The values as before, also where the column is dropped by now and itself kept aside. */
  @Override
  public void undo() throws SQLException {
    training.reset();
    try (Connection connection = database.connect(Role.SUPERUSER, RESET_APPLICATION);
        Statement statement = connection.createStatement()) {
      String column = kept(connection);
      if (column.isEmpty()) {
        return;
      }
      statement.execute("SET lock_timeout = '5s'");
      connection.setAutoCommit(false);
      statement.execute(
          there(statement, column)
              ? "UPDATE public.features f SET "
                  + column
                  + " = r.value, updated_at = clock_timestamp() FROM demo.rescaled r WHERE"
                  + " r.document_id = f.document_id"
              : "UPDATE demo.dropped_column d SET value = r.value FROM demo.rescaled r WHERE"
                  + " r.document_id = d.document_id");
      statement.execute("DELETE FROM demo.rescaled");
      connection.commit();
      connection.setAutoCommit(true);
      statement.execute("VACUUM (INDEX_CLEANUP ON, TRUNCATE OFF) public.features");
    }
  }
}
