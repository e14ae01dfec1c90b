package io.homeostat.demo.fault;

import io.homeostat.demo.postgres.Database;
import io.homeostat.demo.postgres.Role;
import io.homeostat.demo.rag.Corpus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bloats {@code documents_tenant_created_idx} as a runaway job does that keeps re-dating documents.
 *
 * <p>A part of the busiest tenant's documents, the movers, walks in waves through the dates of the
 * others, {@link #MOVERS_PER_GAP} between each two of them. Each wave splits the index's pages
 * there; when it moves on and VACUUM has cleared its traces, each page keeps one or two of the
 * others' entries, so it is nearly empty, yet never empty enough to be given back. At the end the
 * movers return to their true dates: the content is as before, the index is several times larger,
 * and a search that reads the tenant's range visits as many more pages. Only a rebuild heals it.
 *
 * <p>The peer index changes little: its keys stay, and PostgreSQL deletes superseded entries of
 * unchanged keys before it splits a page.
 *
 * @param database the retrieval system's database
 * @param lasts how long the waves are spread over
 */
public record IndexBloat(Database database, Duration lasts) implements Fault {
  private static final Logger log = LoggerFactory.getLogger(IndexBloat.class);
  private static final String APPLICATION = "demo-index-bloat";
  private static final String RESET_APPLICATION = "demo-reset";
  private static final int MOVERS_PER_GAP = 16;
  private static final int WAVES_PER_VACUUM = 3;

  /** One in so many of the tenant's documents moves. */
  private static final int MOVER_SHARE = 6;

  private static final String VACUUM =
      "VACUUM (INDEX_CLEANUP ON, TRUNCATE OFF, SKIP_LOCKED) public.documents";
  private static final String CHOOSE_MOVERS =
      """
      INSERT INTO demo.bloat_movers (position, id, home)
      SELECT row_number() OVER (ORDER BY hashint8extended(id, ?)) - 1, id, created_at
      FROM public.documents WHERE tenant_id = %d
      ORDER BY 1 LIMIT (SELECT count(*) / %d FROM public.documents WHERE tenant_id = %d)
      """
          .formatted(Corpus.BUSIEST_TENANT, MOVER_SHARE, Corpus.BUSIEST_TENANT);
  private static final String CHOOSE_GAPS =
      """
      INSERT INTO demo.bloat_gaps (position, lower, upper)
      SELECT row_number() OVER (ORDER BY created_at) - 1, created_at,
        lead(created_at, 1, created_at + interval '1 minute') OVER (ORDER BY created_at)
      FROM public.documents d
      WHERE tenant_id = %d AND NOT EXISTS (SELECT FROM demo.bloat_movers m WHERE m.id = d.id)
      """
          .formatted(Corpus.BUSIEST_TENANT);
  private static final String MOVE =
      """
      UPDATE public.documents d
      SET created_at = g.lower + (g.upper - g.lower) * ((m.position %% %d + 1)::float8 / %d)
      FROM demo.bloat_movers m JOIN demo.bloat_gaps g ON g.position = ? + m.position / %d
      WHERE d.id = m.id
      """
          .formatted(MOVERS_PER_GAP, MOVERS_PER_GAP + 1, MOVERS_PER_GAP);
  private static final String RETURN_HOME =
      """
      UPDATE public.documents d SET created_at = m.home
      FROM demo.bloat_movers m WHERE d.id = m.id AND d.created_at <> m.home
      """;

  @Override
  public String name() {
    return "index-bloat";
  }

  @Override
  public String description() {
    return "re-dates a tenant's documents again and again, which bloats documents_tenant_created_idx"
        + " and slows the searches that read it";
  }

  @Override
  public String ending() {
    return "ends by itself with the content as before; the bloat stays until the index is rebuilt";
  }

  @Override
  public void inject(long seed, StopSignal stop) throws SQLException, InterruptedException {
    try (Connection connection = database.connect(Role.SUPERUSER, APPLICATION)) {
      int gapsPerWave = prepare(connection, seed) / MOVERS_PER_GAP;
      int gaps = count(connection, "demo.bloat_gaps");
      int waves = Math.max(1, gaps / Math.max(1, gapsPerWave));
      log.info("index-bloat: {} waves, each through {} gaps", waves, gapsPerWave);
      long start = System.nanoTime();
      boolean stopped = stop.isRaised();
      for (int wave = 0; wave < waves && !stopped; wave++) {
        move(connection, wave * gapsPerWave);
        if (wave % WAVES_PER_VACUUM == WAVES_PER_VACUUM - 1) {
          run(connection, VACUUM);
        }
        Duration due = lasts.multipliedBy(wave + 1).dividedBy(waves);
        stopped = stop.await(due.minusNanos(System.nanoTime() - start));
      }
    }
    recover();
  }

  @Override
  public void recover() throws SQLException {
    try (Connection connection = database.connect(Role.SUPERUSER, APPLICATION)) {
      if (count(connection, "demo.bloat_movers") == 0) {
        return;
      }
      connection.setAutoCommit(false);
      run(connection, RETURN_HOME);
      run(connection, "DELETE FROM demo.bloat_movers");
      run(connection, "DELETE FROM demo.bloat_gaps");
      connection.commit();
      connection.setAutoCommit(true);
      // Else the counters of dead rows would arrive after VACUUM has cleared them.
      run(connection, "SELECT pg_stat_force_next_flush()");
      run(connection, VACUUM);
      run(connection, "ANALYZE (SKIP_LOCKED) public.documents");
    }
  }

  @Override
  public void undo() throws SQLException {
    try (Connection connection = database.connect(Role.SUPERUSER, RESET_APPLICATION)) {
      run(connection, "SET lock_timeout = '5s'");
      for (String leftover : leftovers(connection)) {
        run(connection, "DROP INDEX CONCURRENTLY IF EXISTS " + leftover);
      }
      run(connection, "VACUUM (INDEX_CLEANUP ON, TRUNCATE OFF) public.documents");
      run(connection, "REINDEX INDEX CONCURRENTLY public.documents_tenant_created_idx");
    }
  }

  private static int prepare(Connection connection, long seed) throws SQLException {
    connection.setAutoCommit(false);
    int movers;
    try (PreparedStatement choose = connection.prepareStatement(CHOOSE_MOVERS)) {
      choose.setLong(1, seed);
      movers = choose.executeUpdate();
    }
    run(connection, CHOOSE_GAPS);
    connection.commit();
    connection.setAutoCommit(true);
    run(connection, "ANALYZE demo.bloat_movers");
    run(connection, "ANALYZE demo.bloat_gaps");
    return movers;
  }

  private static void move(Connection connection, int firstGap) throws SQLException {
    try (PreparedStatement move = connection.prepareStatement(MOVE)) {
      move.setInt(1, firstGap);
      move.executeUpdate();
    }
  }

  private static List<String> leftovers(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT object_identity FROM ledger.index_files
                WHERE NOT valid AND object_identity ~ '^public\\.documents_tenant_created_idx_cc(new|old)'
                """)) {
      List<String> names = new ArrayList<>();
      while (row.next()) {
        names.add(row.getString(1));
      }
      return names;
    }
  }

  private static int count(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
