package io.homeostat.core.observe;

import static io.homeostat.core.observe.OpenSteps.COARSE_MILLIS;
import static io.homeostat.core.observe.OpenSteps.FINE_MILLIS;
import static io.homeostat.core.observe.OpenSteps.FINE_PER_COARSE;

import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The closed steps of every entity. Fine steps stand in one cell per entity and minute, so that
 * closing a step touches twelve steps and not the whole past. Per series: at most 132 fine and 60
 * coarse steps of ten bytes, and 28 bytes open: 1,948 bytes.
 */
public final class Aggregates {
  /** How many closed minutes are kept. */
  static final int COARSE_STEPS = 60;

  /** How many minutes of fine steps are kept, beside the open one. */
  static final int FINE_MINUTES = 10;

  private static final Table<StepRing> FINE =
      new Table<>("observe.fine", new StepRing.Form((int) FINE_PER_COARSE));
  private static final Table<StepRing> COARSE =
      new Table<>("observe.coarse", new StepRing.Form(COARSE_STEPS));

  private Aggregates() {}

  /** Their part of a fold's state. */
  public static List<Table<?>> tables() {
    return List.of(FINE, COARSE);
  }

  /**
   * Adds the samples of a frame that is not older than the last one.
   *
   * @return how many samples were no finite number, and were left out
   */
  public static int add(
      Cells cells, String key, OpenSteps open, long timeMillis, int[] columns, double[] values) {
    long step = Math.floorDiv(timeMillis, FINE_MILLIS);
    if (step != open.fine) {
      turn(cells, key, open, step);
    }
    return open.add(columns, values);
  }

  private static void turn(Cells cells, String key, OpenSteps open, long step) {
    if (!open.untouched()) {
      String slot = slot(key, open.coarse());
      StepRing fine = cells.get(FINE, slot).orElseGet(() -> new StepRing((int) FINE_PER_COARSE));
      fine.put(open.closeFine());
      cells.put(FINE, slot, fine);
      if (Math.floorDiv(step, FINE_PER_COARSE) != open.coarse()) {
        StepRing coarse = cells.get(COARSE, key).orElseGet(() -> new StepRing(COARSE_STEPS));
        coarse.put(open.closeCoarse());
        cells.put(COARSE, key, coarse);
      }
    }
    open.fine = step;
  }

  /** Forgets an entity. */
  public static void remove(Cells cells, String key) {
    cells.remove(COARSE, key);
    for (int i = 0; i <= FINE_MINUTES; i++) {
      cells.remove(FINE, slot(key, i));
    }
  }

  /** The beginning of the time of which every fine step is kept. */
  static long fineFromMillis(OpenSteps open) {
    return (open.coarse() - FINE_MINUTES) * COARSE_MILLIS;
  }

  /** The fine steps that touch a window, in order, the open one included. */
  static List<Step> fine(Cells cells, String key, OpenSteps open, long fromMillis, long toMillis) {
    List<Step> steps = new ArrayList<>();
    long first = Math.floorDiv(Math.max(fromMillis, fineFromMillis(open)), FINE_MILLIS);
    long last = Math.min(Math.floorDiv(toMillis - 1, FINE_MILLIS), open.fine);
    Optional<StepRing> minute = Optional.empty();
    for (long i = first; i <= last; i++) {
      if (i == first || Math.floorMod(i, FINE_PER_COARSE) == 0) {
        minute = cells.get(FINE, slot(key, Math.floorDiv(i, FINE_PER_COARSE)));
      }
      if (i == open.fine) {
        steps.add(Step.of(i, open.fineSums, open.fineCounts, open.fineCounts.length));
      } else {
        long index = i;
        minute.flatMap(ring -> ring.find(index)).ifPresent(steps::add);
      }
    }
    return steps;
  }

  /** The minutes that touch a window, in order, the open one included. */
  static List<Step> coarse(
      Cells cells, String key, OpenSteps open, long fromMillis, long toMillis) {
    List<Step> steps = new ArrayList<>();
    long first = Math.max(Math.floorDiv(fromMillis, COARSE_MILLIS), open.coarse() - COARSE_STEPS);
    long last = Math.min(Math.floorDiv(toMillis - 1, COARSE_MILLIS), open.coarse());
    Optional<StepRing> hour = cells.get(COARSE, key);
    for (long i = first; i <= last; i++) {
      long index = i;
      if (i == open.coarse()) {
        OpenSteps ahead = open.copy();
        ahead.closeFine();
        steps.add(ahead.closeCoarse());
      } else {
        hour.flatMap(ring -> ring.find(index)).ifPresent(steps::add);
      }
    }
    return steps;
  }

  private static String slot(String key, long minute) {
    return key + '#' + Math.floorMod(minute, FINE_MINUTES + 1);
  }
}
