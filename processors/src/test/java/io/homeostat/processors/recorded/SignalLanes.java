package io.homeostat.processors.recorded;

import io.homeostat.core.incidents.IncidentsFold;
import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.lane.Progress;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.ObservationRequest;
import io.homeostat.core.model.Proposal;
import io.homeostat.processors.shell.LaneBytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Recorded lanes of {@code signals} from a seed: several systems fall ill, are acted on and heal,
 * or don't. What they answer depends on what the fold asks and proposes, so the plain runner runs
 * along while the lanes are written down. The same seed gives the same lanes.
 *
 * @param seed where all chance comes from
 * @param lanes how many lanes there are
 * @param systems how many systems there are, over all lanes
 * @param seconds how long the recording is
 */
public record SignalLanes(long seed, Lanes lanes, int systems, int seconds) {
  private static final long TICK_MILLIS = 250;

  /** Every lane, in the order of their numbers. */
  public List<List<LaneBytes>> record() {
    Map<Integer, List<SystemStory>> byLane = new HashMap<>();
    for (int i = 0; i < systems; i++) {
      SystemStory story = new SystemStory(i, new SplittableRandom(seed * 31 + i));
      byLane
          .computeIfAbsent(lanes.lane(Stream.SIGNALS, story.system()), lane -> new ArrayList<>())
          .add(story);
    }
    return IntStream.range(0, lanes.signals())
        .mapToObj(lane -> new Writer(lane, byLane.getOrDefault(lane, List.of())).write())
        .toList();
  }

  private String rules() {
    return IntStream.range(0, systems)
        .mapToObj(SystemStory::playbook)
        .collect(
            Collectors.joining(
                "", "playbooks:\n", "correlation: {window: 5m, close: 30s, changes: 15m}\n"));
  }

  private String topology() {
    return IntStream.range(0, systems)
        .mapToObj(SystemStory::topology)
        .collect(Collectors.joining("", "systems:\n", ""));
  }

  /** Writes one lane down. */
  private final class Writer {
    private final LaneTape tape;
    private final int lane;
    private final List<SystemStory> stories;
    private final SplittableRandom random;
    private final PlainRunner runner;
    private final Map<String, Long> counts = new HashMap<>();

    Writer(int lane, List<SystemStory> stories) {
      this.lane = lane;
      this.tape = new LaneTape(lane, MetricLanes.BEGIN_MILLIS);
      this.stories = stories;
      this.random = new SplittableRandom(seed + 1000 + lane);
      this.runner = new PlainRunner(new IncidentsFold(), lanes, lane);
    }

    List<LaneBytes> write() {
      document(ContextDocument.RULES, rules());
      document(ContextDocument.TOPOLOGY, topology());
      long end = MetricLanes.BEGIN_MILLIS + seconds * 1000L;
      while (tape.timeMillis() < end) {
        tape.advance(TICK_MILLIS);
        long now = tape.timeMillis();
        for (SystemStory story : stories) {
          story.due(now).forEach(fact -> say(source(fact), fact));
        }
        if (now % 1000 < TICK_MILLIS) {
          IntStream.range(0, lanes.telemetry()).forEach(this::progress);
        }
        if (random.nextInt(200) == 0) {
          tape.appendBytes(new byte[] {(byte) random.nextInt(), 2, 3});
        }
        say("clock/1", new Tick(now - random.nextInt(20), new TreeMap<>()));
      }
      return tape.records();
    }

    private void progress(int telemetryLane) {
      String source = "telemetry@telemetry.metrics";
      long count = counts.merge(source + telemetryLane, 1L, Long::sum);
      take(
          new Origin(source, telemetryLane, count, 1),
          new Progress(tape.timeMillis() - random.nextInt(900)));
    }

    private void document(String key, String text) {
      ContextChunk.split(key, text).forEach(chunk -> say("broadcaster/1", chunk));
    }

    private void say(String source, Fact fact) {
      Origin origin = new Origin(source, lane, counts.merge(source, 1L, Long::sum), 0);
      take(origin, fact);
      if (random.nextInt(30) == 0) {
        take(origin, fact);
      }
    }

    private void take(Origin origin, Fact fact) {
      tape.append(origin, fact);
      LaneBytes written = tape.last();
      LaneRecord record = new LaneRecord(written.offset(), written.appendedMillis(), origin, fact);
      for (Output output : runner.apply(record)) {
        if (output.fact() instanceof ObservationRequest request) {
          story(request.system()).asked(request);
        } else if (output.fact() instanceof Proposal proposal) {
          story(proposal.system()).proposed(proposal, tape.timeMillis());
        }
      }
    }

    private SystemStory story(String system) {
      return stories.stream()
          .filter(story -> story.system().equals(system))
          .findFirst()
          .orElseThrow();
    }

    private static String source(Fact fact) {
      return "sender-of-" + fact.getClass().getSimpleName() + "/1";
    }
  }
}
