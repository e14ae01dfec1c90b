package io.homeostat.ingest.probe;

import io.homeostat.core.lane.Stream;
import io.homeostat.ingest.door.Door;
import io.homeostat.schemas.topics.DoorPublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what a probe reads: to the lanes, and in words what can't be read, once. */
public final class Teller {
  private static final Logger log = LoggerFactory.getLogger(Teller.class);

  private final String what;
  private final DoorPublisher publisher;
  private final Door door;
  private String trouble = "";

  /**
   * A teller.
   *
   * @param what what is read, for people
   * @param door is proven by each telling that Kafka has taken
   */
  public Teller(String what, DoorPublisher publisher, Door door) {
    this.what = what;
    this.publisher = publisher;
    this.door = door;
  }

  /** Publishes samples and notes. */
  public void tell(Samples samples) {
    List<CompletableFuture<?>> sent = new ArrayList<>();
    samples
        .frames()
        .forEach(
            frame -> sent.add(publisher.publish(Stream.METRICS, frame.entity().text(), frame)));
    samples
        .notes()
        .forEach(note -> sent.add(publisher.publish(Stream.LOGS, note.entity().text(), note)));
    if (sent.isEmpty()) {
      return;
    }
    var unused =
        CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new))
            .whenComplete(
                (done, error) -> {
                  if (error == null) {
                    door.heartbeat();
                  } else {
                    log.warn("what was read from {} did not reach Kafka", what, error);
                  }
                });
  }

  /**
   * Says what can't be read, when that has changed.
   *
   * @param now what went wrong; empty when nothing did
   */
  public void trouble(String now) {
    if (!now.equals(trouble)) {
      trouble = now;
      if (now.isEmpty()) {
        log.info("all of {} is read again", what);
      } else {
        log.warn("not all of {} can be read: {}", what, now);
      }
    }
  }
}
