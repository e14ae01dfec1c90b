package io.homeostat.ingest.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.Change;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Rounds of a watch, and what they told: series by entity.
 *
 * @param watch the watch
 * @param log where it tells
 * @param changes gets what was told of changes
 * @param lines gets the lines that were told
 */
record Rounds(
    ClusterWatch watch,
    MockProducer<byte[], byte[]> log,
    List<Change> changes,
    List<LogEntry> lines) {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Rounds until what one of them told is as wanted. */
  Map<String, Map<String, Double>> until(Predicate<Map<String, Map<String, Double>>> wanted) {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (System.nanoTime() < end) {
      log.clear();
      boolean failed = watch.round(System.currentTimeMillis()).isCompletedExceptionally();
      Map<String, Map<String, Double>> told = told();
      assertThat(failed && !told.isEmpty()).as("all is told, or nothing").isFalse();
      if (!failed && wanted.test(told)) {
        return told;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw new AssertionError("not in time; told at last: " + told());
  }

  private Map<String, Map<String, Double>> told() {
    Map<String, Map<String, Double>> told = new TreeMap<>();
    Wire wire = new Wire();
    for (ProducerRecord<byte[], byte[]> record : log.history()) {
      try {
        Fact fact = wire.decode(record.value()).fact();
        if (fact instanceof Change change) {
          changes.add(change);
          continue;
        }
        if (fact instanceof LogEntry line) {
          lines.add(line);
          continue;
        }
        MetricFrame frame = (MetricFrame) fact;
        Map<String, Double> series = new TreeMap<>();
        for (int i = 0; i < frame.values().length; i++) {
          series.put(frame.series().name(i), frame.values()[i]);
        }
        told.put(frame.entity().text(), series);
      } catch (WireException e) {
        throw new AssertionError(e);
      }
    }
    return told;
  }
}
