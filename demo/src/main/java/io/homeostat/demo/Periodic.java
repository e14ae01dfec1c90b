package io.homeostat.demo;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one piece of work again and again on a thread of its own. A failure is logged once, until
 * the work succeeds again; it never ends the repetition.
 */
public final class Periodic implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Periodic.class);
  private static final long CLOSE_LIMIT_SECONDS = 5;

  /** What is done. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  private final String name;
  private final Work work;
  private final ScheduledExecutorService executor;
  private boolean failing;

  private Periodic(String name, Work work) {
    this.name = name;
    this.work = work;
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Starts; the first time is one {@code interval} from now. */
  public static Periodic start(String name, Duration interval, Work work) {
    Periodic periodic = new Periodic(name, work);
    var unused =
        periodic.executor.scheduleAtFixedRate(
            periodic::once, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    return periodic;
  }

  private void once() {
    try {
      work.run();
      if (failing) {
        log.info("{} works again", name);
      }
      failing = false;
    } catch (Exception e) {
      if (!failing && !executor.isShutdown()) {
        log.warn("{} failed, and goes on trying", name, e);
      }
      failing = true;
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        log.warn("{} does not end", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
