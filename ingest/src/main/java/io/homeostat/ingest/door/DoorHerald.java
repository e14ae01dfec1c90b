package io.homeostat.ingest.door;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Tick;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.topics.DoorPublisher;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the clock, wherever it runs, how doors of this process are: each second, and at once when
 * one opens or closes. A herald that ends in an orderly way says so, and its doors are forgotten;
 * one that falls silent leaves them closed.
 */
public final class DoorHerald implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DoorHerald.class);
  private static final long LOOK_MILLIS = 250;
  private static final long WORD_MILLIS = 1_000;
  private static final SortedMap<String, Tick.Door> GOODBYE =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  private final DoorPublisher publisher;
  private final String process;
  private final Doors doors;
  private final List<String> names;
  private final InstantSource time;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "door-herald");
            thread.setDaemon(true);
            return thread;
          });
  private SortedMap<String, Tick.Door> told = GOODBYE;
  private long toldMillis;

  private DoorHerald(
      DoorPublisher publisher,
      String process,
      Doors doors,
      List<String> names,
      InstantSource time) {
    this.publisher = publisher;
    this.process = process;
    this.doors = doors;
    this.names = names;
    this.time = time;
  }

  /** Begins to tell of this process' doors of these names. */
  public static DoorHerald start(ServiceConfig config, Inbox inbox, String... names) {
    String file = config.file().map(Path::toAbsolutePath).map(Path::toString).orElse("");
    String process = host() + ":" + file;
    return start(inbox, process, Doors.ofProcess(), List.of(names), InstantSource.system());
  }

  /**
   * Begins to tell.
   *
   * @param process names the process among all, and is the same after it was started anew
   * @param names which of the doors
   */
  static DoorHerald start(
      Inbox inbox, String process, Doors doors, List<String> names, InstantSource time) {
    DoorHerald herald =
        new DoorHerald(
            inbox.publisher("doors", producerSettings()),
            String.join(",", names) + "@" + process,
            doors,
            names,
            time);
    var unused =
        herald.executor.scheduleWithFixedDelay(herald::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    return herald;
  }

  private void look() {
    try {
      SortedMap<String, Tick.Door> now = doors.health(names);
      long nowMillis = time.instant().toEpochMilli();
      boolean news = !now.equals(told) || Math.abs(nowMillis - toldMillis) >= WORD_MILLIS;
      if (news && !now.isEmpty()) {
        told = now;
        toldMillis = nowMillis;
        var unused = publisher.publish(Stream.DOORS, process, new Tick(nowMillis, now));
      }
    } catch (InterruptException e) {
      log.debug("the herald of doors ends in the middle of a word", e);
    } catch (RuntimeException e) {
      log.warn("the clock can't be told how the doors are", e);
    }
  }

  /** A word is written soon or not at all: the next one says more. */
  private static Map<String, Object> producerSettings() {
    return Map.of(
        ProducerConfig.LINGER_MS_CONFIG,
        0,
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
        false,
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        (int) WORD_MILLIS,
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        (int) WORD_MILLIS,
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        LOOK_MILLIS,
        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
        250,
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        256L * 1024);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      log.debug("this machine does not know its own name", e);
      return "unnamed";
    }
  }

  /** Stops without a word, as a process does that is killed. */
  void fallSilent() {
    executor.shutdownNow();
    publisher.close();
  }

  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (executor.awaitTermination(2 * WORD_MILLIS, TimeUnit.MILLISECONDS) && !told.isEmpty()) {
        publisher
            .publish(Stream.DOORS, process, new Tick(time.instant().toEpochMilli(), GOODBYE))
            .get(2 * WORD_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      log.debug("the clock can't be told that the doors are gone; it takes them for closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    publisher.close();
  }
}
