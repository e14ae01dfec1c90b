package io.homeostat.actuators.pager;

import io.homeostat.core.lane.Lanes;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.Setting;
import io.homeostat.schemas.topics.Brokers;
import io.homeostat.schemas.topics.KafkaSettings;
import io.homeostat.schemas.topics.LaneSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * What the pager is told.
 *
 * @param brokers how Kafka is reached
 * @param lanes how many lanes each stream has
 * @param receivers the YAML file of receivers
 * @param limit how long a receiver may take to answer
 * @param console the console's address, for links in pages
 */
record PagerSettings(
    Brokers brokers, Lanes lanes, Path receivers, Duration limit, Optional<String> console) {
  private static final Setting<Path> RECEIVERS =
      Setting.path("receivers.file", "the YAML file of who can be paged; it may come later");
  private static final Setting<Integer> TIMEOUT =
      Setting.number(
          "pager.timeout.millis", 5_000, 100, 60_000, "how long a receiver may take to answer");
  private static final Setting<String> CONSOLE =
      Setting.text("pager.console.url", "", "the console's address, for links in pages");

  /** Every setting of the pager. */
  static final List<Setting<?>> ALL =
      Stream.concat(LaneSettings.ALL.stream(), Stream.of(RECEIVERS, TIMEOUT, CONSOLE)).toList();

  private static final String CLIENT = "homeostat-pager";
  private static final int TRANSACTION_MILLIS = 8_000;

  static PagerSettings from(ServiceConfig config) {
    return new PagerSettings(
        Brokers.from(config),
        LaneSettings.from(config),
        RECEIVERS.in(config),
        Duration.ofMillis(TIMEOUT.in(config)),
        Optional.of(CONSOLE.in(config).strip()).filter(url -> !url.isEmpty()));
  }

  /** Reads the pages, as the one member of the group that has them. */
  Map<String, Object> office() {
    Map<String, Object> settings = KafkaSettings.consumer(brokers, CLIENT);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, CLIENT);
    return settings;
  }

  /** Reads incidents and rules, in no group. */
  Map<String, Object> reader() {
    return KafkaSettings.consumer(brokers, CLIENT + "-reader");
  }

  /** Writes pages; whoever begins to write fences whoever did before. */
  Map<String, Object> writer() {
    Map<String, Object> settings = KafkaSettings.producer(brokers, CLIENT + "-writer");
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, CLIENT);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000L);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L * 1024 * 1024);
    return settings;
  }

  /** Writes what may be lost. */
  Map<String, Object> notes() {
    Map<String, Object> settings = KafkaSettings.producer(brokers, CLIENT + "-notes");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 250L);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 1024L * 1024);
    return settings;
  }
}
