package io.homeostat.ingest.door;

import io.homeostat.core.lane.Lanes;
import io.homeostat.schemas.service.ServiceConfig;
import io.homeostat.schemas.topics.Brokers;
import io.homeostat.schemas.topics.DoorPublisher;
import io.homeostat.schemas.topics.KafkaSettings;
import io.homeostat.schemas.topics.LaneSettings;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Where the lanes are.
 *
 * @param brokers how Kafka is reached
 * @param lanes how many there are
 */
public record Inbox(Brokers brokers, Lanes lanes) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int LIFE_BYTES = 6;

  /** Lanes of brokers that need no more than their address. */
  public Inbox(String bootstrap, Lanes lanes) {
    this(Brokers.at(bootstrap), lanes);
  }

  /** The lanes of a configuration, by {@link LaneSettings#ALL}. */
  public static Inbox from(ServiceConfig config) {
    return new Inbox(Brokers.from(config), LaneSettings.from(config));
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
    Map<String, Object> all = KafkaSettings.producer(brokers, client);
    all.putAll(settings);
    return new KafkaProducer<>(all);
  }

  private static String newLife() {
    byte[] life = new byte[LIFE_BYTES];
    RANDOM.nextBytes(life);
    return HexFormat.of().formatHex(life);
  }
}
