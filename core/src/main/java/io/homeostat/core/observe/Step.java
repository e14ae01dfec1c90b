package io.homeostat.core.observe;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.FormException;

/**
 * A closed step: of every column, the sum and number of its samples. Never changed, so copies may
 * share it. Ten bytes per series.
 *
 * @param index the step's number: its beginning divided by its length
 * @param sums by column
 * @param counts by column, each at most 65,535; a column that came later has none
 */
public record Step(long index, double[] sums, char[] counts) {
  private static final int MOST = Character.MAX_VALUE;

  static Step of(long index, double[] sums, int[] counts, int columns) {
    double[] ownSums = new double[columns];
    char[] ownCounts = new char[columns];
    for (int i = 0; i < columns; i++) {
      ownSums[i] = sums[i];
      ownCounts[i] = (char) Math.min(counts[i], MOST);
    }
    return new Step(index, ownSums, ownCounts);
  }

  void write(ByteSink sink) {
    sink.writeLong(index);
    sink.writeLong(counts.length);
    for (int i = 0; i < counts.length; i++) {
      sink.writeLong(counts[i]);
      if (counts[i] > 0) {
        sink.writeDouble(sums[i]);
      }
    }
  }

  static Step read(ByteSource source) {
    long index = source.readLong();
    int columns = source.readLength(1);
    double[] sums = new double[columns];
    char[] counts = new char[columns];
    for (int i = 0; i < columns; i++) {
      int count = source.readInt();
      if (count < 0 || count > MOST) {
        throw new FormException("a step counts " + count + " samples: it must be 0 to " + MOST);
      }
      counts[i] = (char) count;
      sums[i] = count > 0 ? source.readDouble() : 0;
    }
    return new Step(index, sums, counts);
  }
}
