package io.homeostat.ingest.clock;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Tick;
import io.homeostat.schemas.topics.DoorPublisher;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes ticks on their beat for as long as it lives. A tick that Kafka does not take within a
 * second is dropped: the next one says more.
 */
final class Ticker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Ticker.class);

  /** A tick older than this is not written any more, in milliseconds. */
  static final long STALE_MILLIS = 1_000;

  private final DoorPublisher publisher;
  private final Lanes lanes;
  private final Supplier<SortedMap<String, Tick.Door>> doors;
  private final InstantSource time;
  private final Skew skew = new Skew();
  private final AtomicInteger dropped = new AtomicInteger();
  private final CompletableFuture<Long> skewed = new CompletableFuture<>();
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "clock");
            thread.setDaemon(true);
            return thread;
          });
  private long previousMillis = Long.MIN_VALUE;

  /**
   * @param publisher the way into the lanes, which the ticker does not close
   * @param doors how the doors are, asked at each tick
   */
  Ticker(
      DoorPublisher publisher,
      Lanes lanes,
      Supplier<SortedMap<String, Tick.Door>> doors,
      InstantSource time) {
    this.publisher = publisher;
    this.lanes = lanes;
    this.doors = doors;
    this.time = time;
  }

  /** Begins at the next beat. */
  void start() {
    scheduleNext();
  }

  /** Completes with the skew in milliseconds when this clock and the broker's are too far apart. */
  CompletableFuture<Long> skewed() {
    return skewed;
  }

  private void scheduleNext() {
    var unused =
        executor.schedule(
            this::beat, Beat.untilNext(time.instant().toEpochMilli()), TimeUnit.MILLISECONDS);
  }

  private void beat() {
    try {
      tick();
    } catch (InterruptException e) {
      log.debug("the clock ends in the middle of a tick", e);
    } catch (RuntimeException e) {
      log.error("a tick failed", e);
    } finally {
      if (!executor.isShutdown()) {
        scheduleNext();
      }
    }
  }

  private void tick() {
    long now = time.instant().toEpochMilli();
    List<Stream> due = Beat.due(previousMillis, now);
    if (due.isEmpty()) {
      log.warn("the clock went back by {} ms: no tick until it is past", previousMillis - now);
      return;
    }
    previousMillis = now;
    Tick tick = new Tick(now, doors.get());
    for (Stream stream : due) {
      for (int lane = 0; lane < lanes.of(stream); lane++) {
        if (time.instant().toEpochMilli() - now > STALE_MILLIS || executor.isShutdown()) {
          return;
        }
        CompletableFuture<RecordMetadata> written = publisher.publish(stream, lane, "", tick);
        if (stream == Stream.GOVERNANCE) {
          var unused = written.whenComplete((metadata, error) -> answered(now, metadata, error));
        }
      }
    }
  }

  private void answered(long sentMillis, RecordMetadata metadata, Throwable error) {
    if (error != null) {
      if (dropped.getAndIncrement() == 0) {
        log.warn("Kafka takes no ticks: {}", error.toString());
      }
      return;
    }
    int missing = dropped.getAndSet(0);
    if (missing > 0) {
      log.warn("Kafka takes ticks again; {} were dropped", missing);
    }
    OptionalLong apart =
        skew.observe(sentMillis, time.instant().toEpochMilli(), metadata.timestamp());
    if (apart.isPresent()) {
      skewed.complete(apart.getAsLong());
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(2 * STALE_MILLIS, TimeUnit.MILLISECONDS)) {
        log.warn("the clock's last tick does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
