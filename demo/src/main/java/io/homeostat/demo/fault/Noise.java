package io.homeostat.demo.fault;

import io.homeostat.demo.deploy.Deployer;
import io.homeostat.demo.git.ConfigRepository;
import io.homeostat.demo.postgres.Database;
import io.homeostat.demo.postgres.Role;
import io.homeostat.demo.rag.Demand;
import io.homeostat.demo.rag.SearchConfig;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What looks alarming and needs nothing: the day's peak, which two replicas still answer, as it
 * rises a release that changes nothing of how is searched, and in its midst one slow query of an
 * analyst.
 *
 * @param database the retrieval system's database
 * @param repository the repository of the retriever's configuration; {@link BadDeploy#undo} resets
 *     that
 * @param demand how much the users ask
 * @param lasts how long
 */
public record Noise(Database database, ConfigRepository repository, Demand demand, Duration lasts)
    implements Fault {
  private static final Logger log = LoggerFactory.getLogger(Noise.class);
  private static final String APPLICATION = "analyst";
  private static final double PEAK = 0.4;
  private static final int STEPS = 60;
  private static final int SLOWEST_SECONDS = 5;

  /** Slow, as it sleeps; it locks nothing and needs no processor. */
  private static final String SLOW_QUERY =
      "SELECT count(*) FROM public.documents, pg_sleep(?) WHERE id >= ?";

  @Override
  public String name() {
    return "noise";
  }

  @Override
  public String description() {
    return "the day's peak, a release that is fine and one slow query: it looks alarming, and needs"
        + " nothing";
  }

  @Override
  public String ending() {
    return "ends by itself, and leaves nothing behind but the release";
  }

  @Override
  public void inject(long seed, StopSignal stop) throws SQLException, InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    int releaseAt = 1 + random.nextInt(STEPS / 6);
    int slowAt = STEPS / 3 + random.nextInt(STEPS / 6);
    Duration step = lasts.dividedBy(STEPS);
    try {
      boolean stopped = stop.isRaised();
      for (int i = 0; i < STEPS && !stopped; i++) {
        demand.extra(name(), PEAK * demand.meanPerSecond() * StrictMath.sin(Math.PI * i / STEPS));
        if (i == releaseAt) {
          release(repository);
        }
        if (i == slowAt) {
          slowQuery(random.nextInt(1000), stop);
        }
        stopped = stop.await(step);
      }
    } finally {
      recover();
    }
  }

  @Override
  public void recover() {
    demand.extra(name(), 0);
  }

  @Override
  public void undo() {
    recover();
  }

  /** Nobody releases on top of what is broken: that would be in the way of taking it back. */
  static void release(ConfigRepository repository) throws SQLException {
    try {
      SearchConfig now =
          SearchConfig.parse(repository.file(repository.head(), Deployer.CONFIG).orElseThrow());
      if (!now.as(SearchConfig.FIRST.version()).equals(SearchConfig.FIRST)) {
        log.info("noise: no release, as the configuration is not the world's own");
        return;
      }
      String version = BadDeploy.nextVersion(repository);
      repository.commit(
          "Search team",
          "Release " + version + ": search as before",
          Map.of(Deployer.CONFIG, now.as(version).text()));
    } catch (IOException e) {
      throw new SQLException("the repository did not take the commit: " + e.getMessage(), e);
    }
  }

  private void slowQuery(int first, StopSignal stop) throws SQLException {
    if (stop.isRaised()) {
      return;
    }
    long millis = Math.min(SLOWEST_SECONDS * 1000L, lasts.toMillis() / 4);
    log.info("noise: a query of about {} ms", millis);
    try (Connection connection = database.connect(Role.RETRIEVER, APPLICATION);
        PreparedStatement statement = connection.prepareStatement(SLOW_QUERY)) {
      statement.setQueryTimeout(4 * SLOWEST_SECONDS);
      statement.setDouble(1, millis / 1000.0);
      statement.setInt(2, first);
      statement.execute();
    }
  }
}
