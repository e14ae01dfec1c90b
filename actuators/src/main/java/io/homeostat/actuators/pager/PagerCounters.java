package io.homeostat.actuators.pager;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.SeriesNames;
import io.homeostat.core.page.PageCase;
import io.homeostat.core.page.Reply;
import io.homeostat.schemas.topics.DoorPublisher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the pager tells about itself, as metrics of {@code service:homeostat/pager}. */
final class PagerCounters {
  private static final Logger log = LoggerFactory.getLogger(PagerCounters.class);
  private static final EntityId SELF = EntityId.of("service", "homeostat", "pager");

  private final Map<String, Integer> failing = new HashMap<>();
  private long taken;
  private long failed;
  private int open;

  /** Counts what a receiver did; one that fails again and again is reported as dead. */
  synchronized void delivered(String receiver, Reply reply) {
    if (reply == Reply.TAKEN) {
      taken++;
      if (failing.getOrDefault(receiver, 0) >= PageCase.PATIENCE) {
        log.info("the receiver {} takes pages again", receiver);
      }
      failing.remove(receiver);
      return;
    }
    failed++;
    if (failing.merge(receiver, 1, Integer::sum) == PageCase.PATIENCE) {
      log.error(
          "the receiver {} has failed {} times in a row: nobody is reached by it; mend it or its"
              + " entry in receivers.file",
          receiver,
          PageCase.PATIENCE);
    }
  }

  synchronized void open(int incidents) {
    open = incidents;
  }

  /** The metrics now. */
  synchronized SortedMap<String, Double> values() {
    long dead = failing.values().stream().filter(count -> count >= PageCase.PATIENCE).count();
    return new TreeMap<>(
        Map.of(
            "pager.taken", (double) taken,
            "pager.failed", (double) failed,
            "pager.open", (double) open,
            "pager.receivers.dead", (double) dead));
  }

  /** Writes them as one frame. */
  void tell(DoorPublisher publisher, long nowMillis) {
    SortedMap<String, Double> values = values();
    double[] samples = values.values().stream().mapToDouble(Double::doubleValue).toArray();
    var unused =
        publisher.publish(
            Stream.METRICS,
            SELF.text(),
            new MetricFrame(
                SELF, nowMillis, nowMillis, SeriesNames.of(List.copyOf(values.keySet())), samples));
  }
}
