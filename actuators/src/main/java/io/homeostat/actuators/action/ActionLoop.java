package io.homeostat.actuators.action;

import io.homeostat.core.lane.Stream;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.ServiceException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries commands out: reads those of the lanes that the group gives this process, and hands each
 * to its {@link LaneLoop}. A lane that is taken away is given up at once.
 */
public final class ActionLoop implements RunningService {
  private static final Logger log = LoggerFactory.getLogger(ActionLoop.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long START_LIMIT_SECONDS = 60;
  private static final long END_LIMIT_MILLIS = 5_000;

  private final ActionSettings settings;
  private final Consumer<byte[], byte[]> consumer;
  private final LaneLoop.Tools tools;
  private final ExecutorService threads;
  private final Map<Integer, LaneLoop> lanes = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private final CountDownLatch joined = new CountDownLatch(1);
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Thread thread = new Thread(this::read, "commands");
  private volatile ConsumerGroupMetadata group;

  private ActionLoop(ActionSettings settings, Collection<Actuator> actuators, InstantSource clock) {
    this.settings = settings;
    this.consumer = new KafkaConsumer<>(settings.commands());
    this.group = consumer.groupMetadata();
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread strand = new Thread(task, "strand");
              strand.setDaemon(true);
              return strand;
            });
    this.tools =
        new LaneLoop.Tools(
            actuators.stream().collect(Collectors.toMap(Actuator::action, Function.identity())),
            StopSwitch.open(settings),
            new NotePublisher(new KafkaProducer<>(settings.notes()), settings.lanes(), clock),
            clock,
            threads);
    thread.setDaemon(true);
  }

  /**
   * Begins to carry commands out; returns once the group has this process as a member.
   *
   * @throws ServiceException when that takes too long
   */
  public static ActionLoop start(
      ActionSettings settings, Collection<Actuator> actuators, InstantSource clock) {
    ActionLoop loop = new ActionLoop(settings, actuators, clock);
    loop.thread.start();
    try {
      if (!loop.joined.await(START_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        loop.close();
        throw new ServiceException(
            "the actuators got no lane of commands within "
                + START_LIMIT_SECONDS
                + " s: check that Kafka is up at "
                + settings.brokers().bootstrap());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      loop.close();
      throw new ServiceException("the start was interrupted", e);
    }
    return loop;
  }

  @Override
  public CompletableFuture<Void> failure() {
    return failure;
  }

  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    consumer.wakeup();
    lanes.values().forEach(LaneLoop::close);
    try {
      thread.join(END_LIMIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lanes.values().forEach(LaneLoop::close);
    threads.shutdownNow();
    tools.notes().close();
    tools.stop().close();
  }

  private void read() {
    try (consumer) {
      consumer.subscribe(List.of(Stream.COMMANDS.topic()), new Handover());
      while (!closing.get()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          LaneLoop lane = lanes.get(record.partition());
          if (lane != null) {
            lane.accept(record);
          }
        }
        group = consumer.groupMetadata();
        lanes.forEach(this::throttle);
      }
    } catch (WakeupException e) {
      log.debug("asked to end", e);
    } catch (RuntimeException e) {
      if (!closing.get()) {
        failure.completeExceptionally(e);
      }
    }
  }

  private void throttle(int partition, LaneLoop lane) {
    List<TopicPartition> one = List.of(new TopicPartition(Stream.COMMANDS.topic(), partition));
    if (lane.full()) {
      consumer.pause(one);
    } else {
      consumer.resume(one);
    }
  }

  private LaneLoop open(TopicPartition partition) {
    int lane = partition.partition();
    LaneProgress progress = new LaneProgress(consumer.position(partition));
    LaneWriter writer =
        LaneWriter.open(new KafkaProducer<>(settings.writer(lane)), lane, () -> group, progress);
    Journal journal = JournalReader.read(settings, lane, tools.clock().instant());
    LaneLoop loop = new LaneLoop(settings, lane, tools, writer, progress, journal);
    var unused =
        loop.failure()
            .whenComplete(
                (done, thrown) -> {
                  log.error("lane {} of commands can't go on here", lane, thrown);
                  failure.completeExceptionally(thrown);
                });
    return loop;
  }

  private final class Handover implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      group = consumer.groupMetadata();
      for (TopicPartition partition : partitions) {
        lanes.put(partition.partition(), open(partition));
      }
      joined.countDown();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      for (TopicPartition partition : partitions) {
        LaneLoop lane = lanes.remove(partition.partition());
        if (lane != null) {
          lane.close();
        }
      }
    }
  }
}
