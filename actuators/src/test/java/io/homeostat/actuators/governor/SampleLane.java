package io.homeostat.actuators.governor;

import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.ActionNote;
import io.homeostat.core.model.Fact;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What stands in a lane that tries all of a shell: ticks, notes in several systems, duplicates, a
 * context document in chunks that is replaced and then gone, facts that the fold fails on.
 */
final class SampleLane {
  private final List<Step> steps = new ArrayList<>();
  private final SplittableRandom random;
  private final int lane;
  private long count;

  private SampleLane(long seed, int lane) {
    this.random = new SplittableRandom(seed);
    this.lane = lane;
  }

  /** A fact of the lane, with its origin and the time that it tells. */
  record Step(long timeMillis, Origin origin, Fact fact) {}

  /**
   * A lane of so many ticks from a time on.
   *
   * @param tickMillis between two ticks
   */
  static List<Step> steps(int number, long fromMillis, int ticks, int tickMillis) {
    SampleLane lane = new SampleLane(number, number);
    for (int i = 0; i < ticks; i++) {
      lane.around(i, fromMillis + (long) i * tickMillis);
    }
    return lane.steps;
  }

  /** The steps as a log took them: at the offsets from 0, at the times that they tell. */
  static List<LaneRecord> recorded(List<Step> steps) {
    List<LaneRecord> records = new ArrayList<>();
    for (Step step : steps) {
      records.add(new LaneRecord(records.size(), step.timeMillis(), step.origin(), step.fact()));
    }
    return records;
  }

  private void around(int place, long timeMillis) {
    add(timeMillis, new Tick(timeMillis, Collections.unmodifiableSortedMap(new TreeMap<>())));
    int notes = random.nextInt(3);
    for (int i = 0; i < notes; i++) {
      String system = "system-" + random.nextInt(3);
      String text = random.nextInt(20) == 0 ? SampleFold.POISON : "note " + random.nextInt(1000);
      add(timeMillis, new ActionNote("c" + count, "i", system, timeMillis, text));
    }
    if (random.nextInt(10) == 0) {
      steps.add(steps.get(steps.size() - 1));
    }
    if (place % 40 == 7) {
      String text = ("rules of " + place + "\n").repeat(9_000);
      ContextChunk.split("rules", text).forEach(chunk -> add(timeMillis, chunk));
    }
    if (place % 80 == 79) {
      add(timeMillis, ContextChunk.gone("rules"));
    }
  }

  private void add(long timeMillis, Fact fact) {
    steps.add(new Step(timeMillis, new Origin("door/1", lane, count++, 0), fact));
  }
}
