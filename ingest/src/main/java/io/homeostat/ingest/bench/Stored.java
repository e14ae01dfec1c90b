package io.homeostat.ingest.bench;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.schemas.topics.KafkaSettings;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What senders' requests have left in the log.
 *
 * @param samples how many samples of each number there are, by entity; those sent twice count twice
 */
public record Stored(Map<String, Map<Long, Integer>> samples) {

  /** The metric of numbered requests. */
  static final String NAME = "number";

  /** Reads all of the log. */
  public static Stored of(String bootstrap) {
    Stored stored = new Stored(new HashMap<>());
    Wire wire = new Wire();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(KafkaSettings.consumer(bootstrap, "loss"))) {
      List<TopicPartition> lanes =
          IntStream.range(0, Lanes.LOCAL.of(Stream.METRICS))
              .mapToObj(lane -> new TopicPartition(Stream.METRICS.topic(), lane))
              .toList();
      consumer.assign(lanes);
      consumer.seekToBeginning(lanes);
      Map<TopicPartition, Long> ends = consumer.endOffsets(lanes);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
          stored.add(wire, record.value());
        }
      }
    }
    return stored;
  }

  private void add(Wire wire, byte[] record) {
    try {
      if (wire.decode(record).fact() instanceof MetricFrame frame
          && frame.series().name(0).startsWith(NAME + "{")) {
        samples
            .computeIfAbsent(frame.entity().text(), entity -> new HashMap<>())
            .merge((long) frame.values()[0], frame.values().length, Integer::sum);
      }
    } catch (WireException e) {
      throw new IllegalStateException("what was written can't be read", e);
    }
  }

  /** How many of the requests that were acknowledged are not there whole. */
  public long missing(List<NumberedSender> senders, int size) {
    long missing = 0;
    for (NumberedSender sender : senders) {
      Map<Long, Integer> of = samples.getOrDefault(sender.entity(), Map.of());
      missing +=
          sender.acknowledged().stream()
              .filter(number -> of.getOrDefault(number, 0) < size)
              .count();
    }
    return missing;
  }
}
