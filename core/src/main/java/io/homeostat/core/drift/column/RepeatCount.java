package io.homeostat.core.drift.column;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;

/**
 * How many of a stretch of rows repeat one of those before, and how repeats follow each other. Two
 * stretches in a row are merged by adding. Mutable; below 1 KiB.
 */
public final class RepeatCount {
  private final Serial runs;
  private long repeats;

  private RepeatCount(Serial runs, long repeats) {
    this.runs = runs;
    this.repeats = repeats;
  }

  /** Of no rows. */
  public RepeatCount() {
    this(new Serial(), 0);
  }

  /** Counts a row. */
  public void add(boolean repeat) {
    repeats += repeat ? 1 : 0;
    runs.add(repeat ? 1 : 0);
  }

  /** Adds the rows that came after these. */
  public void merge(RepeatCount later) {
    repeats += later.repeats;
    runs.merge(later.runs);
  }

  /** All rows that were counted. */
  public long rows() {
    return runs.count();
  }

  /** Those that repeat another. */
  public long repeats() {
    return repeats;
  }

  /** The share of the rows that repeat another, 0 to 1; 0 where there are none. */
  public double share() {
    return rows() == 0 ? 0 : (double) repeats / rows();
  }

  /** How repeats follow each other. */
  public Serial runs() {
    return runs;
  }

  /** A deep copy. */
  public RepeatCount copy() {
    return new RepeatCount(runs.copy(), repeats);
  }

  /** Writes it. */
  public void write(ByteSink sink) {
    runs.write(sink);
    sink.writeLong(repeats);
  }

  /** Reads it. */
  public static RepeatCount read(ByteSource source) {
    return new RepeatCount(Serial.read(source), source.readLong());
  }
}
