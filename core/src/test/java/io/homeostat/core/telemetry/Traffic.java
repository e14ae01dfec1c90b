package io.homeostat.core.telemetry;

import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.ObservationRequest;
import io.homeostat.core.model.SeriesNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random traffic of three entities with healthy, sick and silent spells, as frames that can be put
 * into a lane with any delays.
 */
final class Traffic {
  private static final SeriesNames SERVICE =
      SeriesNames.of(List.of(Script.LATENCY, Script.REQUESTS));
  private static final SeriesNames REQUESTS_ONLY = SeriesNames.of(List.of(Script.REQUESTS));
  private static final SeriesNames INDEX = SeriesNames.of(List.of(Script.SIZE));

  private final int seconds;
  private final long seed;
  private final List<MetricFrame> frames = new ArrayList<>();

  Traffic(long seed, int seconds) {
    this.seconds = seconds;
    this.seed = seed;
    SplittableRandom random = new SplittableRandom(seed);
    service(random, Script.RETRIEVER);
    service(random, Script.OTHER);
    for (int second = 0; second < seconds; second += 5) {
      add(Script.INDEX, second * 1_000L + random.nextInt(900), INDEX, random.nextInt(8_000_000));
    }
  }

  private void service(SplittableRandom random, EntityId entity) {
    int level = 50;
    int spell = 0;
    for (int second = 0; second < seconds; second++) {
      if (spell-- == 0) {
        spell = 5 + random.nextInt(40);
        level = new int[] {50, 50, 60, 150, 400, 0}[random.nextInt(6)];
      }
      long time = second * 1_000L + random.nextInt(1_000);
      if (level > 0 && random.nextInt(10) > 0) {
        add(entity, time, SERVICE, level + random.nextInt(20), random.nextInt(100));
      } else if (level > 0) {
        add(entity, time, REQUESTS_ONLY, random.nextInt(100));
        add(entity, time, SERVICE, random.nextInt(2) == 0 ? Double.NaN : level, 1);
      }
    }
  }

  private void add(EntityId entity, long sinceStart, SeriesNames names, double... values) {
    long time = Lane.START + 1_000 + sinceStart;
    frames.add(new MetricFrame(entity, time, time + 20, names, values));
  }

  /** A frame on its way. */
  private record Arrival(long atMillis, MetricFrame frame) {}

  /**
   * The lane into which each frame comes with a random delay of up to the bound; its ticks come at
   * odd times, which depend on the traffic alone.
   */
  Lane lane(long delays, int longestDelayMillis, int copies) {
    SplittableRandom random = new SplittableRandom(delays);
    List<Arrival> arrivals = new ArrayList<>();
    for (MetricFrame frame : frames) {
      int times = 1 + (copies == 0 ? 0 : random.nextInt(copies + 1));
      for (int i = 0; i < times; i++) {
        long delay = longestDelayMillis == 0 ? 0 : random.nextInt(longestDelayMillis);
        arrivals.add(new Arrival(frame.timeMillis() + delay, frame));
      }
    }
    arrivals.sort(Comparator.comparingLong(Arrival::atMillis));
    Lane lane = Script.lane();
    SplittableRandom ticks = new SplittableRandom(seed);
    int next = 0;
    for (int second = 1; second < seconds + 90; second++) {
      long tick = Lane.START + second * 1_000L + ticks.nextInt(900);
      while (next < arrivals.size() && arrivals.get(next).atMillis() < tick) {
        lane.add("gateway/1", arrivals.get(next++).frame());
      }
      lane.pause(tick - lane.now()).tick();
      if (second % 20 == 10) {
        ask(lane);
      }
    }
    return lane;
  }

  private static void ask(Lane lane) {
    for (EntityId entity : List.of(Script.RETRIEVER, Script.OTHER)) {
      String id = entity.text() + lane.now();
      lane.add(
          "asker/1",
          new ObservationRequest(
              id, "rag", entity, Script.LATENCY, lane.now() - 33_000, lane.now() + 1_500));
    }
  }

  static List<String> said(List<LaneRecord> records) {
    return Script.said(new PlainRunner(new TelemetryFold(), new Lanes(1, 1), 0).run(records));
  }
}
