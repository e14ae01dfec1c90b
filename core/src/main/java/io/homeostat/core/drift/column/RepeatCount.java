package io.homeostat.core.drift.column;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;

/**
 * How many of a stretch of rows repeat one of those before, and how repeats follow each other: from
 * row to row, and from each eight rows to the next, where runs show that have other rows between.
 * Two stretches in a row are merged by adding. Mutable; below 1.8 KiB.
 */
public final class RepeatCount {
  private static final int BLOCK = 8;

  private final Serial runs;
  private final Serial blocks;
  private long repeats;
  private int inBlock;
  private int repeatsInBlock;

  private RepeatCount(Serial runs, Serial blocks) {
    this.runs = runs;
    this.blocks = blocks;
  }

  /** Of no rows. */
  public RepeatCount() {
    this(new Serial(), new Serial());
  }

  /** Counts a row. */
  public void add(boolean repeat) {
    int one = repeat ? 1 : 0;
    repeats += one;
    repeatsInBlock += one;
    runs.add(one);
    inBlock++;
    if (inBlock == BLOCK) {
      blocks.add(repeatsInBlock);
      inBlock = 0;
      repeatsInBlock = 0;
    }
  }

  /** Adds the rows that came after these; blocks that the seam cuts are left out. */
  public void merge(RepeatCount later) {
    repeats += later.repeats;
    runs.merge(later.runs);
    blocks.merge(later.blocks);
    inBlock = later.inBlock;
    repeatsInBlock = later.repeatsInBlock;
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

  /**
   * By how many times the variance of the share is greater than it would be for independent rows,
   * at least 1: as rows tell, or as blocks of rows tell, whichever is more.
   */
  public static double inflation(RepeatCount reference, RepeatCount current) {
    double ofRows = Serial.inflation(reference.runs, current.runs);
    double ofBlocks = Serial.inflation(reference.blocks, current.blocks);
    return Math.max(ofRows, Serial.inflationOfBlocks(reference.runs, current.runs) * ofBlocks);
  }

  /** A deep copy. */
  public RepeatCount copy() {
    RepeatCount copy = new RepeatCount(runs.copy(), blocks.copy());
    copy.repeats = repeats;
    copy.inBlock = inBlock;
    copy.repeatsInBlock = repeatsInBlock;
    return copy;
  }

  /** Writes it. */
  public void write(ByteSink sink) {
    runs.write(sink);
    blocks.write(sink);
    sink.writeLong(repeats);
    sink.writeLong(inBlock);
    sink.writeLong(repeatsInBlock);
  }

  /** Reads it. */
  public static RepeatCount read(ByteSource source) {
    RepeatCount count = new RepeatCount(Serial.read(source), Serial.read(source));
    count.repeats = source.readLong();
    count.inBlock = source.readInt();
    count.repeatsInBlock = source.readInt();
    return count;
  }
}
