package io.homeostat.schemas.topics;

import io.homeostat.core.lane.Stream;
import io.homeostat.schemas.wire.Message;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads whole topics from their beginning and then follows them, on a thread of its own, without a
 * consumer group: for whoever keeps a view of all of it.
 */
public final class TopicFollower implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TopicFollower.class);
  private static final Duration POLL = Duration.ofMillis(500);

  /** Takes what was read. */
  @FunctionalInterface
  public interface Listener {
    /**
     * One record, in the order of its lane.
     *
     * @param record its place, key and time
     * @param message what it says
     */
    void accept(ConsumerRecord<byte[], byte[]> record, Message message);
  }

  private final Consumer<byte[], byte[]> consumer;
  private final Listener listener;
  private final Wire wire = new Wire();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private final Thread thread;
  private final List<Stream> streams;

  private TopicFollower(
      Consumer<byte[], byte[]> consumer, List<Stream> streams, Listener listener) {
    this.consumer = consumer;
    this.streams = streams;
    this.listener = listener;
    this.thread = new Thread(this::run, "follow-" + streams.get(0).topic());
    thread.setDaemon(true);
  }

  /** Begins to read from brokers that need no more than their address. */
  public static TopicFollower start(
      String bootstrap, String clientId, List<Stream> streams, Listener listener) {
    return start(Brokers.at(bootstrap), clientId, streams, listener);
  }

  /** Begins to read. */
  public static TopicFollower start(
      Brokers brokers, String clientId, List<Stream> streams, Listener listener) {
    return start(new KafkaConsumer<>(KafkaSettings.consumer(brokers, clientId)), streams, listener);
  }

  /** Begins to read by a consumer, which becomes its own. */
  static TopicFollower start(
      Consumer<byte[], byte[]> consumer, List<Stream> streams, Listener listener) {
    TopicFollower follower = new TopicFollower(consumer, streams, listener);
    follower.thread.start();
    return follower;
  }

  /** Completes when everything that was there at the start has been read. */
  public CompletableFuture<Void> caughtUp() {
    return caughtUp;
  }

  /** Completes exceptionally when it can't go on. */
  public CompletableFuture<Void> failure() {
    return failure;
  }

  private void run() {
    try (consumer) {
      Map<TopicPartition, Long> open = new HashMap<>(begin());
      while (closing.getCount() > 0) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          take(record);
        }
        if (!caughtUp.isDone()) {
          open.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
          if (open.isEmpty()) {
            caughtUp.complete(null);
          }
        }
      }
    } catch (WakeupException | InterruptedException e) {
      log.debug("asked to end", e);
    } catch (RuntimeException e) {
      if (closing.getCount() > 0) {
        log.error("cannot follow {}", streams, e);
        failure.completeExceptionally(e);
        caughtUp.completeExceptionally(e);
      }
    }
  }

  /**
   * Stands at the beginning of every partition; gives where each ends now. While a topic is not
   * there, or no broker answers, it waits: either may come later.
   */
  private Map<TopicPartition, Long> begin() throws InterruptedException {
    String before = "";
    do {
      String missing;
      try {
        List<TopicPartition> partitions = new ArrayList<>();
        missing = partitions(partitions);
        if (missing.isEmpty()) {
          consumer.assign(partitions);
          consumer.seekToBeginning(partitions);
          return consumer.endOffsets(partitions);
        }
      } catch (TimeoutException e) {
        missing = "no broker answers: " + e.getMessage();
      }
      if (!missing.equals(before)) {
        log.warn("{} can't be followed yet: {}", streams, missing);
        before = missing;
      }
    } while (!closing.await(POLL.toMillis(), TimeUnit.MILLISECONDS));
    return Map.of();
  }

  /** Adds the partitions of every stream; says which is missing, if one is. */
  private String partitions(List<TopicPartition> all) {
    for (Stream stream : streams) {
      List<PartitionInfo> found = consumer.partitionsFor(stream.topic());
      if (found.isEmpty()) {
        return "the topic " + stream.topic() + " is not there";
      }
      for (PartitionInfo info : found) {
        all.add(new TopicPartition(info.topic(), info.partition()));
      }
    }
    return "";
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    try {
      listener.accept(record, wire.decode(record.value()));
    } catch (WireException e) {
      log.warn(
          "{}-{}@{} can't be read: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }

  @Override
  public void close() {
    closing.countDown();
    consumer.wakeup();
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
