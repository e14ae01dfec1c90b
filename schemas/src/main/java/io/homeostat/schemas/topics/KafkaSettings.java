package io.homeostat.schemas.topics;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How Homeostat's clients are set. */
public final class KafkaSettings {

  private KafkaSettings() {}

  /** An administrator. */
  public static Map<String, Object> admin(Brokers brokers, String clientId) {
    Map<String, Object> settings = new HashMap<>(brokers.connection());
    settings.put(AdminClientConfig.CLIENT_ID_CONFIG, clientId);
    return settings;
  }

  /** A producer to brokers that need no more than their address. */
  public static Map<String, Object> producer(String bootstrap, String clientId) {
    return producer(Brokers.at(bootstrap), clientId);
  }

  /** A producer that loses and doubles nothing between itself and the broker. */
  public static Map<String, Object> producer(Brokers brokers, String clientId) {
    Map<String, Object> settings = new HashMap<>(brokers.connection());
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // One request at a time: a broker takes a producer's first batch on a new partition at whatever
    // sequence number, so
    // of several requests in flight a later one may be taken before an earlier one that is retried,
    // and that one is then
    // refused as out of order until it expires.
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 2);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 16L * 1024 * 1024);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 * 1024 * 1024);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return settings;
  }

  /** A consumer of brokers that need no more than their address. */
  public static Map<String, Object> consumer(String bootstrap, String clientId) {
    return consumer(Brokers.at(bootstrap), clientId);
  }

  /** A consumer that reads only what was committed. */
  public static Map<String, Object> consumer(Brokers brokers, String clientId) {
    Map<String, Object> settings = new HashMap<>(brokers.connection());
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_500);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return settings;
  }
}
