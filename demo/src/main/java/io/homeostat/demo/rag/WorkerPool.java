package io.homeostat.demo.rag;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of the retriever's replicas. A search takes a worker for {@link #SHARE} at least: its
 * container's CPU limit, as such a limit works, lets a worker answer at once and makes it pay after
 * the answer. So a replica answers {@value #PER_REPLICA} searches in each share, quickly while
 * there are workers left; beyond that searches wait, in order, and beyond {@value #MOST_WAITING} of
 * those they are turned away.
 */
public final class WorkerPool implements AutoCloseable {
  /** How many workers a replica has. */
  public static final int PER_REPLICA = 12;

  /** How many searches may wait for a worker. */
  public static final int MOST_WAITING = 128;

  /** How long a search takes a worker for, at least. */
  static final Duration SHARE = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(WorkerPool.class);
  private static final int THREADS = 8;

  private final ExecutorService threads;
  private final ScheduledExecutorService releases;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final WorkerUsage usage = new WorkerUsage();
  private int replicas;
  private int busy;

  public WorkerPool() {
    AtomicInteger number = new AtomicInteger();
    threads =
        Executors.newFixedThreadPool(
            THREADS, task -> new Thread(task, "retriever-" + number.incrementAndGet()));
    releases =
        Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "retriever-shares"));
  }

  /** Sets how many replicas there are. Searches under way are let finish. */
  public synchronized void resize(int count) {
    usage.until(System.nanoTime(), busy, slots());
    replicas = count;
    startWaiting();
  }

  /** How many replicas there are. */
  public synchronized int replicas() {
    return replicas;
  }

  /** How many searches wait for a worker. */
  public synchronized int waiting() {
    return waiting.size();
  }

  /**
   * Has a search carried out as soon as a worker is free.
   *
   * @return false if it was turned away, as too many wait already
   */
  public synchronized boolean submit(Runnable search) {
    usage.arrived();
    if (busy >= slots() && waiting.size() >= MOST_WAITING) {
      return false;
    }
    waiting.addLast(search);
    startWaiting();
    return true;
  }

  /** Counts a search that was asked for and shed before it came here. */
  public synchronized void shed() {
    usage.arrived();
  }

  /** Ends a second of counting; to be called once a second. */
  public synchronized WorkerUsage.Summary endSecond() {
    usage.until(System.nanoTime(), busy, slots());
    return usage.endSecond(waiting.size());
  }

  @Override
  public void close() {
    threads.shutdownNow();
    releases.shutdownNow();
    try {
      if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
        log.warn("the retriever's threads do not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int slots() {
    return replicas * PER_REPLICA;
  }

  private void startWaiting() {
    while (busy < slots() && !waiting.isEmpty() && !threads.isShutdown()) {
      Runnable search = waiting.removeFirst();
      usage.until(System.nanoTime(), busy, slots());
      busy++;
      long begunNanos = System.nanoTime();
      threads.execute(() -> carryOut(search, begunNanos));
    }
  }

  private void carryOut(Runnable search, long begunNanos) {
    try {
      search.run();
    } finally {
      long left = SHARE.toNanos() - (System.nanoTime() - begunNanos);
      try {
        var unused = releases.schedule(this::release, Math.max(0, left), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        log.debug("closed meanwhile: there is no next search", e);
      }
    }
  }

  private synchronized void release() {
    usage.until(System.nanoTime(), busy, slots());
    busy--;
    startWaiting();
  }
}
