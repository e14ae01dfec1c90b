package io.homeostat.ingest.probe;

import io.homeostat.schemas.topics.DoorPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The probes of all that {@code targets.file} lists, in one process: one that is slow or hangs
 * holds up no other, up to 32 at once. What is wanted is read anew when the file has changed and
 * each minute.
 *
 * @param <K> what one probe reads
 */
public final class Crew<K> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Crew.class);
  private static final long LOOK_MILLIS = 2_000;
  private static final long AGAIN_MILLIS = 60_000;
  private static final long AFTER_A_BUG_MILLIS = 10_000;
  private static final int MOST_THREADS = 32;

  /** Reads what is wanted. */
  public interface Wanted<K> {
    /**
     * What the file wants.
     *
     * @throws IOException when it does not say so as it should; what was wanted before stands
     */
    List<K> read(Path file) throws IOException;
  }

  private final Path file;
  private final Wanted<K> wanted;
  private final Function<K, Probing> begin;
  private final DoorPublisher publisher;
  private final InstantSource clock = InstantSource.system();
  private final ScheduledThreadPoolExecutor executor;
  private final Map<K, Probing> running = new LinkedHashMap<>();
  private String seen = "";
  private long readAtMillis;

  private Crew(
      String name,
      Path file,
      Wanted<K> wanted,
      Function<K, Probing> begin,
      DoorPublisher publisher) {
    this.file = file;
    this.wanted = wanted;
    this.begin = begin;
    this.publisher = publisher;
    this.executor =
        new ScheduledThreadPoolExecutor(
            2,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts to probe.
   *
   * @param name the name of its threads
   * @param file {@code targets.file}, which may come later
   * @param begin makes the probe of what is new
   * @param publisher the probes' way into the lanes; closed with the crew
   */
  public static <K> Crew<K> start(
      String name,
      Path file,
      Wanted<K> wanted,
      Function<K, Probing> begin,
      DoorPublisher publisher) {
    Crew<K> crew = new Crew<>(name, file, wanted, begin, publisher);
    var unused =
        crew.executor.scheduleWithFixedDelay(crew::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    return crew;
  }

  private void look() {
    try {
      String now = Files.exists(file) ? Files.readString(file) : "";
      boolean again = clock.millis() - readAtMillis >= AGAIN_MILLIS;
      if (!now.equals(seen) || again) {
        seen = now;
        readAtMillis = clock.millis();
        follow(now.isEmpty() ? List.of() : wanted.read(file));
      }
    } catch (IOException | RuntimeException e) {
      log.error("what is to be probed can't be read: {}; mend the file", e.getMessage(), e);
    }
  }

  private synchronized void follow(List<K> now) {
    if (executor.isShutdown()) {
      return;
    }
    running
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !now.contains(entry.getKey());
              if (gone) {
                entry.getValue().end();
                log.info("{} is probed no longer", entry.getKey());
              }
              return gone;
            });
    executor.setCorePoolSize(Math.min(MOST_THREADS, 2 + now.size()));
    now.forEach(one -> running.computeIfAbsent(one, this::begin));
  }

  private Probing begin(K one) {
    Probing probe = begin.apply(one);
    log.info("{} is probed", one);
    executor.execute(() -> round(one, probe));
    return probe;
  }

  private void round(K one, Probing probe) {
    long pause = AFTER_A_BUG_MILLIS;
    try {
      pause = probe.round();
    } catch (RuntimeException e) {
      log.error("a round of the probe of {} failed; it goes on", one, e);
    }
    synchronized (this) {
      if (!executor.isShutdown() && running.get(one) == probe) {
        var unused = executor.schedule(() -> round(one, probe), pause, TimeUnit.MILLISECONDS);
      }
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    synchronized (this) {
      running.values().forEach(Probing::end);
      running.clear();
    }
    publisher.close();
  }
}
