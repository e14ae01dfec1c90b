package io.homeostat.core.incidents;

import io.homeostat.core.govern.GovernorFold;
import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.Fact;
import io.homeostat.core.telemetry.TelemetryFold;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The three folds of the loop, each on its lane, wired as the topics wire them. */
final class Brain {
  private static final long TICK_MILLIS = 250;
  private static final Lanes ONE = new Lanes(1, 1);

  private record Sent(Stream stream, Origin origin, Fact fact) {}

  final List<Output> outputs = new ArrayList<>();
  private final Map<Stream, PlainRunner> folds = new EnumMap<>(Stream.class);
  private final Map<Stream, Long> offsets = new EnumMap<>(Stream.class);
  private final Map<String, Long> counts = new HashMap<>();
  private final Deque<Sent> under = new ArrayDeque<>();
  private final TreeMap<String, Tick.Door> doors = new TreeMap<>();
  private long now;

  Brain(long startMillis) {
    now = startMillis;
    doors.put("gateway", Tick.Door.OPEN);
    doors.put("probe", Tick.Door.OPEN);
    for (Fold fold : List.of(new TelemetryFold(), new IncidentsFold(), new GovernorFold())) {
      folds.put(fold.input(), new PlainRunner(fold, ONE, 0));
    }
  }

  long now() {
    return now;
  }

  void document(String key, String text) {
    for (Stream stream : folds.keySet()) {
      ContextChunk.split(key, text).forEach(chunk -> say("broadcaster", stream, chunk));
    }
  }

  void say(String source, Stream stream, Fact fact) {
    long count = counts.merge(source + stream, 1L, Long::sum);
    under.add(new Sent(stream, new Origin(source, 0, count, 0), fact));
  }

  /** Lets a quarter of a second pass: what was said arrives, then the ticks. */
  void step() {
    now += TICK_MILLIS;
    drain();
    if (now % 1_000 == 0) {
      say("clock", Stream.METRICS, new Tick(now, doors));
    }
    say("clock", Stream.SIGNALS, new Tick(now, doors));
    say("clock", Stream.GOVERNANCE, new Tick(now, doors));
    drain();
  }

  private void drain() {
    while (!under.isEmpty()) {
      Sent next = under.poll();
      PlainRunner runner = folds.get(next.stream());
      if (runner != null) {
        long offset = offsets.merge(next.stream(), 1L, Long::sum);
        for (Output output :
            runner.apply(new LaneRecord(offset, now, next.origin(), next.fact()))) {
          outputs.add(output);
          under.add(new Sent(output.stream(), output.origin(), output.fact()));
        }
      }
    }
  }

  <T extends Fact> List<T> all(Stream stream, Class<T> type) {
    return outputs.stream()
        .filter(output -> output.stream() == stream)
        .map(Output::fact)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }
}
