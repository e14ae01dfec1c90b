package io.homeostat.ingest.cdc;

import io.debezium.embedded.Connect;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.door.Door;
import io.homeostat.ingest.door.Inbox;
import io.homeostat.schemas.targets.PostgresTarget;
import io.homeostat.schemas.targets.ProtectedColumns;
import io.homeostat.schemas.targets.VectorColumn;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Captures one target's changes for as long as it lives: an engine that ends is started again,
 * after a growing delay.
 */
final class Capture implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Capture.class);
  private static final long FIRST_DELAY_SECONDS = 1;
  private static final long LONGEST_DELAY_SECONDS = 30;

  private static final long CLOSE_LIMIT_SECONDS = 5;

  /**
   * What was sent is never given up while this lives: a change that failed after a later one was
   * taken would look like a duplicate when it came again.
   */
  private static final Map<String, Object> PRODUCER =
      Map.of(
          ProducerConfig.LINGER_MS_CONFIG,
          5,
          ProducerConfig.MAX_BLOCK_MS_CONFIG,
          60_000L,
          ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
          Integer.MAX_VALUE);

  private final PostgresTarget target;
  private final Inbox inbox;
  private final String exclude;
  private final Columns columns;
  private final Function<EntityId, String> systemOf;
  private final Door door;
  private final ScheduledExecutorService executor;
  private final KafkaProducer<byte[], byte[]> producer;
  private final GapWatch gaps;
  private @Nullable DebeziumEngine<?> engine;
  private long delaySeconds = FIRST_DELAY_SECONDS;
  private boolean closed;

  /** Says what is special about columns, anew at each start. */
  interface Columns {
    /**
     * The columns whose values do not leave as they are.
     *
     * @throws IOException when they are not listed as they should be; nothing is captured then
     */
    ProtectedColumns protectedOnes() throws IOException;

    /**
     * The columns whose vectors are told.
     *
     * @throws IOException when they are not listed as they should be; nothing is captured then
     */
    List<VectorColumn> vectors() throws IOException;
  }

  /**
   * A capture, not yet running.
   *
   * @param systemOf the system that a database belongs to
   * @param executor has a thread to spare for as long as this runs
   */
  Capture(
      PostgresTarget target,
      Inbox inbox,
      String exclude,
      Columns columns,
      Function<EntityId, String> systemOf,
      Door door,
      ScheduledExecutorService executor) {
    this.target = target;
    this.inbox = inbox;
    this.exclude = exclude;
    this.columns = columns;
    this.systemOf = systemOf;
    this.door = door;
    this.executor = executor;
    this.producer = inbox.producer("cdc-" + target.name(), PRODUCER);
    this.gaps = new GapWatch(target, inbox, producer);
  }

  /** Tells of the capture itself. */
  void tell() {
    gaps.tell();
  }

  /** Runs the engine until it ends, then has itself run again; to be called on the executor. */
  void run() {
    try {
      DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> next = build();
      synchronized (this) {
        if (closed) {
          return;
        }
        engine = next;
      }
      log.info("capturing the changes of {} by slot {}", target.name(), target.slot().orElse(""));
      next.run();
    } catch (IOException e) {
      ended("it can't be set up: " + e.getMessage(), e);
    }
  }

  private DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> build() throws IOException {
    List<VectorColumn> vectors = columns.vectors();
    Protection protection = ProtectionCheck.of(target, columns.protectedOnes());
    List<String> read = gaps.tablesToRead();
    Properties settings =
        EngineSettings.of(
            target,
            inbox.brokers(),
            exclude,
            vectors.stream().map(VectorColumn::text).toList(),
            read);
    for (String problem : VectorCheck.problems(target, vectors)) {
      log.warn("vectors of {} are not told as listed: {}", target.name(), problem);
    }
    return DebeziumEngine.create(Connect.class)
        .using(settings)
        .using(getClass().getClassLoader())
        .using((success, message, error) -> ended(message, error))
        .notifying(
            new LanePublisher(
                new RowChanges(target.name(), protection, UUID.randomUUID().toString(), gaps.era()),
                vectors.stream().map(ColumnVectors::new).toList(),
                new Migrations(gaps.entity(), systemOf),
                producer,
                inbox.lanes(),
                progress()))
        .build();
  }

  private LanePublisher.Progress progress() {
    return new LanePublisher.Progress() {
      @Override
      public void works() {
        Capture.this.works();
      }

      @Override
      public void streams() {
        try {
          gaps.streams();
        } catch (IOException e) {
          // It stays known as a gap: the next start reads the tables once more.
          log.error("{}", e.getMessage(), e);
        }
      }
    };
  }

  private synchronized void ended(@Nullable String message, @Nullable Throwable error) {
    door.close();
    if (closed) {
      return;
    }
    log.warn(
        "capturing the changes of {} has ended: {}; tried again in {} s",
        target.name(),
        message,
        delaySeconds,
        error);
    var unused = executor.schedule(this::run, delaySeconds, TimeUnit.SECONDS);
    delaySeconds = Math.min(LONGEST_DELAY_SECONDS, delaySeconds * 2);
  }

  private synchronized void works() {
    delaySeconds = FIRST_DELAY_SECONDS;
    door.heartbeat();
  }

  @Override
  public void close() {
    Optional<DebeziumEngine<?>> running;
    synchronized (this) {
      closed = true;
      running = Optional.ofNullable(engine);
    }
    running.ifPresent(this::end);
    producer.close(Duration.ZERO);
    gaps.close();
  }

  /** Ends the engine in order, unless it waits for a Kafka that does not answer. */
  private void end(DebeziumEngine<?> running) {
    Thread closing =
        new Thread(
            () -> {
              try {
                running.close();
              } catch (IOException | IllegalStateException e) {
                log.debug("the engine of {} had ended before", target.name(), e);
              }
            },
            "cdc-close");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(Duration.ofSeconds(CLOSE_LIMIT_SECONDS).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
