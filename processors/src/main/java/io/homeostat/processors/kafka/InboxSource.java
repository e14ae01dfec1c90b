package io.homeostat.processors.kafka;

import io.homeostat.core.lane.Stream;
import io.homeostat.processors.shell.LaneBytes;
import io.homeostat.processors.shell.RecordType;
import io.homeostat.schemas.topics.Brokers;
import io.homeostat.schemas.topics.KafkaSettings;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the lanes of an inbox from Kafka: from the beginning at the first start, from the
 * checkpoint afterwards. Offsets live in checkpoints alone; no consumer group has a part in it.
 */
public final class InboxSource {
  private static final int FETCH_BYTES = 4 * 1024 * 1024;
  private static final int EMPTY_POLL_MILLIS = 500;

  private InboxSource() {}

  /** A source that never ends. */
  public static KafkaSource<LaneBytes> following(Brokers brokers, Stream stream) {
    return builder(brokers, stream).build();
  }

  /** A source that ends where the lanes end at its start. */
  public static KafkaSource<LaneBytes> recorded(Brokers brokers, Stream stream) {
    return builder(brokers, stream).setBounded(OffsetsInitializer.latest()).build();
  }

  private static KafkaSourceBuilder<LaneBytes> builder(Brokers brokers, Stream stream) {
    Properties settings = new Properties();
    KafkaSettings.consumer(brokers, "flink-" + stream.topic())
        .forEach((key, value) -> settings.setProperty(key, setting(value)));
    settings.remove(ConsumerConfig.CLIENT_ID_CONFIG);
    settings.remove(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG);
    // The broker answers at once when there is a record; this is only how long an empty poll takes.
    settings.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "" + EMPTY_POLL_MILLIS);
    settings.setProperty(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, "" + FETCH_BYTES);
    settings.setProperty(KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(), "-1");
    settings.setProperty(KafkaSourceOptions.REGISTER_KAFKA_CONSUMER_METRICS.key(), "false");
    settings.setProperty(KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(), "false");
    return KafkaSource.<LaneBytes>builder()
        .setProperties(settings)
        .setClientIdPrefix("flink-" + stream.topic())
        .setTopics(stream.topic())
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setDeserializer(new Records());
  }

  private static String setting(Object value) {
    return value instanceof Class<?> type ? type.getName() : value.toString();
  }

  /** Takes the record as it is; an empty one is left to the fold's dead letters. */
  private static final class Records implements KafkaRecordDeserializationSchema<LaneBytes> {
    private static final long serialVersionUID = 1L;
    private static final byte[] NOTHING = new byte[0];

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<LaneBytes> out) {
      byte[] value = record.value();
      out.collect(
          new LaneBytes(
              record.partition(),
              record.offset(),
              record.timestamp(),
              value == null ? NOTHING : value));
    }

    @Override
    public TypeInformation<LaneBytes> getProducedType() {
      return RecordType.LANE_BYTES;
    }
  }
}
