package io.homeostat.core.drift;

import io.homeostat.core.drift.column.RepeatCount;
import io.homeostat.core.drift.row.Field;
import io.homeostat.core.drift.row.RecentRows;
import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import java.util.List;
import java.util.Map;

/**
 * Which rows repeat one of the last 1,024, and how many of the window under way do. A row counts
 * only once so many are known: else the share would grow with what is known. Mutable; below 10 KiB,
 * and 0.3 KiB where nothing is taken in.
 */
final class Repeats {
  private RecentRows recent = new RecentRows();
  private RepeatCount open = new RepeatCount();

  /**
   * Takes a row in.
   *
   * @param columns that together should not repeat; where there are none, nothing is counted
   */
  void add(Map<String, Field> row, List<String> columns) {
    if (columns.isEmpty()) {
      return;
    }
    boolean full = recent.full();
    boolean repeat = recent.take(row, columns);
    if (full) {
      open.add(repeat);
    }
  }

  /** What the window under way holds. */
  RepeatCount open() {
    return open;
  }

  /** Goes on with another window; the rows before stay known. */
  void begin() {
    open = new RepeatCount();
  }

  Repeats copy() {
    Repeats copy = new Repeats();
    copy.recent = recent.copy();
    copy.open = open.copy();
    return copy;
  }

  void write(ByteSink sink) {
    recent.write(sink);
    open.write(sink);
  }

  static Repeats read(ByteSource source) {
    Repeats repeats = new Repeats();
    repeats.recent = RecentRows.read(source);
    repeats.open = RepeatCount.read(source);
    return repeats;
  }
}
