package io.homeostat.processors.recorded;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, with a deadline. */
public final class Await {
  private static final long STEP_NANOS = 10_000_000;

  private Await() {}

  /**
   * Returns when the condition holds.
   *
   * @throws AssertionError when it does not hold within {@code limit}
   */
  public static void until(String what, Duration limit, Callable<Boolean> condition)
      throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + limit + ": " + what);
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
  }
}
