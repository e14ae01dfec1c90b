package io.homeostat.core.lane;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a lane has seen of each source and lane upstream: the highest (offset, index). Anything not
 * above it is a duplicate, whatever its age.
 */
final class Marks {
  private static final int WIDTH = 3;
  private static final long NEVER = -1;

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
    return true;
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
