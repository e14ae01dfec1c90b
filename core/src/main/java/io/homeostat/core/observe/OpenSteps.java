package io.homeostat.core.observe;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.FormException;
import java.util.Arrays;

/**
 * The steps of an entity that still take samples: one of five seconds, one of a minute. Mutable:
 * part of an entity's cell. 28 bytes per series.
 */
public final class OpenSteps {
  /** The length of a fine step. */
  public static final long FINE_MILLIS = 5_000;

  /** The length of a coarse step. */
  public static final long COARSE_MILLIS = 60_000;

  static final long FINE_PER_COARSE = COARSE_MILLIS / FINE_MILLIS;
  private static final long NONE = Long.MIN_VALUE;

  long fine = NONE;
  double[] fineSums = {};
  int[] fineCounts = {};
  double[] coarseSums = {};
  int[] coarseCounts = {};

  /** By column: the last minute, counted from 1970, in which a closed step had a sample; or 0. */
  int[] lastMinutes = {};

  /** True before the first sample. */
  boolean untouched() {
    return fine == NONE;
  }

  /** The open minute. */
  long coarse() {
    return Math.floorDiv(fine, FINE_PER_COARSE);
  }

  /** Makes room for columns. */
  public void widen(int columns) {
    if (columns > fineCounts.length) {
      fineSums = Arrays.copyOf(fineSums, columns);
      fineCounts = Arrays.copyOf(fineCounts, columns);
      coarseSums = Arrays.copyOf(coarseSums, columns);
      coarseCounts = Arrays.copyOf(coarseCounts, columns);
      lastMinutes = Arrays.copyOf(lastMinutes, columns);
    }
  }

  /** True when the column has no sample in any step that is kept. */
  public boolean blank(int column) {
    return fineCounts[column] == 0
        && coarseCounts[column] == 0
        && lastMinutes[column] < coarse() - Aggregates.COARSE_STEPS;
  }

  /** Adds a frame's samples; how many of them were no finite number, and were left out. */
  int add(int[] columns, double[] values) {
    int refused = 0;
    double[] sums = fineSums;
    int[] counts = fineCounts;
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      int column = columns[i];
      if (!Double.isFinite(value)) {
        refused++;
      } else if (column >= 0) {
        sums[column] += value;
        counts[column]++;
      }
    }
    return refused;
  }

  /** Closes the fine step; its samples count towards the minute. */
  Step closeFine() {
    Step closed = Step.of(fine, fineSums, fineCounts, fineCounts.length);
    int minute = (int) coarse();
    for (int i = 0; i < fineCounts.length; i++) {
      if (fineCounts[i] > 0) {
        coarseSums[i] += fineSums[i];
        coarseCounts[i] += fineCounts[i];
        lastMinutes[i] = minute;
      }
    }
    Arrays.fill(fineSums, 0);
    Arrays.fill(fineCounts, 0);
    return closed;
  }

  /** Closes the minute, whose fine steps are closed. */
  Step closeCoarse() {
    Step closed = Step.of(coarse(), coarseSums, coarseCounts, coarseCounts.length);
    Arrays.fill(coarseSums, 0);
    Arrays.fill(coarseCounts, 0);
    return closed;
  }

  public OpenSteps copy() {
    OpenSteps copy = new OpenSteps();
    copy.fine = fine;
    copy.fineSums = fineSums.clone();
    copy.fineCounts = fineCounts.clone();
    copy.coarseSums = coarseSums.clone();
    copy.coarseCounts = coarseCounts.clone();
    copy.lastMinutes = lastMinutes.clone();
    return copy;
  }

  /** Writes it in its canonical form. */
  public void write(ByteSink sink) {
    sink.writeLong(fine);
    sink.writeLong(fineCounts.length);
    for (int i = 0; i < fineCounts.length; i++) {
      sink.writeLong(lastMinutes[i]);
      writeSum(sink, fineCounts[i], fineSums[i]);
      writeSum(sink, coarseCounts[i], coarseSums[i]);
    }
  }

  private static void writeSum(ByteSink sink, int count, double sum) {
    sink.writeLong(count);
    if (count > 0) {
      sink.writeDouble(sum);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static OpenSteps read(ByteSource source) {
    OpenSteps steps = new OpenSteps();
    steps.fine = source.readLong();
    int columns = source.readLength(3);
    steps.widen(columns);
    for (int i = 0; i < columns; i++) {
      steps.lastMinutes[i] = source.readInt();
      steps.fineCounts[i] = readCount(source);
      steps.fineSums[i] = steps.fineCounts[i] > 0 ? source.readDouble() : 0;
      steps.coarseCounts[i] = readCount(source);
      steps.coarseSums[i] = steps.coarseCounts[i] > 0 ? source.readDouble() : 0;
    }
    return steps;
  }

  private static int readCount(ByteSource source) {
    int count = source.readInt();
    if (count < 0) {
      throw new FormException("an open step counts " + count + " samples");
    }
    return count;
  }
}
