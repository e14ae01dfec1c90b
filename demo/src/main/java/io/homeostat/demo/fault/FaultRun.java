package io.homeostat.demo.fault;

import java.util.Optional;

/**
 * One injection of a fault.
 *
 * @param id its number in the world's record
 * @param seed what decided its chances
 * @param startedAt when it started, in ISO 8601
 * @param endedAt when it ended; absent while it runs
 * @param outcome {@code completed}, {@code stopped}, {@code interrupted} by the demo's own end, or
 *     {@code failed: …}; absent while it runs
 */
public record FaultRun(
    long id, long seed, String startedAt, Optional<String> endedAt, Optional<String> outcome) {

  /** Whether it is still being injected. */
  public boolean running() {
    return endedAt.isEmpty();
  }
}
