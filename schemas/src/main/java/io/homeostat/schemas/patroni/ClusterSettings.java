package io.homeostat.schemas.patroni;

import java.io.IOException;

/**
 * The settings of a cluster by which Patroni decides ({@code GET /config}), with Patroni's own
 * defaults for what is not set.
 *
 * @param ttlSeconds how long the leader key outlives its holder
 * @param loopSeconds how often each agent looks
 * @param maximumLagBytes a standby further behind is never promoted by Patroni itself
 * @param synchronous only a synchronous standby is promoted by Patroni itself
 * @param strict writes stop rather than go on without a synchronous standby
 */
public record ClusterSettings(
    long ttlSeconds, long loopSeconds, long maximumLagBytes, boolean synchronous, boolean strict) {
  private static final long USUAL_TTL = 30;
  private static final long USUAL_LOOP = 10;
  private static final long USUAL_LAG = 1 << 20;

  /**
   * Reads the answer of {@code GET /config}.
   *
   * @throws IOException when it is none
   */
  public static ClusterSettings parse(String body) throws IOException {
    JsonTree tree = JsonTree.parse(body);
    boolean synchronous =
        tree.child("synchronous_mode").flag()
            || tree.child("synchronous_mode").text().filter("quorum"::equals).isPresent();
    return new ClusterSettings(
        tree.child("ttl").whole().orElse(USUAL_TTL),
        tree.child("loop_wait").whole().orElse(USUAL_LOOP),
        tree.child("maximum_lag_on_failover").whole().orElse(USUAL_LAG),
        synchronous,
        tree.child("synchronous_mode_strict").flag());
  }

  /** How long Patroni may need to put a new leader in the place of one that is gone, in seconds. */
  public long patienceSeconds() {
    return ttlSeconds + loopSeconds;
  }
}
