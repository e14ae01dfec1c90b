package io.homeostat.ingest.door;

import io.homeostat.core.lane.Lanes;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.service.ServiceException;
import io.homeostat.schemas.topics.DoorPublisher;
import io.homeostat.schemas.topics.KafkaSettings;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Where the lanes are.
 *
 * @param bootstrap Kafka's address
 * @param lanes how many there are
 */
public record Inbox(String bootstrap, Lanes lanes) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int LIFE_BYTES = 6;

  /** Reads {@code kafka.bootstrap}, {@code lanes.telemetry} and {@code lanes.signals}. */
  public static Inbox from(ServiceConfig config) {
    try {
      return new Inbox(
          config.text("kafka.bootstrap"),
          new Lanes(config.number("lanes.telemetry", 4), config.number("lanes.signals", 2)));
    } catch (IllegalArgumentException e) {
      throw new ServiceException("the settings lanes.* can't be used: " + e.getMessage(), e);
    }
  }

  /**
   * A publisher for a new life of a door.
   *
   * @param door the door's name
   * @param settings the producer's settings that differ from the usual ones
   */
  public DoorPublisher publisher(String door, Map<String, Object> settings) {
    return new DoorPublisher(producer(door, settings), lanes, door + "/" + newLife());
  }

  /** A producer of its own, for whoever sets origins itself. */
  public KafkaProducer<byte[], byte[]> producer(String client, Map<String, Object> settings) {
    Map<String, Object> all = KafkaSettings.producer(bootstrap, client);
    all.putAll(settings);
    return new KafkaProducer<>(all);
  }

  private static String newLife() {
    byte[] life = new byte[LIFE_BYTES];
    RANDOM.nextBytes(life);
    return HexFormat.of().formatHex(life);
  }
}
