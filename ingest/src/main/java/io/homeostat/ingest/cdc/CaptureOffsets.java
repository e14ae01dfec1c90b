package io.homeostat.ingest.cdc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.schemas.topics.Brokers;
import io.homeostat.schemas.topics.KafkaSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What the topic of Debezium's offsets says: how far a slot was read, and, beside it, the newest
 * gap, so that a restart knows of it.
 *
 * @param captured whether changes were captured by the slot before
 * @param lastMillis when the newest captured change was committed; 0 where that is not known
 * @param lastPosition where it stands in the database's log, as a number; 0 where that is not known
 * @param gap the newest gap, be it open or closed
 */
record CaptureOffsets(boolean captured, long lastMillis, long lastPosition, Optional<Gap> gap) {
  private static final CaptureOffsets NONE = new CaptureOffsets(false, 0, 0, Optional.empty());
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LIMIT_SECONDS = 30;
  private static final long MICROS = 1_000;

  static String topic(String slot) {
    return "cdc-offsets-" + slot;
  }

  /** In the form of Debezium's own keys, so that it passes this one over. */
  private static byte[] gapKey(String slot) {
    return JSON.createArrayNode()
        .add("homeostat-gap")
        .add(JSON.createObjectNode().put("slot", slot))
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what the topic says now.
   *
   * @throws IOException when Kafka does not answer
   */
  static CaptureOffsets read(Brokers brokers, String slot) throws IOException {
    String topic = topic(slot);
    try {
      return exists(brokers, topic) ? of(newest(brokers, topic), slot) : NONE;
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      throw new IOException("the offsets of slot " + slot + " can't be read: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the offsets of slot " + slot + " were read", e);
    }
  }

  private static boolean exists(Brokers brokers, String topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    try (Admin admin = Admin.create(brokers.connection())) {
      return admin.listTopics().names().get(LIMIT_SECONDS, TimeUnit.SECONDS).contains(topic);
    }
  }

  private static Map<String, byte[]> newest(Brokers brokers, String topic) throws TimeoutException {
    Map<String, byte[]> newest = new HashMap<>();
    Map<String, Object> settings = KafkaSettings.consumer(brokers, "cdc-offsets");
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
      while (partitions.stream()
          .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
        if (System.nanoTime() > deadline) {
          throw new TimeoutException(topic + " is not read within " + LIMIT_SECONDS + " s");
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          take(record.key(), record.value(), newest);
        }
      }
    }
    return newest;
  }

  private static void take(
      byte @Nullable [] key, byte @Nullable [] value, Map<String, byte[]> newest) {
    if (key == null) {
      return;
    }
    String text = new String(key, StandardCharsets.UTF_8);
    if (value == null) {
      newest.remove(text);
    } else {
      newest.put(text, value);
    }
  }

  private static CaptureOffsets of(Map<String, byte[]> newest, String slot) throws IOException {
    byte[] kept = newest.remove(new String(gapKey(slot), StandardCharsets.UTF_8));
    long last = 0;
    long position = 0;
    for (byte[] offset : newest.values()) {
      JsonNode read = JSON.readTree(offset);
      last = Math.max(last, read.path("ts_usec").asLong() / MICROS);
      position = Math.max(position, read.path("lsn").asLong());
    }
    return new CaptureOffsets(
        !newest.isEmpty(),
        last,
        position,
        kept == null ? Optional.empty() : Optional.of(Gap.parse(kept)));
  }

  /**
   * Keeps a gap in place of the one before.
   *
   * @throws IOException when Kafka has not taken it
   */
  static void keep(Producer<byte[], byte[]> producer, String slot, Gap gap) throws IOException {
    byte[] value = gap.text().getBytes(StandardCharsets.UTF_8);
    try {
      var unused =
          producer
              .send(new ProducerRecord<>(topic(slot), 0, gapKey(slot), value))
              .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      throw new IOException("a gap of slot " + slot + " could not be kept: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a gap of slot " + slot + " was kept", e);
    }
  }
}
