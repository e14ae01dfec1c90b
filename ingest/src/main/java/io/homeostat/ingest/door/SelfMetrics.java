package io.homeostat.ingest.door;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.SeriesNames;
import io.homeostat.schemas.topics.DoorPublisher;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * What a service of ingest tells about itself, as metrics of the entity {@code
 * service:homeostat/NAME} beside all others.
 *
 * @param publisher the way into the lanes
 * @param entity the service
 * @param time the service's clock
 */
public record SelfMetrics(DoorPublisher publisher, EntityId entity, InstantSource time) {

  /** The metrics of the service of this name. */
  public static SelfMetrics of(DoorPublisher publisher, String name, InstantSource time) {
    return new SelfMetrics(publisher, EntityId.of("service", "homeostat", name), time);
  }

  /**
   * Writes one frame; completes when the log has it.
   *
   * @param values the samples by the names of their series
   */
  public CompletableFuture<RecordMetadata> tell(SortedMap<String, Double> values) {
    long now = time.instant().toEpochMilli();
    double[] samples = values.values().stream().mapToDouble(Double::doubleValue).toArray();
    MetricFrame frame =
        new MetricFrame(entity, now, now, SeriesNames.of(List.copyOf(values.keySet())), samples);
    return publisher.publish(Stream.METRICS, entity.text(), frame);
  }
}
