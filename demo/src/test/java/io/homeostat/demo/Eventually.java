package io.homeostat.demo;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Awaits a condition with a deadline. */
public final class Eventually {
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Eventually() {}

  /** Returns once {@code condition} holds; fails the test when it does not within {@code limit}. */
  public static void await(String what, Duration limit, Callable<Boolean> condition)
      throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        fail("not within " + limit + ": " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Returns once assertions hold; fails with their words when they do not within a minute. */
  public static void holds(Assertions assertions) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      Optional<AssertionError> failure = failure(assertions);
      if (failure.isEmpty()) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw failure.get();
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** What is asserted. */
  @FunctionalInterface
  public interface Assertions {
    void call() throws Exception;
  }

  private static Optional<AssertionError> failure(Assertions assertions) throws Exception {
    try {
      assertions.call();
      return Optional.empty();
    } catch (AssertionError e) {
      return Optional.of(e);
    }
  }
}
