package io.homeostat.ingest.clock;

import io.homeostat.core.lane.Stream;
import io.homeostat.schemas.topics.Brokers;
import io.homeostat.schemas.topics.KafkaSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one of several clocks the writer: whoever owns the only partition of the topic {@code
 * clock} in its consumer group. A leader whose clock is off stands back for a while.
 */
final class Election implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Election.class);
  private static final String GROUP = "clock";
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(1);

  private final Brokers brokers;
  private final Supplier<Ticker> tickers;
  private final Duration standBack;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicBoolean leading = new AtomicBoolean();
  private final Thread thread = new Thread(this::run, "clock-election");

  /**
   * @param tickers gives a new ticker for each time in office
   * @param standBack how long a clock that is off stays out of the election
   */
  Election(Brokers brokers, Supplier<Ticker> tickers, Duration standBack) {
    this.brokers = brokers;
    this.tickers = tickers;
    this.standBack = standBack;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Whether this clock is the writer, as far as it knows. */
  boolean leading() {
    return leading.get();
  }

  private void run() {
    Duration pause = Duration.ZERO;
    while (!closedWithin(pause)) {
      try (Office office = new Office()) {
        pause = candidate(office);
      } catch (RuntimeException e) {
        log.warn("the election of the clock was interrupted", e);
        pause = PAUSE_AFTER_ERROR;
      }
    }
  }

  /** Stands for election until closed, or until the clock turns out to be off. */
  private Duration candidate(Office office) {
    Map<String, Object> settings = new HashMap<>(KafkaSettings.consumer(brokers, "clock-election"));
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      consumer.subscribe(List.of(Stream.CLOCK.topic()), office);
      while (closing.getCount() > 0) {
        consumer.poll(POLL);
        if (office.skewed()) {
          return standBack;
        }
      }
      return Duration.ZERO;
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
    try {
      thread.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ticks while the partition is ours. */
  private final class Office implements ConsumerRebalanceListener, AutoCloseable {
    private List<Ticker> ticking = List.of();

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty() && ticking.isEmpty()) {
        log.info("this is the clock now");
        Ticker ticker = tickers.get();
        ticker.start();
        ticking = List.of(ticker);
        leading.set(true);
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        close();
      }
    }

    boolean skewed() {
      for (Ticker ticker : ticking) {
        if (ticker.skewed().isDone()) {
          long ahead = ticker.skewed().join();
          log.error(
              "this machine's clock is {} ms {} the broker's: it stands back as the clock for {} s;"
                  + " set the machines' time right (NTP)",
              Math.abs(ahead),
              ahead > 0 ? "ahead of" : "behind",
              standBack.toSeconds());
          return true;
        }
      }
      return false;
    }

    @Override
    public void close() {
      leading.set(false);
      ticking.forEach(Ticker::close);
      ticking = List.of();
    }
  }
}
