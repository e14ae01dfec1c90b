package io.homeostat.ingest.context;

import io.homeostat.ingest.door.Inbox;
import io.homeostat.ingest.door.SelfMetrics;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.topics.DoorPublisher;
import io.homeostat.schemas.topics.KafkaSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A broadcaster that has started: one thread copies, another looks at the files. */
final class RunningBroadcaster implements RunningService {
  private static final Logger log = LoggerFactory.getLogger(RunningBroadcaster.class);
  private static final String NAME = "broadcaster";
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final Duration TELL_EVERY = Duration.ofSeconds(10);
  private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(1);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
  private static final int DELIVERY_LIMIT_MILLIS = 30_000;

  private final Inbox inbox;
  private final InstantSource time;
  private final ContextWatch watch;
  private final DoorPublisher publisher;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::broadcast, NAME);
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread looker = new Thread(task, "context-files");
            looker.setDaemon(true);
            return looker;
          });

  private RunningBroadcaster(
      Inbox inbox, ContextFiles files, Optional<String> mode, InstantSource time) {
    this.inbox = inbox;
    this.time = time;
    this.publisher =
        inbox.publisher(NAME, Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, LOOK_EVERY.toMillis()));
    String source = "context-writer/" + Long.toHexString(time.instant().toEpochMilli());
    this.watch = new ContextWatch(files, mode, () -> ContextWriter.open(inbox, source));
    thread.setDaemon(true);
  }

  static RunningBroadcaster start(
      Inbox inbox, ContextFiles files, Optional<String> mode, InstantSource time) {
    RunningBroadcaster running = new RunningBroadcaster(inbox, files, mode, time);
    running.thread.start();
    running.every(LOOK_EVERY, running.watch::look);
    SelfMetrics metrics = SelfMetrics.of(running.publisher, NAME, time);
    running.every(TELL_EVERY, () -> running.tell(metrics));
    return running;
  }

  /** How often files were not taken because something was wrong with them. */
  long rejected() {
    return watch.rejected();
  }

  private void tell(SelfMetrics metrics) {
    var unused = metrics.tell(new TreeMap<>(Map.of("context.rejected", (double) watch.rejected())));
  }

  private void every(Duration period, Runnable task) {
    var unused =
        looking.scheduleWithFixedDelay(
            () -> {
              try {
                task.run();
              } catch (RuntimeException e) {
                log.warn("not now, but at the next look: {}", e.toString());
              }
            },
            0,
            period.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void broadcast() {
    Duration pause = Duration.ZERO;
    while (!closedWithin(pause)) {
      try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(consumerSettings());
          KafkaProducer<byte[], byte[]> producer =
              inbox.producer(
                  NAME,
                  Map.of(
                      ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                      DELIVERY_LIMIT_MILLIS,
                      ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                      5_000,
                      ProducerConfig.MAX_BLOCK_MS_CONFIG,
                      10_000L))) {
        new Broadcast(consumer, new LaneCopier(producer, inbox.lanes()), time)
            .run(() -> closing.getCount() > 0);
      } catch (RuntimeException e) {
        log.warn("the broadcast was interrupted; it goes on where it was", e);
      }
      pause = PAUSE_AFTER_ERROR;
    }
  }

  private Map<String, Object> consumerSettings() {
    Map<String, Object> settings = new HashMap<>(KafkaSettings.consumer(inbox.brokers(), NAME));
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, NAME);
    return settings;
  }

  private boolean closedWithin(Duration pause) {
    try {
      return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    closing.countDown();
    looking.shutdownNow();
    try {
      thread.join(CLOSE_LIMIT.toMillis());
      if (!looking.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("the look at the context's files does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    watch.close();
    publisher.close();
  }
}
