package io.homeostat.ingest.gateway;

import io.homeostat.core.lane.Tick;
import io.homeostat.ingest.door.Door;
import io.homeostat.schemas.topics.DoorPublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Brings facts to Kafka: all of a request, or the word that not all of it is there. */
final class Delivery {
  private final DoorPublisher publisher;
  private final Door door;

  /**
   * @param door open while Kafka has lately taken something from here
   */
  Delivery(DoorPublisher publisher, Door door) {
    this.publisher = publisher;
    this.door = door;
  }

  /**
   * Refuses at once while Kafka is known not to answer.
   *
   * @throws Refusal when it does not
   */
  void requireOpen() throws Refusal {
    if (door.health() != Tick.Door.OPEN) {
      throw new Refusal(Refusal.Cause.KAFKA, "Kafka does not answer; try again");
    }
  }

  /** Completes when the log has all facts; exceptionally, with a {@link Refusal}, when not. */
  CompletableFuture<Void> deliver(List<Reading.Addressed> facts) {
    List<CompletableFuture<RecordMetadata>> written = new ArrayList<>(facts.size());
    for (Reading.Addressed fact : facts) {
      CompletableFuture<RecordMetadata> one =
          publisher.publish(fact.stream(), fact.key(), fact.fact());
      written.add(one);
      if (one.isCompletedExceptionally()) {
        break;
      }
    }
    return CompletableFuture.allOf(written.toArray(CompletableFuture[]::new))
        .exceptionallyCompose(
            thrown ->
                CompletableFuture.failedFuture(
                    new Refusal(
                        Refusal.Cause.KAFKA,
                        "Kafka has not taken all of this in time; send all of it again",
                        thrown)));
  }
}
