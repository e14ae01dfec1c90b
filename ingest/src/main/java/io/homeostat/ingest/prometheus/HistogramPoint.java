package io.homeostat.ingest.prometheus;

import io.homeostat.ingest.intake.Buckets;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.ProtoCursor;
import java.util.Arrays;
import java.util.Optional;

/**
 * One native histogram as it stands in a request (prometheus/prometheus, {@code
 * prompb/types.proto}, Histogram; the same in 1.0 and 2.0). One object serves many messages.
 */
final class HistogramPoint {
  private static final int MOST_BUCKETS = 2_000;
  private static final int CUSTOM = -53;
  private static final int RESET_YES = 1;
  private static final int RESET_GAUGE = 3;

  /** Counts that are no whole numbers are taken in these parts, which quantiles don't feel. */
  private static final double PARTS = 1 << 20;

  private final ProtoCursor span;
  private final Side negative = new Side();
  private final Side positive = new Side();
  private final Side custom = new Side();
  private double parts = 1;
  private double count;
  private double sum;
  private long sumBits;
  private int schema;
  private double zeroThreshold;
  private double zeroCount;
  private int resetHint;
  private long timeMillis;

  /** The buckets of one sign: runs of indexes, and either differences or counts. */
  private static final class Side {
    int[] offsets = new int[8];
    int[] lengths = new int[8];
    int spans;
    double[] values = new double[32];
    int size;
    boolean deltas;

    void clear() {
      spans = 0;
      size = 0;
      deltas = false;
    }

    void span(int offset, long length) throws MalformedException {
      if (spans == MOST_BUCKETS || length < 0 || length > MOST_BUCKETS) {
        throw new MalformedException("a native histogram of more than 2000 buckets");
      }
      if (spans == offsets.length) {
        offsets = Arrays.copyOf(offsets, spans * 2);
        lengths = Arrays.copyOf(lengths, spans * 2);
      }
      offsets[spans] = offset;
      lengths[spans++] = (int) length;
    }

    void value(double value) throws MalformedException {
      if (size == MOST_BUCKETS) {
        throw new MalformedException("a native histogram of more than 2000 buckets");
      }
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }

    /** The indexes of all buckets; nothing when there are not as many as values. */
    Optional<int[]> indexes() {
      int[] indexes = new int[size];
      long at = 0;
      int filled = 0;
      for (int i = 0; i < spans; i++) {
        at += offsets[i];
        for (int j = 0; j < lengths[i]; j++) {
          if (filled == size || Math.abs(at) > 1 << 20) {
            return Optional.empty();
          }
          indexes[filled++] = (int) at++;
        }
      }
      return filled == size ? Optional.of(indexes) : Optional.empty();
    }

    double[] counts(double parts) {
      double[] counts = Arrays.copyOf(values, size);
      for (int i = 1; deltas && i < size; i++) {
        counts[i] += counts[i - 1];
      }
      for (int i = 0; i < size; i++) {
        counts[i] *= parts;
      }
      return counts;
    }
  }

  HistogramPoint(byte[] bytes) {
    this.span = new ProtoCursor(bytes, 0, 0);
  }

  /** Reads a message. */
  void read(byte[] bytes, int from, int end) throws MalformedException {
    clear();
    ProtoCursor cursor = new ProtoCursor(bytes, from, end);
    for (int field = cursor.next(); field != 0; field = cursor.next()) {
      switch (field) {
        case 1 -> count = unsigned(cursor.number());
        case 2 -> {
          count = Double.longBitsToDouble(cursor.doubleBits());
          parts = PARTS;
        }
        case 3 -> {
          sumBits = cursor.doubleBits();
          sum = Double.longBitsToDouble(sumBits);
        }
        case 4 -> schema = (int) cursor.signed();
        case 5 -> zeroThreshold = Double.longBitsToDouble(cursor.doubleBits());
        case 6 -> zeroCount = unsigned(cursor.number());
        case 7 -> zeroCount = Double.longBitsToDouble(cursor.doubleBits());
        case 8 -> span(cursor, negative);
        case 9 -> deltas(cursor, negative);
        case 10 -> counts(cursor, negative);
        case 11 -> span(cursor, positive);
        case 12 -> deltas(cursor, positive);
        case 13 -> counts(cursor, positive);
        case 14 -> resetHint = (int) cursor.number();
        case 15 -> timeMillis = cursor.number();
        case 16 -> counts(cursor, custom);
        default -> cursor.skip();
      }
    }
  }

  private void clear() {
    negative.clear();
    positive.clear();
    custom.clear();
    parts = 1;
    count = 0;
    sum = 0;
    sumBits = 0;
    schema = 0;
    zeroThreshold = 0;
    zeroCount = 0;
    resetHint = 0;
    timeMillis = 0;
  }

  private void span(ProtoCursor cursor, Side side) throws MalformedException {
    int end = cursor.enter();
    span.reset(cursor.position(), end);
    long offset = 0;
    long length = 0;
    for (int field = span.next(); field != 0; field = span.next()) {
      switch (field) {
        case 1 -> offset = span.signed();
        case 2 -> length = span.number();
        default -> span.skip();
      }
    }
    cursor.leave(end);
    side.span((int) offset, length);
  }

  private static void deltas(ProtoCursor cursor, Side side) throws MalformedException {
    side.deltas = true;
    if (cursor.type() == ProtoCursor.VARINT) {
      side.value((double) cursor.signed());
      return;
    }
    int end = cursor.enter();
    while (cursor.position() < end) {
      side.value((double) ProtoCursor.zigzag(cursor.varint()));
    }
    cursor.requireAt(end);
  }

  private static void counts(ProtoCursor cursor, Side side) throws MalformedException {
    if (cursor.type() == ProtoCursor.FIXED64) {
      side.value(Double.longBitsToDouble(cursor.doubleBits()));
      return;
    }
    int end = cursor.enter();
    while (cursor.position() < end) {
      side.value(Double.longBitsToDouble(cursor.fixed64()));
    }
    cursor.requireAt(end);
  }

  private static double unsigned(long value) {
    return value >= 0 ? value : (value >>> 1) * 2.0;
  }

  double count() {
    return count;
  }

  double sum() {
    return sum;
  }

  long timeMillis() {
    return timeMillis;
  }

  /** Whether it only says that the series has ended. */
  boolean stale() {
    return sumBits == RemoteWrite.STALE;
  }

  /** Whether it counts anew, so that nothing must be taken off it. */
  boolean fromZero() {
    return resetHint == RESET_YES;
  }

  /** Whether it tells what there is now, and not what there was in all. */
  boolean gauge() {
    return resetHint == RESET_GAUGE;
  }

  /** Its buckets; nothing when they contradict each other. */
  Optional<Buckets> buckets() {
    Optional<int[]> below = negative.indexes();
    Optional<int[]> above = positive.indexes();
    if (below.isEmpty() || above.isEmpty()) {
      return Optional.empty();
    }
    if (schema == CUSTOM) {
      return NativeBuckets.custom(custom.counts(1), above.get(), positive.counts(parts));
    }
    NativeBuckets buckets = new NativeBuckets(schema);
    buckets.negative(below.get(), negative.counts(parts));
    buckets.zero(zeroThreshold, zeroCount * parts);
    buckets.positive(above.get(), positive.counts(parts));
    return buckets.toBuckets();
  }
}
