package io.homeostat.demo.kubernetes;

import io.fabric8.mockwebserver.http.MockResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a test stand in the middle of a change: while answers are held, what was asked for is done,
 * and whoever asked does not hear of it.
 */
final class HeldAnswers {
  private final AtomicInteger count = new AtomicInteger();
  private volatile Duration hold = Duration.ZERO;

  /** From now on each answer to a write comes so much later; with nothing, at once again. */
  void set(Duration delay) {
    hold = delay;
    count.set(0);
  }

  /** How many answers were held since it was set. */
  int count() {
    return count.get();
  }

  /** Takes an answer that is about to be given. */
  MockResponse hold(MockResponse response) {
    Duration delay = hold;
    if (delay.isZero()) {
      return response;
    }
    count.incrementAndGet();
    return response.setBodyDelay(delay);
  }
}
