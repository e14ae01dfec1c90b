package io.homeostat.schemas.topics;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Fact;
import io.homeostat.schemas.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Writes facts from outside into lanes. The origin of each is this life of the door and its own
 * count, so order within a lane is the order of the calls. Safe for use by several threads.
 */
public final class DoorPublisher implements AutoCloseable {
  private final Producer<byte[], byte[]> producer;
  private final Lanes lanes;
  private final String source;
  private final Map<String, Long> counts = new HashMap<>();
  private final Wire wire = new Wire();

  /**
   * A publisher that owns its producer.
   *
   * @param source the door and its life, such as {@code gateway/7f3a}: unique to this start of the
   *     process
   */
  public DoorPublisher(Producer<byte[], byte[]> producer, Lanes lanes, String source) {
    this.producer = producer;
    this.lanes = lanes;
    this.source = source;
  }

  /** Writes to the lane of {@code key}; completes when the log has it. */
  public CompletableFuture<RecordMetadata> publish(Stream stream, String key, Fact fact) {
    return publish(stream, lanes.lane(stream, key), key, fact);
  }

  /** Writes to a lane; completes when the log has it. */
  public CompletableFuture<RecordMetadata> publish(Stream stream, int lane, String key, Fact fact) {
    CompletableFuture<RecordMetadata> done = new CompletableFuture<>();
    synchronized (this) {
      long count = counts.merge(stream.topic() + '/' + lane, 1L, Long::sum);
      byte[] value = wire.encode(new Origin(source, lane, count, 0), fact);
      byte[] keyBytes = key.isEmpty() ? null : key.getBytes(StandardCharsets.UTF_8);
      send(new ProducerRecord<>(stream.topic(), lane, keyBytes, value), done);
    }
    return done;
  }

  /** Has a compacted stream forget what stands under a key; completes when the log has it. */
  @SuppressWarnings("NullAway") // Kafka's tombstone is a null value.
  public CompletableFuture<RecordMetadata> forget(Stream stream, String key) {
    CompletableFuture<RecordMetadata> done = new CompletableFuture<>();
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    send(new ProducerRecord<>(stream.topic(), lanes.lane(stream, key), keyBytes, null), done);
    return done;
  }

  private void send(ProducerRecord<byte[], byte[]> record, CompletableFuture<RecordMetadata> done) {
    var unused =
        producer.send(
            record,
            (metadata, error) -> {
              if (error != null) {
                done.completeExceptionally(error);
              } else {
                done.complete(metadata);
              }
            });
  }

  /** Waits until everything published so far is in the log or has failed. */
  public void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
