package io.homeostat.ingest.bench;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills the gateway and the broker by turns under the load of four senders, each request again and
 * again until it is acknowledged; then reads the whole log.
 *
 * @param kills how often one is killed
 * @param samples how many samples are acknowledged before each kill, and after the last
 */
public record Loss(int kills, long samples) {
  private static final int SENDERS = 4;

  /** The samples of a request. */
  private static final int REQUEST = 200;

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final long PAUSE_NANOS = 10_000_000;

  /**
   * What came of it.
   *
   * @param acknowledged how many samples were
   * @param missing how many of the requests that were acknowledged are not in the log whole
   */
  public record Result(long acknowledged, long missing) {}

  /**
   * Runs it; the programs go on, as they were started last.
   *
   * @param door where remote-write is taken
   * @throws IllegalStateException when a program ends by itself, or too little is acknowledged for
   *     three minutes
   */
  public Result run(Program gateway, Program broker, URI door, String bootstrap)
      throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong acknowledged = new AtomicLong();
    List<NumberedSender> senders = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      senders.add(new NumberedSender("sender-" + i, REQUEST, door, over, acknowledged));
      threads.add(new Thread(senders.get(i), "sender-" + i));
    }
    threads.forEach(Thread::start);
    try {
      for (int kill = 0; kill < kills; kill++) {
        awaitMore(acknowledged, gateway, broker);
        (kill % 2 == 0 ? gateway : broker).killAndStart();
      }
      awaitMore(acknowledged, gateway, broker);
    } finally {
      over.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
    }
    return new Result(acknowledged.get(), Stored.of(bootstrap).missing(senders, REQUEST));
  }

  private void awaitMore(AtomicLong acknowledged, Program gateway, Program broker)
      throws InterruptedException {
    long wanted = acknowledged.get() + samples;
    Instant deadline = Instant.now().plus(LIMIT);
    while (acknowledged.get() < wanted) {
      gateway.requireAlive();
      broker.requireAlive();
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            "of " + wanted + " samples " + acknowledged + " are acknowledged, and no more come");
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted between two kills");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
