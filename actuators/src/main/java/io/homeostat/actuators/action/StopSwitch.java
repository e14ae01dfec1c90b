package io.homeostat.actuators.action;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Control;
import io.homeostat.core.model.Fact;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The stop switch, read directly from its topic at each question: the answer takes in every control
 * that was there when the question was asked. Where that can't be had within two seconds the answer
 * is no. Safe for use by several threads.
 */
final class StopSwitch implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final TopicPartition CONTROLS = new TopicPartition(Stream.CONTROLS.topic(), 0);

  private final Consumer<byte[], byte[]> consumer;
  private final Wire wire = new Wire();
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Control> newest = Optional.empty();
  private long newestStopMillis = Long.MIN_VALUE;
  private Optional<Objection> unreadable = Optional.empty();

  private StopSwitch(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /** Opens the way to the topic; reads nothing yet. */
  static StopSwitch open(ActionSettings settings) {
    KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings.reader("controls"));
    consumer.assign(List.of(CONTROLS));
    consumer.seekToBeginning(List.of(CONTROLS));
    return new StopSwitch(consumer);
  }

  /** Why no effect may begin now; empty when the switch lets it. */
  Optional<Objection> objection() {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    try {
      if (!lock.tryLock(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return unread("others are still waiting for it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unread("interrupted");
    }
    try {
      return read(deadline);
    } catch (KafkaException | IllegalStateException e) {
      return unread(e.toString());
    } finally {
      lock.unlock();
    }
  }

  private Optional<Objection> read(long deadline) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(CONTROLS), left(deadline));
    long end = ends.getOrDefault(CONTROLS, 0L);
    while (consumer.position(CONTROLS, left(deadline)) < end) {
      if (left(deadline).isZero()) {
        return unread("its end was not reached");
      }
      consumer.poll(POLL).forEach(this::take);
    }
    if (left(deadline).isZero()) {
      return unread("it took too long");
    }
    if (unreadable.isPresent()) {
      return unreadable;
    }
    return newest
        .filter(Control::stopped)
        .map(
            control ->
                Objection.lasting(
                    "the stop switch was set by " + control.by() + ": " + control.reason()));
  }

  /** A start that is older than the newest stop does not count: it was delivered late. */
  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    try {
      Fact fact = wire.decode(record.value()).fact();
      if (fact instanceof Control control) {
        if (control.stopped()) {
          newestStopMillis = Math.max(newestStopMillis, control.timeMillis());
        }
        if (control.stopped() || control.timeMillis() >= newestStopMillis) {
          newest = Optional.of(control);
          unreadable = Optional.empty();
        }
      }
    } catch (WireException e) {
      unreadable =
          Optional.of(
              Objection.passing(
                  "the newest control can't be read (" + e.getMessage() + "): set it anew"));
    }
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  private static Optional<Objection> unread(String why) {
    return Optional.of(
        Objection.passing(
            "the stop switch could not be read within " + LIMIT.toSeconds() + " s: " + why));
  }

  @Override
  public void close() {
    lock.lock();
    try {
      consumer.close();
    } finally {
      lock.unlock();
    }
  }
}
