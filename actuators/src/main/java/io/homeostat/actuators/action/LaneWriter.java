package io.homeostat.actuators.action;

import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.Stream;
import io.homeostat.schemas.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes for one lane of commands: what is said of a command and how far the lane is done, in one
 * transaction. Whoever opens a writer for a lane fences the one before. Safe for several threads.
 */
final class LaneWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LaneWriter.class);
  private static final long RETRY_MILLIS = 200;

  /** How long after a commit this process may take it that the lane is still its own. */
  private static final long LEASE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Producer<byte[], byte[]> producer;
  private final int lane;
  private final Supplier<ConsumerGroupMetadata> group;
  private final LaneProgress progress;
  private final Wire wire = new Wire();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile long committedNanos = System.nanoTime() - LEASE_NANOS - 1;

  private LaneWriter(
      Producer<byte[], byte[]> producer,
      int lane,
      Supplier<ConsumerGroupMetadata> group,
      LaneProgress progress) {
    this.producer = producer;
    this.lane = lane;
    this.group = group;
    this.progress = progress;
  }

  /**
   * Takes the lane over: fences whoever wrote for it before, and ends what they left open.
   *
   * @param producer with the lane's transactional id; closed with the writer
   * @param group this process's membership, as it is now
   */
  static LaneWriter open(
      Producer<byte[], byte[]> producer,
      int lane,
      Supplier<ConsumerGroupMetadata> group,
      LaneProgress progress) {
    producer.initTransactions();
    return new LaneWriter(producer, lane, group, progress);
  }

  /** Makes the outputs durable, all or none. Tries again until that is so. */
  void write(List<Output> outputs) {
    commit(outputs, progress::current);
  }

  /** Makes the outputs durable together with the word that the command at {@code done} is done. */
  void writeLast(List<Output> outputs, long done) {
    commit(outputs, () -> progress.withDone(done));
    progress.end(done);
  }

  /** Proves once more that the lane is still this process's own. */
  void renewLease() {
    write(List.of());
  }

  /** Whether the lane was this process's own a moment ago. */
  boolean leased() {
    return !isClosed() && System.nanoTime() - committedNanos <= LEASE_NANOS;
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Returns after the time, or when the lane is given up. */
  void pause(long millis) {
    try {
      if (closed.await(millis, TimeUnit.MILLISECONDS)) {
        throw new LostLane("lane " + lane + " of commands was given up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LostLane("interrupted", e);
    }
  }

  /** Gives the lane up, from any thread: nothing more is written. */
  @Override
  public void close() {
    closed.countDown();
    producer.close(Duration.ZERO);
  }

  private synchronized void commit(List<Output> outputs, Supplier<Long> offset) {
    while (true) {
      if (isClosed()) {
        throw new LostLane("lane " + lane + " of commands was given up");
      }
      try {
        long began = System.nanoTime();
        producer.beginTransaction();
        outputs.forEach(this::send);
        producer.sendOffsetsToTransaction(
            Map.of(
                new TopicPartition(Stream.COMMANDS.topic(), lane),
                new OffsetAndMetadata(offset.get())),
            group.get());
        end();
        committedNanos = began;
        return;
      } catch (KafkaException | IllegalStateException e) {
        abort(e);
      }
      pause(RETRY_MILLIS);
    }
  }

  private void send(Output output) {
    byte[] key = output.key().isEmpty() ? null : output.key().getBytes(StandardCharsets.UTF_8);
    var unused =
        producer.send(
            new ProducerRecord<>(
                output.stream().topic(),
                output.lane(),
                key,
                wire.encode(output.origin(), output.fact())));
  }

  private void end() {
    while (true) {
      try {
        producer.commitTransaction();
        return;
      } catch (TimeoutException e) {
        log.warn("lane {}: a commit takes long: {}", lane, e.getMessage());
        pause(RETRY_MILLIS);
      }
    }
  }

  /** A transaction that can't be aborted was fenced: then the lane is another's. */
  private void abort(RuntimeException cause) {
    log.info("lane {}: a transaction is tried again: {}", lane, cause.toString());
    while (true) {
      try {
        producer.abortTransaction();
        return;
      } catch (TimeoutException e) {
        pause(RETRY_MILLIS);
      } catch (KafkaException | IllegalStateException e) {
        e.addSuppressed(cause);
        throw new LostLane("lane " + lane + " of commands is another's now", e);
      }
    }
  }
}
