package io.homeostat.demo.rag;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How much the users ask: as the season has it, and what comes on top for a while. */
public final class Demand {
  private final Season season;
  private final Map<String, Double> extras = new ConcurrentHashMap<>();

  public Demand(Season season) {
    this.season = season;
  }

  /** The mean of a day, in requests per second. */
  public double meanPerSecond() {
    return season.meanPerSecond();
  }

  /**
   * Sets what comes on top of the season for a reason, until it is set anew.
   *
   * @param perSecond requests per second; 0 for none
   */
  public void extra(String reason, double perSecond) {
    if (!(perSecond >= 0)) {
      throw new IllegalArgumentException("perSecond is " + perSecond + ": give 0 or more");
    }
    extras.put(reason, perSecond);
  }

  /** Requests per second at this time. */
  public double ratePerSecond(Instant time) {
    return season.ratePerSecond(time)
        + extras.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
