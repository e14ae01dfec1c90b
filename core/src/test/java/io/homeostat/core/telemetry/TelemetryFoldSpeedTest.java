package io.homeostat.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneDriver;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.MapCells;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.SeriesNames;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How fast the bare fold is, by the processor time of its one thread: 2,000 entities of 50 series,
 * a frame of each per second.
 */
@Tag("benchmark")
class TelemetryFoldSpeedTest {
  private static final int ENTITIES = 2_000;
  private static final int SERIES = 50;
  private static final int WARMUP_SECONDS = 120;
  private static final int MEASURED_SECONDS = 240;
  private static final String RULES =
      """
      detectors:
        - name: high
          match: ['kind="service"']
          series: metric.7
          above: 1000
          kind: high
          severity: warning
          explain: "{value}"
        - name: odd
          match: ['kind="service"']
          series: metric.9
          outlier: {score: 8, direction: both, warmup: 60s, leastRatio: 3}
          kind: odd
          severity: warning
          explain: "{value}"
      """;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final LaneDriver driver;
  private final MapCells cells = new MapCells();
  private final List<EntityId> entities;
  private final SeriesNames names =
      SeriesNames.of(IntStream.range(0, SERIES).mapToObj(i -> "metric." + i).toList());
  private long offset;
  private long outputs;

  TelemetryFoldSpeedTest() {
    Fold fold = new TelemetryFold();
    driver = new LaneDriver(fold, new Lanes(1, 1));
    entities =
        IntStream.range(0, ENTITIES)
            .mapToObj(i -> EntityId.of("service", "bench", "host-" + i))
            .toList();
  }

  @Test
  void withoutRulesFiveMillionSamplesASecondPassThroughOneCore() {
    assertThat(measure("no rules")).isGreaterThan(5e6);
    assertThat(outputs).isPositive();
  }

  @Test
  void withTwoRulesOnEveryEntityFiveMillionSamplesASecondPassThroughOneCore() {
    for (Fact chunk : ContextChunk.split("rules", RULES)) {
      apply("broadcaster/1", Lane.START, chunk);
    }
    assertThat(measure("two rules on every entity")).isGreaterThan(5e6);
  }

  private double measure(String what) {
    SplittableRandom random = new SplittableRandom(1);
    second(Lane.START, List.of());
    long nanos = 0;
    for (int second = 1; second <= WARMUP_SECONDS + MEASURED_SECONDS; second++) {
      long time = Lane.START + second * 1_000L;
      List<MetricFrame> frames = frames(random, time);
      long began = THREADS.getCurrentThreadCpuTime();
      second(time, frames);
      nanos += second > WARMUP_SECONDS ? THREADS.getCurrentThreadCpuTime() - began : 0;
    }
    double perSecond = (double) MEASURED_SECONDS * ENTITIES * SERIES / nanos * 1e9;
    System.out.printf(
        "%s: %.1f million samples/s, %.0f ns per frame of %d%n",
        what, perSecond / 1e6, (double) nanos / MEASURED_SECONDS / ENTITIES, SERIES);
    return perSecond;
  }

  private List<MetricFrame> frames(SplittableRandom random, long time) {
    List<MetricFrame> frames = new ArrayList<>(ENTITIES);
    for (EntityId entity : entities) {
      double[] values = new double[SERIES];
      for (int i = 0; i < SERIES; i++) {
        values[i] = 100 + random.nextDouble();
      }
      frames.add(new MetricFrame(entity, time - 200, time, names, values));
    }
    return frames;
  }

  private void second(long time, List<MetricFrame> frames) {
    for (int i = 0; i < frames.size(); i++) {
      apply("gateway/1", time, frames.get(i));
    }
    TreeMap<String, Tick.Door> doors = new TreeMap<>();
    doors.put("gateway", Tick.Door.OPEN);
    apply("clock/1", time, new Tick(time, doors));
  }

  private void apply(String source, long time, Fact fact) {
    long at = offset++;
    outputs +=
        driver.apply(0, cells, new LaneRecord(at, time, new Origin(source, 0, at, 0), fact)).size();
  }
}
