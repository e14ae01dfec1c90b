package io.homeostat.actuators.kafka;

import io.homeostat.core.lane.Stream;
import io.homeostat.schemas.topics.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Reads what a test's topics hold. */
public final class KafkaLog {
  private static final Duration POLL = Duration.ofMillis(100);

  private KafkaLog() {}

  /**
   * Everything committed in a topic, partition by partition; waits for transactions that are open.
   */
  public static List<ConsumerRecord<byte[], byte[]>> read(TestBroker broker, Stream stream) {
    return read(broker, stream.topic());
  }

  /** Everything committed in a topic, by its name. */
  public static List<ConsumerRecord<byte[], byte[]>> read(TestBroker broker, String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<byte[], byte[]>(
            KafkaSettings.consumer(broker.bootstrap(), "test-reader"))) {
      for (PartitionInfo info : consumer.partitionsFor(topic)) {
        TopicPartition partition = new TopicPartition(topic, info.partition());
        long end = end(broker, partition);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        while (consumer.position(partition) < end) {
          consumer.poll(POLL).forEach(records::add);
        }
      }
    }
    return records;
  }

  /** The end of a partition, open transactions included. */
  public static long end(TestBroker broker, TopicPartition partition) {
    try (Admin admin = broker.admin()) {
      return admin
          .listOffsets(Map.of(partition, OffsetSpec.latest()))
          .partitionResult(partition)
          .get()
          .offset();
    } catch (ExecutionException e) {
      throw new IllegalStateException("no end of " + partition, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** How far a group has come in a partition; 0 before its first commit. */
  public static long committed(TestBroker broker, String group, TopicPartition partition) {
    try (Admin admin = broker.admin()) {
      var offset =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get()
              .get(partition);
      return offset == null ? 0 : offset.offset();
    } catch (ExecutionException e) {
      throw new IllegalStateException("no offsets of " + group, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
