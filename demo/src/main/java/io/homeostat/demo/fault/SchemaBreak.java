package io.homeostat.demo.fault;

import io.homeostat.demo.deploy.Deployer;
import io.homeostat.demo.git.ConfigRepository;
import io.homeostat.demo.postgres.Database;
import io.homeostat.demo.postgres.Role;
import io.homeostat.demo.rag.SearchConfig;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A release weighs popularity no longer, and its migration drops a column that looks unused since,
 * and is not: the model that ranks documents reads it in every search. The commit can be taken
 * back, the migration can't. What was in the column is kept aside, for the reset.
 *
 * @param database the retrieval system's database
 * @param repository the repository of the retriever's configuration; {@link BadDeploy#undo} resets
 *     that
 */
public record SchemaBreak(Database database, ConfigRepository repository) implements Fault {
  private static final String APPLICATION = "migration";
  private static final String RESET_APPLICATION = "demo-reset";
  private static final List<String> COLUMNS = List.of("popularity", "quality");
  private static final Duration LASTS = Duration.ofSeconds(1);
  private static final String POLITE = "SET lock_timeout = '5s'";

  @Override
  public String name() {
    return "schema-break";
  }

  @Override
  public String description() {
    return "a release drops a column of public.features that the ranking model reads; every search"
        + " fails, and taking the commit back does not help";
  }

  @Override
  public Duration lasts() {
    return LASTS;
  }

  @Override
  public String ending() {
    return "ends by itself with the release; searches fail until `demo reset` brings the column"
        + " back";
  }

  @Override
  public void inject(long seed, StopSignal stop) throws SQLException {
    String column = COLUMNS.get(new SplittableRandom(seed).nextInt(COLUMNS.size()));
    try (Connection connection = database.connect(Role.SUPERUSER, APPLICATION);
        Statement statement = connection.createStatement()) {
      if (dropped(statement).isPresent()) {
        return;
      }
      statement.execute(POLITE);
      connection.setAutoCommit(false);
      statement.execute(
          "CREATE TABLE demo.dropped_column AS SELECT '%s' AS name, document_id, %s AS value FROM public.features"
              .formatted(column, column));
      statement.execute("ALTER TABLE public.features DROP COLUMN " + column);
      connection.commit();
    }
    try {
      SearchConfig now =
          SearchConfig.parse(repository.file(repository.head(), Deployer.CONFIG).orElseThrow());
      repository.commit(
          "Search team",
          "Rank without popularity; " + column + " is dropped by the migration",
          Map.of(Deployer.CONFIG, now.weighing(BadDeploy.nextVersion(repository), 0).text()));
    } catch (IOException e) {
      throw new SQLException("the repository did not take the commit: " + e.getMessage(), e);
    }
  }

  /** The column that is dropped, if one is. */
  private static Optional<String> dropped(Statement statement) throws SQLException {
    try (ResultSet there = statement.executeQuery("SELECT to_regclass('demo.dropped_column')")) {
      if (!there.next() || there.getString(1) == null) {
        return Optional.empty();
      }
    }
    try (ResultSet name = statement.executeQuery("SELECT name FROM demo.dropped_column LIMIT 1")) {
      return name.next()
          ? Optional.of(name.getString(1)).filter(COLUMNS::contains)
          : Optional.empty();
    }
  }

  @Override
  public void recover() {
    // One transaction, one commit: each is there or not.
  }

  @Override
  public void undo() throws SQLException {
    try (Connection connection = database.connect(Role.SUPERUSER, RESET_APPLICATION);
        Statement statement = connection.createStatement()) {
      Optional<String> column = dropped(statement);
      if (column.isEmpty()) {
        return;
      }
      statement.execute(POLITE);
      connection.setAutoCommit(false);
      String name = column.get();
      statement.execute("ALTER TABLE public.features ADD COLUMN " + name + " real");
      statement.execute(
          "UPDATE public.features f SET %s = d.value FROM demo.dropped_column d WHERE d.document_id = f.document_id"
              .formatted(name));
      statement.execute("ALTER TABLE public.features ALTER COLUMN " + name + " SET NOT NULL");
      statement.execute("DROP TABLE demo.dropped_column");
      connection.commit();
      connection.setAutoCommit(true);
      // Every row was written again: without this the table's index would be bloated.
      statement.execute("VACUUM (FULL) public.features");
    }
  }
}
