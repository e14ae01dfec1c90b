package io.homeostat.core.drift.column;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.FormException;
import java.util.Arrays;

/**
 * How much the values of a column resemble those just before: products of neighbours, and the
 * variance of sums over 8, 16, 32, … rows in a row. Two that follow each other are merged by
 * adding; what is unfinished at the seam is dropped. Mutable; at most 0.8 KiB.
 */
public final class Serial {
  private static final int LEVELS = 32;
  private static final int BLOCK = 8;

  private long count;
  private long pairs;
  private double sum;
  private double squares;
  private double products;
  private double last;
  private long run;
  private double block;
  private double[] pending = new double[4];
  private double[] batchSums = new double[4];
  private double[] batchSquares = new double[4];
  private long[] batches = new long[4];

  /** Takes the next row's score in. */
  public void add(double score) {
    if (run > 0) {
      products += score * last;
      pairs++;
    }
    last = score;
    count++;
    sum += score;
    squares += score * score;
    run++;
    block += score;
    if ((run & (BLOCK - 1)) == 0) {
      closeBlock();
    }
  }

  private void closeBlock() {
    double carry = block;
    block = 0;
    close(0, carry);
    int level = 0;
    for (long rest = (run / BLOCK) - 1; (rest & 1) == 1 && level + 1 < LEVELS; rest >>= 1) {
      carry += pending[level];
      level++;
      if (level == pending.length) {
        grow();
      }
      close(level, carry);
    }
    pending[level] = carry;
  }

  private void close(int level, double batch) {
    batchSums[level] += batch;
    batchSquares[level] += batch * batch;
    batches[level]++;
  }

  private void grow() {
    int wide = pending.length + 4;
    pending = Arrays.copyOf(pending, wide);
    batchSums = Arrays.copyOf(batchSums, wide);
    batchSquares = Arrays.copyOf(batchSquares, wide);
    batches = Arrays.copyOf(batches, wide);
  }

  /** Adds what comes after. */
  public void merge(Serial later) {
    while (pending.length < later.pending.length) {
      grow();
    }
    count += later.count;
    pairs += later.pairs;
    sum += later.sum;
    squares += later.squares;
    products += later.products;
    last = later.last;
    run = 0;
    block = 0;
    for (int level = 0; level < later.pending.length; level++) {
      batchSums[level] += later.batchSums[level];
      batchSquares[level] += later.batchSquares[level];
      batches[level] += later.batches[level];
    }
  }

  /** How many scores there are. */
  public long count() {
    return count;
  }

  private double mean() {
    return count == 0 ? 0 : sum / count;
  }

  private double spread() {
    return squares - count * mean() * mean();
  }

  /**
   * By how many times the variance of a mean is greater than it would be for independent rows, as
   * both samples together tell: at least 1. A first-order process gives (1 + r) / (1 − r) from its
   * neighbours' correlation r (corrected for the samples' own means, M. Kendall 1954); what lasts
   * longer shows in the sums over many rows (batch means; D. Alexopoulos and A. Seila 1998).
   */
  public static double inflation(Serial reference, Serial current) {
    double spread = reference.spread() + current.spread();
    double rows = (double) reference.count + current.count;
    double pairs = (double) reference.pairs + current.pairs;
    if (!(spread > 1e-12 * (reference.squares + current.squares)) || pairs < 8) {
      return 1;
    }
    double raw = (reference.centredProducts() + current.centredProducts()) / spread * rows / pairs;
    double correlation = raw + 2 * (1 + 3 * raw) / rows;
    double error = Math.sqrt(Math.max(0, 1 - correlation * correlation) / rows);
    double used = Math.max(0, correlation);
    // What is recognised is taken at the upper bound of its interval.
    used += correlation > 2 / Math.sqrt(rows) ? 2 * error : 0;
    double inflation = used >= 0.999 ? rows : (1 + used) / (1 - used);
    for (int level = 0; level < LEVELS; level++) {
      double found = batchInflation(reference, current, level, spread / rows);
      double batches = (double) reference.batches(level) + current.batches(level);
      double doubt = Math.sqrt(2 / batches);
      if (batches >= 24 && found * (1 - 2 * doubt) > inflation) {
        inflation = found * (1 + doubt);
      }
    }
    return inflation;
  }

  /** What the sums over each eight rows tell of {@link #inflation}, at least 1. */
  static double inflationOfBlocks(Serial reference, Serial current) {
    double spread = reference.spread() + current.spread();
    double rows = (double) reference.count + current.count;
    return spread > 0 ? Math.max(1, batchInflation(reference, current, 0, spread / rows)) : 1;
  }

  private double centredProducts() {
    return products - pairs * mean() * mean();
  }

  private long batches(int level) {
    return level < batches.length ? batches[level] : 0;
  }

  private static double batchInflation(Serial a, Serial b, int level, double variance) {
    double size = Math.scalb((double) BLOCK, level);
    double batches = (double) a.batches(level) + b.batches(level);
    return batches < 3
        ? 1
        : (a.batchSpread(level) + b.batchSpread(level)) / (batches - 2) / (size * variance);
  }

  private double batchSpread(int level) {
    return batches(level) == 0
        ? 0
        : batchSquares[level] - batchSums[level] * batchSums[level] / batches[level];
  }

  /** Writes it. */
  public void write(ByteSink sink) {
    sink.writeLong(count);
    sink.writeLong(pairs);
    sink.writeDouble(sum);
    sink.writeDouble(squares);
    sink.writeDouble(products);
    sink.writeDouble(last);
    sink.writeLong(run);
    sink.writeDouble(block);
    sink.writeLong(pending.length);
    for (int level = 0; level < pending.length; level++) {
      sink.writeDouble(pending[level]);
      sink.writeDouble(batchSums[level]);
      sink.writeDouble(batchSquares[level]);
      sink.writeLong(batches[level]);
    }
  }

  /** Reads it. */
  public static Serial read(ByteSource source) {
    Serial serial = new Serial();
    serial.count = source.readLong();
    serial.pairs = source.readLong();
    serial.sum = source.readDouble();
    serial.squares = source.readDouble();
    serial.products = source.readDouble();
    serial.last = source.readDouble();
    serial.run = source.readLong();
    serial.block = source.readDouble();
    int levels = source.readLength(25);
    if (levels < 4 || levels > LEVELS) {
      throw new FormException("a column has " + levels + " levels of sums; 4 to 32 are right");
    }
    serial.pending = new double[levels];
    serial.batchSums = new double[levels];
    serial.batchSquares = new double[levels];
    serial.batches = new long[levels];
    for (int level = 0; level < levels; level++) {
      serial.pending[level] = source.readDouble();
      serial.batchSums[level] = source.readDouble();
      serial.batchSquares[level] = source.readDouble();
      serial.batches[level] = source.readLong();
    }
    return serial;
  }

  /** A deep copy. */
  public Serial copy() {
    Serial copy = new Serial();
    copy.count = count;
    copy.pairs = pairs;
    copy.sum = sum;
    copy.squares = squares;
    copy.products = products;
    copy.last = last;
    copy.run = run;
    copy.block = block;
    copy.pending = pending.clone();
    copy.batchSums = batchSums.clone();
    copy.batchSquares = batchSquares.clone();
    copy.batches = batches.clone();
    return copy;
  }
}
