package io.homeostat.core.drift.column;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import com.dynatrace.hash4j.hashing.Hashing;
import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.FormException;

/**
 * The values of a column in a stretch of rows, as counts in its profile's cells. Counting is exact;
 * the number of distinct values is estimated to within 5% (O. Ertl's UltraLogLog, 256 bytes). Of
 * categories without a cell the heaviest are held by name. Mutable; its size does not depend on the
 * rows: below 5 KiB, and 1.7 KiB more where categories have no cell.
 */
public final class ColumnSummary {
  private static final int PRECISION = 8;

  private final double[][] scores;
  private final long[] cells;
  private final Serial place;
  private final Serial spread;
  private final UltraLogLog distinct;
  private final Newcomers newcomers;
  private long rows;
  private long missing;
  private long otherType;
  private long missingPairs;
  private boolean lastMissing;
  private double least = Double.POSITIVE_INFINITY;
  private double greatest = Double.NEGATIVE_INFINITY;

  private ColumnSummary(
      double[][] scores,
      long[] cells,
      Serial place,
      Serial spread,
      UltraLogLog distinct,
      Newcomers newcomers) {
    this.scores = scores;
    this.cells = cells;
    this.place = place;
    this.spread = spread;
    this.distinct = distinct;
    this.newcomers = newcomers;
  }

  /** An empty one. */
  public static ColumnSummary of(Profile profile) {
    return new ColumnSummary(
        profile.scores(),
        new long[profile.cells()],
        new Serial(),
        new Serial(),
        UltraLogLog.create(PRECISION),
        new Newcomers());
  }

  /** Counts a finite number. */
  public void add(Profile.Numbers profile, double value) {
    take(profile.bins().cell(value));
    distinct.add(Hashing.komihash5_0().hashLongLongToLong(Double.doubleToLongBits(value + 0.0), 0));
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }

  /** Counts a category. */
  public void add(Profile.Categories profile, String name) {
    int cell = profile.cell(name);
    take(cell);
    if (cell == profile.names().size()) {
      newcomers.add(name);
    }
    distinct.add(Hashing.komihash5_0().hashCharsToLong(name));
  }

  private void take(int cell) {
    rows++;
    lastMissing = false;
    cells[cell]++;
    place.add(scores[0][cell]);
    spread.add(scores[1][cell]);
  }

  /** Counts a row without a value. */
  public void addMissing() {
    rows++;
    missing++;
    missingPairs += lastMissing ? 1 : 0;
    lastMissing = true;
  }

  /** Counts a value of another type than the column's. */
  public void addOtherType() {
    rows++;
    otherType++;
    lastMissing = false;
  }

  /** Adds the rows that came after these. */
  public void merge(ColumnSummary later) {
    for (int i = 0; i < cells.length; i++) {
      cells[i] += later.cells[i];
    }
    place.merge(later.place);
    spread.merge(later.spread);
    distinct.add(later.distinct);
    newcomers.merge(later.newcomers);
    rows += later.rows;
    missing += later.missing;
    otherType += later.otherType;
    missingPairs += later.missingPairs;
    lastMissing = later.lastMissing;
    least = Math.min(least, later.least);
    greatest = Math.max(greatest, later.greatest);
  }

  /** How many values each cell holds. */
  public long[] cells() {
    return cells.clone();
  }

  /** All rows, with and without a value. */
  public long rows() {
    return rows;
  }

  /** Rows with a value of the column's type. */
  public long values() {
    return rows - missing - otherType;
  }

  public long missing() {
    return missing;
  }

  public long otherType() {
    return otherType;
  }

  /** Rows without a value that follow such a row. */
  public long missingPairs() {
    return missingPairs;
  }

  /** About how many different values there are. */
  public double distinct() {
    return distinct.getDistinctCountEstimate();
  }

  /** The least number; infinite where there is none. */
  public double least() {
    return least;
  }

  /** The greatest number; −infinite where there is none. */
  public double greatest() {
    return greatest;
  }

  /** How the first scores follow each other. */
  public Serial place() {
    return place;
  }

  /** How the second scores follow each other. */
  public Serial spread() {
    return spread;
  }

  /** The categories that have no cell; none of a column of numbers. */
  public Newcomers newcomers() {
    return newcomers;
  }

  /** A deep copy. */
  public ColumnSummary copy() {
    ColumnSummary copy =
        new ColumnSummary(
            scores, cells.clone(), place.copy(), spread.copy(), distinct.copy(), newcomers.copy());
    copy.rows = rows;
    copy.missing = missing;
    copy.otherType = otherType;
    copy.missingPairs = missingPairs;
    copy.lastMissing = lastMissing;
    copy.least = least;
    copy.greatest = greatest;
    return copy;
  }

  /** Writes it. */
  public void write(ByteSink sink) {
    sink.writeLong(cells.length);
    for (long cell : cells) {
      sink.writeLong(cell);
    }
    place.write(sink);
    spread.write(sink);
    sink.writeBytes(distinct.getState());
    newcomers.write(sink);
    sink.writeLong(rows);
    sink.writeLong(missing);
    sink.writeLong(otherType);
    sink.writeLong(missingPairs);
    sink.writeBoolean(lastMissing);
    sink.writeDouble(least);
    sink.writeDouble(greatest);
  }

  /** Reads one of a profile. */
  public static ColumnSummary read(ByteSource source, Profile profile) {
    long[] cells = new long[source.readLength(1)];
    if (cells.length != profile.cells()) {
      throw new FormException(
          "a column has " + cells.length + " cells; its profile has " + profile.cells());
    }
    for (int i = 0; i < cells.length; i++) {
      cells[i] = source.readLong();
    }
    Serial place = Serial.read(source);
    Serial spread = Serial.read(source);
    byte[] state = source.readBytes();
    if (state.length != 1 << PRECISION) {
      throw new FormException("a count of distinct values has " + state.length + " bytes, not 256");
    }
    ColumnSummary summary =
        new ColumnSummary(
            profile.scores(),
            cells,
            place,
            spread,
            UltraLogLog.wrap(state),
            Newcomers.read(source));
    summary.rows = source.readLong();
    summary.missing = source.readLong();
    summary.otherType = source.readLong();
    summary.missingPairs = source.readLong();
    summary.lastMissing = source.readBoolean();
    summary.least = source.readDouble();
    summary.greatest = source.readDouble();
    return summary;
  }
}
