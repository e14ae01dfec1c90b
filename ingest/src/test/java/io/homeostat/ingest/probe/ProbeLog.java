package io.homeostat.ingest.probe;

import io.homeostat.core.lane.Lanes;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.door.Door;
import io.homeostat.ingest.door.Doors;
import io.homeostat.schemas.topics.DoorPublisher;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What probes tell, and a clock for them that stands still between rounds. */
public final class ProbeLog {
  private final Door door = new Doors(System::nanoTime).door("probe");
  private final MockProducer<byte[], byte[]> log =
      new MockProducer<>(
          true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
  private final InstantSource clock = () -> this.now;
  private Instant now = Instant.now();

  /** Tells into this log. */
  public Teller teller() {
    return new Teller("the test's", new DoorPublisher(log, Lanes.LOCAL, "probe/test"), door);
  }

  public InstantSource clock() {
    return clock;
  }

  public Door door() {
    return door;
  }

  /** One round, so long after the one before that every group is due again. */
  public Told round(Probing probe) {
    return round(probe, Duration.ofMinutes(2));
  }

  /** One round, some time after the one before. */
  public Told round(Probing probe, Duration later) {
    now = now.plus(later);
    log.clear();
    probe.round();
    Map<String, Map<String, Double>> samples = new TreeMap<>();
    List<String> lines = new ArrayList<>();
    Wire wire = new Wire();
    for (ProducerRecord<byte[], byte[]> record : log.history()) {
      try {
        Object fact = wire.decode(record.value()).fact();
        if (fact instanceof LogEntry line) {
          lines.add(line.entity().text() + " " + line.body());
        } else if (fact instanceof MetricFrame frame) {
          Map<String, Double> of =
              samples.computeIfAbsent(frame.entity().text(), entity -> new TreeMap<>());
          for (int i = 0; i < frame.values().length; i++) {
            of.put(frame.series().name(i), frame.values()[i]);
          }
        }
      } catch (WireException e) {
        throw new AssertionError(e);
      }
    }
    return new Told(samples, lines);
  }

  /** What a round told, by entity and series, and its lines. */
  public record Told(Map<String, Map<String, Double>> samples, List<String> lines) {

    public Map<String, Double> of(String entity) {
      return samples.getOrDefault(entity, Map.of());
    }

    public double value(String entity, String series) {
      return of(entity).getOrDefault(series, Double.NaN);
    }

    public Set<String> entities() {
      return samples.keySet();
    }
  }
}
