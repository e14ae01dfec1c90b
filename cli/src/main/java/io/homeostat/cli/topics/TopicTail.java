package io.homeostat.cli.topics;

import io.homeostat.cli.CommandException;
import io.homeostat.core.lane.Stream;
import io.homeostat.schemas.topics.KafkaSettings;
import io.homeostat.schemas.wire.Wire;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads a topic from some place on, line by line.
 *
 * @param stream the topic
 * @param from where to begin
 * @param end when to stop
 */
public record TopicTail(Stream stream, StartPoint from, End end) {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(8);

  /** When reading stops, unless the reader has enough before. */
  public enum End {
    /** At what was the topic's end when reading began. */
    AT_END,
    /** Never: it waits for what comes next. */
    NEVER
  }

  /**
   * Reads until the end, or until the reader wants no more.
   *
   * @param reader takes each record's line and says whether it wants another
   * @throws CommandException when the broker does not answer
   */
  public void read(String bootstrap, Predicate<RecordLine> reader) {
    Map<String, Object> settings =
        new HashMap<>(KafkaSettings.consumer(bootstrap, "homeostat-tail"));
    settings.put("default.api.timeout.ms", (int) ANSWER_LIMIT.toMillis());
    settings.put("request.timeout.ms", (int) ANSWER_LIMIT.toMillis());
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      List<TopicPartition> lanes =
          consumer.partitionsFor(stream.topic()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(lanes);
      seek(consumer, lanes);
      follow(consumer, consumer.endOffsets(lanes), reader);
    } catch (TimeoutException e) {
      throw new CommandException(
          "Kafka does not answer at "
              + bootstrap
              + ": is `homeostat up` running? `homeostat status` tells",
          e);
    } catch (KafkaException e) {
      throw new CommandException(
          "topic " + stream.topic() + " can't be read: " + e.getMessage(), e);
    }
  }

  private void seek(Consumer<?, ?> consumer, List<TopicPartition> lanes) {
    if (from instanceof StartPoint.Earliest) {
      consumer.seekToBeginning(lanes);
    } else if (from instanceof StartPoint.Latest) {
      consumer.seekToEnd(lanes);
    } else if (from instanceof StartPoint.AtOffset at) {
      seekToOffset(consumer, lanes, at.offset());
    } else if (from instanceof StartPoint.AtTime at) {
      seekToTime(consumer, lanes, at.time().toEpochMilli());
    }
  }

  private static void seekToOffset(
      Consumer<?, ?> consumer, List<TopicPartition> lanes, long offset) {
    Map<TopicPartition, Long> first = consumer.beginningOffsets(lanes);
    Map<TopicPartition, Long> last = consumer.endOffsets(lanes);
    lanes.forEach(
        lane ->
            consumer.seek(
                lane,
                Math.max(
                    first.getOrDefault(lane, 0L), Math.min(last.getOrDefault(lane, 0L), offset))));
  }

  private static void seekToTime(Consumer<?, ?> consumer, List<TopicPartition> lanes, long millis) {
    Map<TopicPartition, Long> times =
        lanes.stream().collect(Collectors.toMap(lane -> lane, lane -> millis));
    consumer
        .offsetsForTimes(times)
        .forEach(
            (lane, found) -> {
              if (found == null) {
                consumer.seekToEnd(Set.of(lane));
              } else {
                consumer.seek(lane, found.offset());
              }
            });
  }

  private void follow(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends,
      Predicate<RecordLine> reader) {
    Wire wire = new Wire();
    boolean wanted = true;
    while (wanted && !(end == End.AT_END && isAt(consumer, ends))) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        TopicPartition lane = new TopicPartition(record.topic(), record.partition());
        boolean counts = end == End.NEVER || record.offset() < ends.getOrDefault(lane, 0L);
        wanted = wanted && (!counts || reader.test(RecordLine.of(record, wire)));
      }
    }
  }

  private static boolean isAt(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }
}
