package io.homeostat.ingest.patroni;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.door.Door;
import io.homeostat.schemas.patroni.ClusterReader;
import io.homeostat.schemas.patroni.ClusterReading;
import io.homeostat.schemas.topics.DoorPublisher;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one cluster, round by round, and remembers when its leader was last seen at work. */
final class ClusterProbe implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClusterProbe.class);

  private final ClusterReader reader;
  private final DoorPublisher publisher;
  private final Door door;
  private final InstantSource clock;
  private OptionalLong leaderSeen = OptionalLong.empty();
  private boolean blind;

  ClusterProbe(ClusterReader reader, DoorPublisher publisher, Door door, InstantSource clock) {
    this.reader = reader;
    this.publisher = publisher;
    this.door = door;
    this.clock = clock;
  }

  /** One round: about as long as the slowest member's answer, two seconds at most. */
  void round() {
    long begin = clock.millis();
    ClusterReading reading = reader.read();
    if (reading.leaderLost().filter(lost -> !lost).isPresent()) {
      leaderSeen = OptionalLong.of(begin);
    }
    tellTrouble(reading.view().isEmpty());
    publish(ClusterSamples.frames(reader.target(), reading, leaderSeen, begin));
  }

  private void publish(List<MetricFrame> frames) {
    CompletableFuture<?>[] sent =
        frames.stream()
            .map(frame -> publisher.publish(Stream.METRICS, frame.entity().text(), frame))
            .toArray(CompletableFuture<?>[]::new);
    var unused =
        CompletableFuture.allOf(sent)
            .whenComplete(
                (done, error) -> {
                  if (error == null) {
                    door.heartbeat();
                  } else {
                    log.warn(
                        "what was read from {} did not reach Kafka", reader.target().name(), error);
                  }
                });
  }

  private void tellTrouble(boolean now) {
    if (now != blind) {
      blind = now;
      if (now) {
        log.warn("no agent of {} tells how the cluster is", reader.target().name());
      } else {
        log.info("the agents of {} tell how the cluster is again", reader.target().name());
      }
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
