package io.homeostat.actuators.action;

import io.homeostat.core.lane.Lanes;
import io.homeostat.schemas.topics.Brokers;
import io.homeostat.schemas.topics.KafkaSettings;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How the action loop reaches Kafka.
 *
 * @param brokers how Kafka is reached
 * @param lanes how many lanes each stream has
 * @param instance which process this is among those that share the commands; one that comes back
 *     under the same name gets its lanes back at once
 * @param mode whether effects are made
 */
public record ActionSettings(Brokers brokers, Lanes lanes, String instance, Mode mode) {
  /** Whether effects are made. */
  public enum Mode {
    /** They are, as granted. */
    ACT,
    /** None is, whatever was granted, also before. */
    OBSERVE
  }

  /** The consumer group of all actuators. */
  public static final String GROUP = "homeostat-actuators";

  private static final String CLIENT = "homeostat-actuators";
  private static final int TRANSACTION_MILLIS = 8_000;
  private static final long BUFFER_BYTES = 2L * 1024 * 1024;

  public ActionSettings {
    if (instance.isBlank()) {
      throw new IllegalArgumentException("the instance is blank: give it a name, such as 0");
    }
  }

  /** Settings for brokers that need no more than their address. */
  public ActionSettings(String bootstrap, Lanes lanes, String instance, Mode mode) {
    this(Brokers.at(bootstrap), lanes, instance, mode);
  }

  /** Reads what was committed in commands, as a member of the group. */
  Map<String, Object> commands() {
    Map<String, Object> settings = reader("commands");
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
    settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, GROUP + "-" + instance);
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    return settings;
  }

  /** Reads what was committed, in no group. */
  Map<String, Object> reader(String purpose) {
    return KafkaSettings.consumer(brokers, CLIENT + "-" + purpose);
  }

  /**
   * Writes for one lane of commands. The lane alone names the transactions, so whoever begins to
   * write for it fences whoever did before.
   */
  Map<String, Object> writer(int lane) {
    Map<String, Object> settings = notes();
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, CLIENT + "-writer-" + lane);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "homeostat-actuator-" + lane);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000L);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    return settings;
  }

  /** Writes what may be lost. */
  Map<String, Object> notes() {
    Map<String, Object> settings = KafkaSettings.producer(brokers, CLIENT + "-notes");
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    return settings;
  }
}
