package io.homeostat.core.drift;

import io.homeostat.core.drift.column.ColumnSummary;
import io.homeostat.core.drift.column.RepeatCount;
import java.util.List;

/**
 * What was counted of a stretch of rows. Its parts are mutable.
 *
 * @param columns each column, in their order
 * @param repeats the rows that repeat another
 */
record Counted(List<ColumnSummary> columns, RepeatCount repeats) {

  /** Adds the rows that came after these. */
  void merge(Counted later) {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).merge(later.columns.get(i));
    }
    repeats.merge(later.repeats);
  }
}
