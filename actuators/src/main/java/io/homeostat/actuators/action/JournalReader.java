package io.homeostat.actuators.action;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Intent;
import io.homeostat.core.model.Outcome;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds a lane's journal from the topic of outcomes. */
final class JournalReader {
  private static final Logger log = LoggerFactory.getLogger(JournalReader.class);
  private static final Duration POLL = Duration.ofMillis(200);

  /** Commands are kept for fourteen days; older ones can't come again. */
  private static final Duration REACH = Duration.ofDays(15);

  private static final TopicPartition OUTCOMES = new TopicPartition(Stream.OUTCOMES.topic(), 0);

  private JournalReader() {}

  /**
   * Reads all that is durable at the time of the call. It reads up to the very end, not to the
   * first open transaction, and waits for those that are open: behind another's open one there may
   * stand an intent of this lane. The lane must have been taken over before.
   */
  static Journal read(ActionSettings settings, int lane, Instant now) {
    Journal journal = new Journal();
    Wire wire = new Wire();
    Range range = range(settings, now.minus(REACH));
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings.reader("journal-" + lane))) {
      consumer.assign(List.of(OUTCOMES));
      consumer.seek(OUTCOMES, range.from());
      while (consumer.position(OUTCOMES) < range.end()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          decode(wire, record)
              .filter(fact -> concerns(fact, settings.lanes(), lane))
              .ifPresent(journal::replay);
        }
      }
      return journal;
    }
  }

  /**
   * What to read: also this by a reader to whom open transactions don't hide what stands behind.
   */
  private static Range range(ActionSettings settings, Instant since) {
    Map<String, Object> uncommitted = settings.reader("range");
    uncommitted.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(uncommitted)) {
      long end = consumer.endOffsets(List.of(OUTCOMES)).getOrDefault(OUTCOMES, 0L);
      OffsetAndTimestamp found =
          consumer.offsetsForTimes(Map.of(OUTCOMES, since.toEpochMilli())).get(OUTCOMES);
      return new Range(found == null ? end : found.offset(), end);
    }
  }

  private record Range(long from, long end) {}

  private static Optional<Fact> decode(Wire wire, ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(wire.decode(record.value()).fact());
    } catch (WireException e) {
      log.warn("{}@{} can't be read: {}", record.topic(), record.offset(), e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean concerns(Fact fact, Lanes lanes, int lane) {
    EntityId target;
    if (fact instanceof Intent intent) {
      target = intent.target();
    } else if (fact instanceof Outcome outcome) {
      target = outcome.target();
    } else {
      return false;
    }
    return lanes.lane(Stream.COMMANDS, target.text()) == lane;
  }
}
