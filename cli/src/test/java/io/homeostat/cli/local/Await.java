package io.homeostat.cli.local;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition that another process makes true. */
public final class Await {
  private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

  private Await() {}

  /** Returns once it holds; fails the test when it does not within the limit. */
  public static void until(String what, Duration limit, Callable<Boolean> holds) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    while (!holds.call()) {
      if (System.nanoTime() > end) {
        fail(what + " did not come within " + limit);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
