package io.homeostat.core.drift;

import io.homeostat.core.drift.column.ColumnSummary;
import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of a table's rows as they are kept: each column's summary in its form. Immutable.
 *
 * @param rows how many rows
 * @param columns of the columns, in their order
 */
record Stretch(long rows, List<byte[]> columns) {

  static Stretch of(long rows, List<ColumnSummary> summaries) {
    List<byte[]> columns = new ArrayList<>();
    for (ColumnSummary summary : summaries) {
      ByteSink sink = new ByteSink();
      summary.write(sink);
      columns.add(sink.toByteArray());
    }
    return new Stretch(rows, columns);
  }

  /** The summaries again. */
  List<ColumnSummary> summaries(Columns of) {
    List<ColumnSummary> summaries = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      summaries.add(ColumnSummary.read(new ByteSource(columns.get(i)), of.profiles().get(i)));
    }
    return summaries;
  }
}
