package io.homeostat.actuators.pager;

import io.homeostat.core.lane.Stream;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.ServiceException;
import io.homeostat.schemas.topics.DoorPublisher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pager that has started. Of several, the one that the group gives the only partition of {@code
 * pages} is in office; the others wait.
 */
final class RunningPager implements RunningService {
  private static final Logger log = LoggerFactory.getLogger(RunningPager.class);
  private static final Duration WAIT = Duration.ofMillis(100);
  private static final Duration TELL_EVERY = Duration.ofSeconds(10);
  private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(1);
  private static final long START_LIMIT_SECONDS = 60;
  private static final long END_LIMIT_MILLIS = 5_000;
  private static final int THREADS = 4;

  private final PagerSettings settings;
  private final InstantSource time;
  private final PagerCounters counters = new PagerCounters();
  private final ExecutorService sending = Executors.newFixedThreadPool(THREADS, daemon("page"));
  private final ScheduledExecutorService telling =
      Executors.newSingleThreadScheduledExecutor(daemon("pager-metrics"));
  private final Courier courier;
  private final DoorPublisher publisher;
  private final CountDownLatch joined = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = daemon("pager").newThread(this::run);

  private RunningPager(PagerSettings settings, InstantSource time) {
    this.settings = settings;
    this.time = time;
    this.courier =
        new Courier(
            new Receivers(settings.receivers()),
            settings.console(),
            settings.limit(),
            time,
            sending);
    this.publisher =
        new DoorPublisher(
            new KafkaProducer<>(settings.notes()),
            settings.lanes(),
            "pager/" + UUID.randomUUID().toString().substring(0, 12));
  }

  /**
   * Starts it and returns once Kafka has answered.
   *
   * @throws ServiceException when that takes too long
   */
  static RunningPager start(PagerSettings settings, InstantSource time) {
    RunningPager pager = new RunningPager(settings, time);
    pager.thread.start();
    try {
      if (!pager.joined.await(START_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        pager.close();
        throw new ServiceException(
            "the pager gets no word from Kafka within "
                + START_LIMIT_SECONDS
                + " s: check that it is up at "
                + settings.brokers().bootstrap()
                + " and has the topic "
                + Stream.PAGES.topic());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      pager.close();
      throw new ServiceException("the start was interrupted", e);
    }
    var unused =
        pager.telling.scheduleWithFixedDelay(
            pager::tell, 0, TELL_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return pager;
  }

  private void tell() {
    try {
      counters.tell(publisher, time.millis());
    } catch (RuntimeException e) {
      log.warn("the pager can't tell how it is: {}", e.toString());
    }
  }

  private void run() {
    Duration pause = Duration.ZERO;
    while (!closedWithin(pause)) {
      try (KafkaConsumer<byte[], byte[]> group = new KafkaConsumer<>(settings.office());
          Tenure tenure = new Tenure()) {
        group.subscribe(List.of(Stream.PAGES.topic()), tenure);
        while (closing.getCount() > 0) {
          // What stands in the topic is read by the office; here only membership matters.
          group.poll(tenure.turn() ? Duration.ZERO : WAIT);
        }
      } catch (RuntimeException e) {
        log.warn("the pager was interrupted; it begins anew from the log", e);
      }
      pause = PAUSE_AFTER_ERROR;
    }
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
    telling.shutdownNow();
    try {
      thread.join(END_LIMIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sending.shutdownNow();
    publisher.close();
  }

  private static java.util.concurrent.ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** In office while the partition is ours. */
  private final class Tenure implements ConsumerRebalanceListener, AutoCloseable {
    private List<Office> office = List.of();

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      joined.countDown();
      if (!partitions.isEmpty() && office.isEmpty()) {
        log.info("this is the pager now");
        office =
            List.of(
                new Office(
                    new KafkaConsumer<>(settings.reader()),
                    new KafkaProducer<>(settings.writer()),
                    courier,
                    time,
                    counters));
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        close();
      }
    }

    /** One turn in office; false when not in office. */
    boolean turn() {
      office.forEach(Office::turn);
      return !office.isEmpty();
    }

    @Override
    public void close() {
      office.forEach(Office::close);
      office = List.of();
    }
  }
}
