package io.homeostat.ingest.broker;

import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Stream;
import io.homeostat.schemas.topics.KafkaSettings;
import io.homeostat.schemas.wire.Message;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads all lanes of a stream and keeps what it has read. */
public final class LaneReader implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Wire wire = new Wire();
  private final Map<Integer, List<LaneRecord>> lanes = new HashMap<>();

  private LaneReader(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /** Reads the stream from its beginning. */
  public static LaneReader fromBeginning(TestBroker broker, Stream stream) {
    LaneReader reader = open(broker, stream);
    reader.consumer.seekToBeginning(reader.consumer.assignment());
    return reader;
  }

  /** Reads what is written to the stream from now on. */
  public static LaneReader fromNow(TestBroker broker, Stream stream) {
    LaneReader reader = open(broker, stream);
    reader.consumer.seekToEnd(reader.consumer.assignment());
    reader.consumer.assignment().forEach(reader.consumer::position);
    return reader;
  }

  private static LaneReader open(TestBroker broker, Stream stream) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(KafkaSettings.consumer(broker.bootstrap(), "lane-reader"));
    consumer.assign(
        IntStream.range(0, broker.inbox().lanes().of(stream))
            .mapToObj(lane -> new TopicPartition(stream.topic(), lane))
            .toList());
    return new LaneReader(consumer);
  }

  /** What one lane has brought so far. */
  public List<LaneRecord> lane(int lane) {
    return lanes.computeIfAbsent(lane, key -> new ArrayList<>());
  }

  /** What all lanes have brought so far. */
  public List<LaneRecord> all() {
    return lanes.values().stream().flatMap(List::stream).toList();
  }

  /**
   * Reads until what was read satisfies {@code enough}.
   *
   * @throws AssertionError when that does not come in time
   */
  public LaneReader await(Predicate<LaneReader> enough) {
    Instant deadline = Instant.now().plus(LIMIT);
    while (!enough.test(this)) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("not in time; read so far: " + describe());
      }
      consumer.poll(Duration.ofMillis(100)).forEach(this::take);
    }
    return this;
  }

  private String describe() {
    List<LaneRecord> all = all();
    return all.size()
        + " records, last "
        + all.subList(Math.max(0, all.size() - 5), all.size()).stream()
            .map(record -> record.origin() + " " + record.fact().getClass().getSimpleName())
            .toList();
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      Message message = wire.decode(record.value());
      lane(record.partition())
          .add(
              new LaneRecord(
                  record.offset(), record.timestamp(), message.origin(), message.fact()));
    } catch (WireException e) {
      throw new AssertionError(record.toString(), e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
