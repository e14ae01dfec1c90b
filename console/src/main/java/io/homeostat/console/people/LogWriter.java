package io.homeostat.console.people;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Fact;
import io.homeostat.schemas.topics.Brokers;
import io.homeostat.schemas.topics.DoorPublisher;
import io.homeostat.schemas.topics.KafkaSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;

/** Writes people's words to Kafka, acknowledged by all replicas, or says within seconds why not. */
public final class LogWriter implements WordWriter, AutoCloseable {
  private static final int LIMIT_MILLIS = 8_000;

  private final DoorPublisher door;

  /**
   * A writer.
   *
   * @param life unique to this start of the process
   */
  public LogWriter(Brokers brokers, Lanes lanes, String life) {
    Map<String, Object> settings = new HashMap<>(KafkaSettings.producer(brokers, "console-people"));
    settings.put("max.block.ms", LIMIT_MILLIS);
    settings.put("request.timeout.ms", LIMIT_MILLIS / 2);
    settings.put("delivery.timeout.ms", LIMIT_MILLIS);
    this.door = new DoorPublisher(new KafkaProducer<>(settings), lanes, "console/" + life);
  }

  @Override
  public CompletableFuture<Void> write(Stream stream, String key, Fact fact) {
    try {
      return door.publish(stream, key, fact).thenAccept(metadata -> {});
    } catch (KafkaException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void close() {
    door.close();
  }
}
