package io.homeostat.demo.fault;

import io.homeostat.demo.postgres.Database;
import io.homeostat.demo.postgres.Role;
import io.homeostat.demo.rag.Demand;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What looks alarming and needs nothing: the day's peak, which two replicas still answer, and in
 * its midst one slow query of an analyst.
 *
 * @param database the retrieval system's database
 * @param demand how much the users ask
 * @param lasts how long
 */
public record Noise(Database database, Demand demand, Duration lasts) implements Fault {
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
    return "the day's peak and one slow query: it looks alarming, and needs nothing";
  }

  @Override
  public String ending() {
    return "ends by itself, and leaves nothing behind";
  }

  @Override
  public void inject(long seed, StopSignal stop) throws SQLException, InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    int slowAt = STEPS / 3 + random.nextInt(STEPS / 6);
    Duration step = lasts.dividedBy(STEPS);
    try {
      boolean stopped = stop.isRaised();
      for (int i = 0; i < STEPS && !stopped; i++) {
        demand.extra(name(), PEAK * demand.meanPerSecond() * StrictMath.sin(Math.PI * i / STEPS));
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
