package io.homeostat.demo.fault;

import io.homeostat.demo.rag.Demand;
import java.time.Duration;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event that brings so many users that traffic triples: twice a day's mean comes on top of the
 * season, a little more or less each second. That is more than two replicas answer at any time of
 * the day, and less than four do.
 *
 * @param demand how much the users ask
 * @param lasts how long
 */
public record Burst(Demand demand, Duration lasts) implements Fault {
  private static final Logger log = LoggerFactory.getLogger(Burst.class);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final double ON_TOP = 2;
  private static final double RIPPLE = 0.05;

  @Override
  public String name() {
    return "burst";
  }

  @Override
  public String description() {
    return "triples the traffic, more than the retriever's replicas can answer: searches wait for a"
        + " worker";
  }

  @Override
  public String ending() {
    return "ends by itself; replicas that were added are taken back by whoever added them";
  }

  @Override
  public void inject(long seed, StopSignal stop) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    long end = System.nanoTime() + lasts.toNanos();
    log.info(
        "burst: {} requests/s on top for {} s", ON_TOP * demand.meanPerSecond(), lasts.toSeconds());
    try {
      boolean stopped = stop.isRaised();
      while (!stopped && System.nanoTime() < end) {
        double ripple = 1 + RIPPLE * (2 * random.nextDouble() - 1);
        demand.extra(name(), ON_TOP * ripple * demand.meanPerSecond());
        stopped = stop.await(SECOND);
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
}
