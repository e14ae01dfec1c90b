package io.homeostat.schemas.topics;

import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.ServiceException;
import io.homeostat.schemas.service.Setting;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How Kafka is reached: where it is, and how a client shows who it is.
 *
 * @param bootstrap the brokers, as {@code host:port}, separated by commas
 * @param client further settings of every client, in Kafka's own names
 */
public record Brokers(String bootstrap, SortedMap<String, String> client) {
  /** Where Kafka is. */
  public static final Setting<String> BOOTSTRAP =
      Setting.text("kafka.bootstrap", "Kafka's brokers, as host:port,host:port");

  /** What stands before a client's setting in the configuration. */
  public static final String PREFIX = "kafka.";

  /** What may be set of a client: the way to the brokers. All else is what Homeostat rests on. */
  public static final List<String> PASSED =
      List.of("security.", "sasl.", "ssl.", "client.dns.lookup", "socket.connection.setup.");

  public Brokers {
    client = Collections.unmodifiableSortedMap(new TreeMap<>(client));
  }

  /** Brokers that need no more than their address. */
  public static Brokers at(String bootstrap) {
    return new Brokers(bootstrap, new TreeMap<>());
  }

  /**
   * The brokers of a configuration: {@code kafka.bootstrap}, and every {@code kafka.NAME} that may
   * be passed on as the setting NAME of every client.
   *
   * @throws ServiceException when the address is missing
   */
  public static Brokers from(ServiceConfig config) {
    SortedMap<String, String> client = new TreeMap<>();
    config.values().keySet().stream()
        .filter(Brokers::passes)
        .forEach(key -> client.put(key.substring(PREFIX.length()), config.text(key)));
    return new Brokers(BOOTSTRAP.in(config), client);
  }

  /** Whether a key is a client's setting that is passed on. */
  public static boolean passes(String key) {
    return key.startsWith(PREFIX)
        && PASSED.stream().anyMatch(part -> key.startsWith(part, PREFIX.length()));
  }

  /** What every client of these brokers has in its settings. */
  public Map<String, Object> connection() {
    Map<String, Object> settings = new TreeMap<>(client);
    settings.put("bootstrap.servers", bootstrap);
    return settings;
  }
}
