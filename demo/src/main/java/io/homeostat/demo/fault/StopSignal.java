package io.homeostat.demo.fault;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** By which a running fault is asked to end early. */
public final class StopSignal {
  private final CountDownLatch raised = new CountDownLatch(1);

  /** Asks the fault to end. */
  public void raise() {
    raised.countDown();
  }

  /** Whether the fault was asked to end. */
  public boolean isRaised() {
    return raised.getCount() == 0;
  }

  /**
   * Waits for the signal, at most this long; not at all if {@code limit} is negative.
   *
   * @return whether the fault was asked to end
   */
  public boolean await(Duration limit) throws InterruptedException {
    return raised.await(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
  }
}
