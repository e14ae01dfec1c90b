package io.homeostat.processors.kafka;

import io.homeostat.processors.shell.OutputBytes;
import io.homeostat.schemas.topics.Brokers;
import io.homeostat.schemas.topics.KafkaSettings;
import java.io.IOException;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes outputs to their lanes in Kafka, at least once and in order. It is the connector's sink
 * without the parts that serve transactions alone: no committer, no state.
 *
 * <p>A batch never expires: were one given up while later ones get through, those who drop what is
 * below the highest origin would take the hole for a duplicate.
 */
public final class OutboxSink implements Sink<OutputBytes> {
  private static final long serialVersionUID = 1L;
  private static final long BUFFER_BYTES = 8L * 1024 * 1024;

  private final KafkaSink<OutputBytes> kafka;

  private OutboxSink(KafkaSink<OutputBytes> kafka) {
    this.kafka = kafka;
  }

  /** A sink into the topics of a broker. */
  public static OutboxSink to(Brokers brokers) {
    Properties settings = new Properties();
    settings.putAll(KafkaSettings.producer(brokers, "flink"));
    settings.remove(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG);
    settings.remove(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);
    settings.remove(ProducerConfig.CLIENT_ID_CONFIG);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    settings.put("register.producer.metrics", "false");
    return new OutboxSink(
        KafkaSink.<OutputBytes>builder()
            .setBootstrapServers(brokers.bootstrap())
            .setKafkaProducerConfig(settings)
            .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
            .setRecordSerializer(new Records())
            .build());
  }

  @Override
  public SinkWriter<OutputBytes> createWriter(WriterInitContext context) throws IOException {
    return kafka.createWriter(context);
  }

  private static final class Records implements KafkaRecordSerializationSchema<OutputBytes> {
    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        OutputBytes output, KafkaSinkContext context, @Nullable Long timestamp) {
      byte[] key = output.key().length == 0 ? null : output.key();
      return new ProducerRecord<>(output.stream().topic(), output.lane(), key, output.value());
    }
  }
}
