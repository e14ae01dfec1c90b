package io.homeostat.core.telemetry;

import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.lane.Progress;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.DeadLetter;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.SeriesNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A recorded lane in the making: ticks, and facts between them. */
public final class Lane {
  /** Where the tests' time begins. */
  public static final long START = 1_700_000_000_000L;

  private final List<LaneRecord> records = new ArrayList<>();
  private final Map<String, Long> counts = new HashMap<>();
  private final TreeMap<String, Tick.Door> doors = new TreeMap<>();
  private long offset;
  private long timeMillis;

  public Lane() {
    this(START);
  }

  public Lane(long startMillis) {
    timeMillis = startMillis;
    doors.put("gateway", Tick.Door.OPEN);
    doors.put("probe", Tick.Door.OPEN);
    doors.put("cdc", Tick.Door.OPEN);
  }

  /** The lane's time. */
  public long now() {
    return timeMillis;
  }

  public Lane door(String name, Tick.Door door) {
    doors.put(name, door);
    return this;
  }

  /** A tick, now. */
  public Lane tick() {
    return add("clock/1", new Tick(timeMillis, new TreeMap<>(doors)));
  }

  /** Time goes on by a second, and the clock ticks. */
  public Lane second() {
    timeMillis += 1_000;
    return tick();
  }

  public Lane seconds(int count) {
    for (int i = 0; i < count; i++) {
      second();
    }
    return this;
  }

  /** Time goes on, and no clock ticks. */
  public Lane pause(long millis) {
    timeMillis += millis;
    return this;
  }

  public Lane rules(String yaml) {
    ContextChunk.split("rules", yaml).forEach(chunk -> add("broadcaster/1", chunk));
    return this;
  }

  public Lane topology(String yaml) {
    ContextChunk.split("topology", yaml).forEach(chunk -> add("broadcaster/1", chunk));
    return this;
  }

  /** A sample of one series, now. */
  public Lane sample(EntityId entity, String series, double value) {
    return frame(entity, timeMillis, Map.of(series, value));
  }

  public Lane frame(EntityId entity, long sampleMillis, Map<String, Double> values) {
    TreeMap<String, Double> sorted = new TreeMap<>(values);
    return fact(
        new MetricFrame(
            entity,
            sampleMillis,
            timeMillis,
            SeriesNames.of(List.copyOf(sorted.keySet())),
            sorted.values().stream().mapToDouble(Double::doubleValue).toArray()));
  }

  public Lane fact(Fact fact) {
    return add("gateway/1", fact);
  }

  public Lane add(String source, Fact fact) {
    long count = counts.merge(source, 1L, Long::sum);
    records.add(new LaneRecord(offset++, timeMillis, new Origin(source, 0, count, 0), fact));
    return this;
  }

  public List<LaneRecord> records() {
    return List.copyOf(records);
  }

  /** What a fold makes of it, without progress. */
  public List<Fact> run(Fold fold) {
    return facts(new PlainRunner(fold, new Lanes(1, 1), 0).run(records), Fact.class);
  }

  public <T extends Fact> List<T> run(Fold fold, Class<T> type) {
    return facts(new PlainRunner(fold, new Lanes(1, 1), 0).run(records), type);
  }

  /** The facts of a type among outputs, without progress. */
  public static <T extends Fact> List<T> facts(List<Output> outputs, Class<T> type) {
    outputs.forEach(
        output -> {
          if (output.fact() instanceof DeadLetter letter && type != DeadLetter.class) {
            throw new AssertionError(letter.reason());
          }
        });
    return outputs.stream()
        .map(Output::fact)
        .filter(fact -> !(fact instanceof Progress))
        .flatMap(fact -> type.isInstance(fact) ? Stream.of(type.cast(fact)) : Stream.empty())
        .toList();
  }
}
