package io.homeostat.ingest.context;

import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Stream;
import io.homeostat.ingest.door.Inbox;
import io.homeostat.schemas.service.ServiceException;
import io.homeostat.schemas.topics.TopicFollower;
import io.homeostat.schemas.wire.Message;
import io.homeostat.schemas.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Writes documents to the compacted topic {@code context}: each in pieces under the keys {@code
 * document/0}, {@code document/1}, …, the last piece last. What is in force already is not written
 * again. A document that goes leaves a piece that says so, which compaction keeps.
 */
final class ContextWriter implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final String TOPIC = Stream.CONTEXT.topic();

  private final ContextAssembler present = new ContextAssembler();
  private final KafkaProducer<byte[], byte[]> producer;
  private final TopicFollower follower;
  private final Wire wire = new Wire();
  private final String source;
  private long count;

  private ContextWriter(Inbox inbox, String source) {
    this.source = source;
    this.producer =
        inbox.producer(
            "context-writer",
            Map.of(
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                LIMIT.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) LIMIT.toMillis()));
    this.follower =
        TopicFollower.start(
            inbox.brokers(), "context-writer", List.of(Stream.CONTEXT), this::follow);
  }

  /**
   * Opens a writer, once it knows what is in force.
   *
   * @param source unique to this life of the writer
   * @throws ServiceException when Kafka can't be read
   */
  static ContextWriter open(Inbox inbox, String source) {
    ContextWriter writer = new ContextWriter(inbox, source);
    try {
      writer.follower.caughtUp().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      return writer;
    } catch (ExecutionException | TimeoutException e) {
      writer.close();
      throw new ServiceException("the topic " + TOPIC + " can't be read: " + e, e);
    } catch (InterruptedException e) {
      writer.close();
      Thread.currentThread().interrupt();
      throw new ServiceException("interrupted while reading " + TOPIC, e);
    }
  }

  /**
   * Brings a document into force, unless it is.
   *
   * @return whether anything was written
   * @throws ServiceException when Kafka did not take all of it; to be tried again
   */
  synchronized boolean put(String key, String text) {
    return replace(key, ContextChunk.split(key, text));
  }

  /**
   * Takes a document out of force, if it is.
   *
   * @return whether anything was written
   * @throws ServiceException when Kafka did not take it; to be tried again
   */
  synchronized boolean remove(String key) {
    return inForce(key).isPresent() && replace(key, List.of(ContextChunk.gone(key)));
  }

  private boolean replace(String key, List<ContextChunk> chunks) {
    Optional<ContextEntry> before;
    synchronized (present) {
      before = present.find(key);
    }
    String version = chunks.get(0).version();
    if (before.filter(entry -> entry.version().equals(version)).isPresent()) {
      return false;
    }
    List<Future<RecordMetadata>> written = new ArrayList<>();
    for (ContextChunk chunk : chunks) {
      byte[] value = wire.encode(new Origin(source, 0, ++count, 0), chunk);
      written.add(producer.send(record(key, chunk.index(), value)));
    }
    int wider = before.map(entry -> entry.chunks().size()).orElse(0);
    for (int index = chunks.size(); index < wider; index++) {
      written.add(producer.send(tombstone(key, index)));
    }
    await(key, written);
    return true;
  }

  private void await(String key, List<Future<RecordMetadata>> written) {
    try {
      for (Future<RecordMetadata> each : written) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new ServiceException("the document '" + key + "' can't be written to " + TOPIC, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException("interrupted while writing the document '" + key + "'", e);
    }
  }

  private Optional<ContextEntry> inForce(String key) {
    synchronized (present) {
      return present.find(key).filter(entry -> !entry.gone());
    }
  }

  private void follow(ConsumerRecord<byte[], byte[]> record, Message message) {
    if (message.fact() instanceof ContextChunk chunk) {
      synchronized (present) {
        present.take(record.offset(), chunk);
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> record(String key, int index, byte[] value) {
    return new ProducerRecord<>(
        TOPIC, 0, (key + "/" + index).getBytes(StandardCharsets.UTF_8), value);
  }

  @SuppressWarnings("NullAway") // Kafka's tombstone is a null value.
  private static ProducerRecord<byte[], byte[]> tombstone(String key, int index) {
    return record(key, index, null);
  }

  @Override
  public void close() {
    follower.close();
    producer.close(LIMIT);
  }
}
