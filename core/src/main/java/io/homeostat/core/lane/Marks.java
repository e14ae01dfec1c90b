package io.homeostat.core.lane;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a lane has seen of each source and lane upstream: the highest (offset, index). Anything not
 * above it is a duplicate. A source that has not been heard of for {@value #KEPT_HOURS} hours in
 * which the lane's clock ticked is forgotten, so that doors, which have a new source for each life,
 * leave nothing behind; what it repeats after that counts as new.
 */
final class Marks {
  private static final int WIDTH = 3;
  private static final long HOUR_MILLIS = 3_600_000;
  private static final long NEVER = -1;

  /** For so many hours of the lane's ticking a source is remembered, at least. */
  static final long KEPT_HOURS = 24;

  private Marks() {}

  /** Takes the record's origin in; false when it has been seen before. */
  static boolean admit(Cells cells, Origin origin) {
    Optional<long[]> present = cells.get(LaneTables.MARKS, origin.source());
    long[] marks = present.orElseGet(() -> new long[0]);
    int at = origin.lane() * WIDTH;
    if (marks.length <= at) {
      int known = marks.length;
      marks = Arrays.copyOf(marks, at + WIDTH);
      Arrays.fill(marks, known, marks.length, NEVER);
    }
    if (!origin.isAfter(marks[at], marks[at + 1])) {
      return false;
    }
    marks[at] = origin.offset();
    marks[at + 1] = origin.index();
    cells.put(LaneTables.MARKS, origin.source(), marks);
    hear(cells, origin.source());
    return true;
  }

  /**
   * Lets the lane's clock tick for a while. Hours without ticks don't count: whoever was silent
   * because all was silent is not forgotten.
   */
  static void live(Cells cells, long byMillis) {
    long before = cells.get(LaneTables.LIVED, LaneTables.ONLY).orElse(0L);
    long lived = before + byMillis;
    cells.put(LaneTables.LIVED, LaneTables.ONLY, lived);
    if (before == 0 || lived / HOUR_MILLIS > before / HOUR_MILLIS) {
      LaneTables.FORGETTING
          .due(cells, lived)
          .forEach(source -> forget(cells, source, lived / HOUR_MILLIS));
    }
  }

  private static void hear(Cells cells, String source) {
    long hour = cells.get(LaneTables.LIVED, LaneTables.ONLY).orElse(0L) / HOUR_MILLIS;
    Optional<Long> heard = cells.get(LaneTables.HEARD, source);
    if (heard.isEmpty()) {
      ask(cells, source, hour);
    }
    if (heard.isEmpty() || heard.get() != hour) {
      cells.put(LaneTables.HEARD, source, hour);
    }
  }

  private static void forget(Cells cells, String source, long hour) {
    long heard = cells.get(LaneTables.HEARD, source).orElse(0L);
    if (hour - heard > KEPT_HOURS) {
      cells.remove(LaneTables.MARKS, source);
      cells.remove(LaneTables.HEARD, source);
    } else {
      ask(cells, source, heard);
    }
  }

  private static void ask(Cells cells, String source, long heardHour) {
    LaneTables.FORGETTING.schedule(cells, (heardHour + KEPT_HOURS + 1) * HOUR_MILLIS, source);
  }

  /** Notes how far a fold upstream has come. */
  static void progress(Cells cells, Origin origin, long timeMillis) {
    cells
        .get(LaneTables.MARKS, origin.source())
        .ifPresent(
            marks -> {
              int at = origin.lane() * WIDTH + 2;
              marks[at] = Math.max(marks[at], timeMillis);
              cells.put(LaneTables.MARKS, origin.source(), marks);
            });
  }

  /**
   * The lane time up to which one lane of a source has judged; −1 when nothing was heard from it.
   */
  static long progressOf(Cells cells, String source, int lane) {
    long[] marks = cells.get(LaneTables.MARKS, source).orElseGet(() -> new long[0]);
    int at = lane * WIDTH + 2;
    return at < marks.length ? marks[at] : NEVER;
  }
}
