package io.homeostat.core.drift;

import io.homeostat.core.drift.column.ColumnSummary;
import io.homeostat.core.drift.column.RepeatCount;
import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A stretch of a table's rows as they are kept: what was counted in its form. Immutable.
 *
 * @param rows how many rows
 * @param columns each column's summary, in their order
 * @param repeats the rows that repeat another
 */
record Stretch(long rows, List<byte[]> columns, byte[] repeats) {

  static Stretch of(long rows, Counted counted) {
    List<byte[]> columns = new ArrayList<>();
    for (ColumnSummary summary : counted.columns()) {
      columns.add(bytes(summary::write));
    }
    return new Stretch(rows, columns, bytes(counted.repeats()::write));
  }

  private static byte[] bytes(Consumer<ByteSink> write) {
    ByteSink sink = new ByteSink();
    write.accept(sink);
    return sink.toByteArray();
  }

  /** What was counted, again. */
  Counted counted(Columns of) {
    List<ColumnSummary> summaries = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      summaries.add(ColumnSummary.read(new ByteSource(columns.get(i)), of.profiles().get(i)));
    }
    return new Counted(summaries, RepeatCount.read(new ByteSource(repeats)));
  }
}
