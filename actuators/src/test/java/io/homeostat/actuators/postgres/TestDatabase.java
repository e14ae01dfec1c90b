package io.homeostat.actuators.postgres;

import io.homeostat.core.model.Command;
import io.homeostat.core.model.EntityId;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A real PostgreSQL with bloated indexes, a role for the actuator, and an event trigger that keeps
 * the database's own record of effects.
 */
public final class TestDatabase implements AutoCloseable {
  /** The target's name. */
  public static final String TARGET = "test/rag";

  private static final long LASTS_MILLIS = 900_000;
  private static final String ACTUATOR = "actuator";
  private static final String WORLD =
      """
      CREATE EXTENSION pgstattuple;
      CREATE ROLE owner;
      CREATE ROLE actuator LOGIN PASSWORD 'secret';
      GRANT pg_monitor, owner TO actuator;
      GRANT CREATE ON DATABASE postgres TO actuator;
      GRANT CREATE, USAGE ON SCHEMA public TO owner;
      CREATE TABLE public.effects_seen (id bigint GENERATED ALWAYS AS IDENTITY, tag text, index text,
        relfilenode bigint, application text);
      GRANT SELECT, INSERT ON public.effects_seen TO PUBLIC;
      CREATE FUNCTION public.see_effect() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER
      SET search_path = pg_catalog AS $$
      BEGIN
        INSERT INTO public.effects_seen (tag, index, relfilenode, application)
        SELECT tg_tag, object_identity, pg_relation_filenode(objid), current_setting('application_name')
        FROM pg_event_trigger_ddl_commands() WHERE object_type = 'index';
      END $$;
      CREATE EVENT TRIGGER effects ON ddl_command_end WHEN TAG IN ('REINDEX')
        EXECUTE FUNCTION public.see_effect();
      """;
  private static final String TABLE =
      """
      SET ROLE owner;
      CREATE TABLE public.%1$s AS SELECT i AS id, i %% 100 AS tenant, md5(i::text) AS title
        FROM generate_series(1, 20000) i;
      CREATE INDEX %1$s_idx ON public.%1$s (tenant, title) WITH (fillfactor = 15);
      ALTER INDEX public.%1$s_idx SET (fillfactor = 90);
      RESET ROLE;
      """;

  private final EmbeddedPostgres postgres;
  private final Path targetsFile;

  private TestDatabase(EmbeddedPostgres postgres, Path targetsFile) {
    this.postgres = postgres;
    this.targetsFile = targetsFile;
  }

  /** Starts it; {@code folder} takes the file of targets. */
  public static TestDatabase start(Path folder) throws IOException, SQLException {
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setPGStartupWait(Duration.ofSeconds(60))
            .setServerConfig("fsync", "off")
            .setServerConfig("shared_buffers", "32MB")
            .start();
    Path password = folder.resolve("actuator.password");
    Files.writeString(password, "secret\n");
    Path targets = folder.resolve("targets.yaml");
    Files.writeString(
        targets,
        """
        targets:
          - name: %s
            host: 127.0.0.1
            port: %d
            database: postgres
            slot: unknown keys are left alone
            roles:
              probe: {user: nobody, passwordFile: nowhere}
              actuator: {user: %s, passwordFile: actuator.password}
        """
            .formatted(TARGET, postgres.getPort(), ACTUATOR));
    TestDatabase database = new TestDatabase(postgres, targets);
    database.run(WORLD);
    return database;
  }

  /** The file that lists it. */
  public Path targetsFile() {
    return targetsFile;
  }

  /** Makes a table with one bloated index, {@code public.NAME_idx}. */
  public void table(String name) throws SQLException {
    run(TABLE.formatted(name));
  }

  /** A command to rebuild the index of a table, granted just now, for a quarter of an hour. */
  public Command command(String id, String table, long fence, Map<String, String> parameters) {
    long now = System.currentTimeMillis();
    return new Command(
        id,
        "proposal-" + id,
        "incident",
        "rag",
        index(table),
        IndexRebuild.ACTION,
        Collections.unmodifiableSortedMap(new TreeMap<>(parameters)),
        "plan",
        fence,
        now,
        LASTS_MILLIS,
        now,
        now + LASTS_MILLIS,
        LASTS_MILLIS,
        "rules");
  }

  /** The entity of a table's index. */
  public EntityId index(String table) {
    return EntityId.of("pg-index", "test", "rag", "public." + table + "_idx");
  }

  /** The rebuilds of a table's index that the database itself has recorded. */
  public long effects(String table) throws SQLException {
    return number(
        "SELECT count(*) FROM effects_seen WHERE tag = 'REINDEX' AND index = 'public."
            + table
            + "_idx'");
  }

  /** The file of a table's index. */
  public long relfilenode(String table) throws SQLException {
    return number("SELECT pg_relation_filenode('public." + table + "_idx')");
  }

  /** The invalid indexes of a table. */
  public long invalid(String table) throws SQLException {
    return number(
        "SELECT count(*) FROM pg_index WHERE NOT indisvalid AND indrelid = 'public."
            + table
            + "'::regclass");
  }

  /** How many rebuilds of a table's indexes are under way and wait for someone. */
  public long rebuildsUnderWay(String table) {
    try {
      return number(
          "SELECT count(*) FROM pg_stat_progress_create_index p WHERE p.relid = 'public."
              + table
              + "'::regclass AND cardinality(pg_blocking_pids(p.pid)) > 0");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How long an application has had its oldest transaction open. */
  public long ageMillis(String application) {
    try {
      return number(
          "SELECT (extract(epoch FROM clock_timestamp() - min(xact_start)) * 1000)::bigint"
              + " FROM pg_stat_activity WHERE application_name = '"
              + application
              + "'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A connection as superuser; closed by the caller. */
  public Connection connect() throws SQLException {
    return postgres.getPostgresDatabase().getConnection();
  }

  /** Runs statements as superuser. */
  public void run(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The number that a query gives. */
  public long number(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The texts that a query gives. */
  public List<String> texts(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (row.next()) {
        texts.add(row.getString(1));
      }
      return texts;
    }
  }

  /** A transaction that has read a table and stays open until it is closed. */
  public AutoCloseable openTransaction(String table) throws SQLException {
    Connection connection = connect();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET application_name = 'long-reader'");
      statement.executeQuery("SELECT count(*) FROM public." + table).close();
    }
    return connection;
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
