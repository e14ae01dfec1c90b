package io.homeostat.actuators.governor;

import io.homeostat.schemas.topics.Brokers;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How a shell of Kafka Streams is set: exactly once, quick to commit, quick to come back, small.
 *
 * @param brokers how Kafka is reached
 * @param application the application's id: its group, its changelog, its transactions
 * @param instance which of the application's instances this is; one that comes back under the same
 *     name goes on at once, without waiting for its session's end
 * @param folder where its local state is
 */
public record StreamsSettings(Brokers brokers, String application, String instance, Path folder) {
  private static final int SESSION_MILLIS = 6_000;
  private static final int COMMIT_MILLIS = 100;

  /** A transaction that a killed instance left open holds up readers for no longer than this. */
  private static final int TRANSACTION_MILLIS = 5_000;

  /** Settings for brokers that need no more than their address. */
  public StreamsSettings(String bootstrap, String application, String instance, Path folder) {
    this(Brokers.at(bootstrap), application, instance, folder);
  }

  /** The settings in Kafka's own names. */
  public Properties toKafka() {
    Properties kafka = new Properties();
    kafka.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
    kafka.putAll(brokers.connection());
    kafka.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    kafka.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    kafka.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
    kafka.put(StreamsConfig.POLL_MS_CONFIG, 50);
    kafka.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    kafka.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 0);
    kafka.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
    kafka.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    kafka.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 200);
    kafka.put(StreamsConfig.topicPrefix(TopicConfig.CLEANUP_POLICY_CONFIG), "compact");
    consumer(kafka, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
    consumer(kafka, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_MILLIS / 4);
    consumer(kafka, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, application + "-" + instance);
    consumer(kafka, ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    producer(kafka, ProducerConfig.LINGER_MS_CONFIG, 2);
    producer(kafka, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
    producer(kafka, ProducerConfig.BUFFER_MEMORY_CONFIG, 8L * 1024 * 1024);
    producer(kafka, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 * 1024 * 1024);
    producer(kafka, ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    return kafka;
  }

  private static void consumer(Properties kafka, String name, Object value) {
    kafka.put(StreamsConfig.mainConsumerPrefix(name), value);
  }

  private static void producer(Properties kafka, String name, Object value) {
    kafka.put(StreamsConfig.producerPrefix(name), value);
  }
}
