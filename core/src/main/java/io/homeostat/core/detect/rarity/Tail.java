package io.homeostat.core.detect.rarity;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.FormException;

/**
 * The upper tail of a number's past. The greatest three values are kept, of those next to them
 * every second, then every fourth, and so on: ranks are the more exact the rarer they are, as a
 * tail needs it (the relative-error sketches of G. Cormode et al., PODS 2021, made deterministic).
 * Kept are the greatest value, and of each other how far it is below the one before it, within
 * 0.2%. Beyond the greatest the tail is taken to be exponential, with the mean excess of the
 * greatest (as in R. Smith, "Threshold methods for sample extremes", 1984). When {@value
 * #MOST_VALUES} values have come, all count half: so the past of twice that length fades. At most
 * 55 bytes. Mutable: part of a state.
 */
final class Tail {
  /** The least values with which another is judged. */
  static final int LEAST_VALUES = 200;

  /** After so many values the past counts half. */
  static final int MOST_VALUES = 16_384;

  private static final int EACH = 3;
  private static final int LEVELS = 8;
  private static final double DECADE = 1 / StrictMath.log(10);

  /** The least mean excess, as a part of the tail's whole breadth. */
  private static final double LEAST_EACHESS = 0.1;

  /** How many breadths of what is ordinary in a tail a value may be beyond it. */
  private static final double FARTHEST = 500;

  /** And as a part of the greatest value: what floats can't tell apart. */
  private static final double PRECISION = 1e-6;

  private float greatest;
  private final short[] gaps = new short[EACH * LEVELS];
  private int kept;
  private int count;
  private int parity;

  /** What a kept value stands for. */
  private static int weight(int place) {
    return 1 << (place / EACH);
  }

  /** True when there are values enough to judge by. */
  boolean ready() {
    return count >= LEAST_VALUES;
  }

  /** −log₁₀ of the probability of a value or a greater one; 0 of NaN and outside what is kept. */
  double surprise(float value, double most) {
    if (count < LEAST_VALUES || Float.isNaN(value)) {
      return 0;
    }
    return Math.min(most, value > greatest ? beyond(value) : within(value));
  }

  private double within(float value) {
    double rank = 0;
    double above = greatest;
    double next = greatest;
    for (int i = 0; i < kept; i++) {
      next -= Bits.unsigned(gaps[i]);
      if (next < value) {
        if (above > value) {
          double share = (above - value) / (above - next);
          rank += share * (weight(i - 1) + weight(i)) / 2 - weight(i - 1) / 2.0;
        }
        return -StrictMath.log10((rank + 1) / (count + 1));
      }
      rank += weight(i);
      above = next;
    }
    return 0;
  }

  private double beyond(float value) {
    int most = Math.min(EACH, kept);
    double below = 0;
    double excess = 0;
    double breadth = 0;
    for (int i = 0; i < kept; i++) {
      breadth += Bits.unsigned(gaps[i]);
      if (i < most) {
        below = breadth;
        excess += breadth;
      }
    }
    excess = most * below - excess;
    double least = Math.max(LEAST_EACHESS * breadth, PRECISION * Math.abs(greatest));
    double mean = Math.max(excess / EACH, Math.max(least, Float.MIN_NORMAL));
    return StrictMath.log10(count + 1.0) + DECADE * ((double) value - greatest) / mean;
  }

  /** Takes a value in. */
  void add(float value) {
    count++;
    double[] values = values();
    if (insert(values, count > LEAST_VALUES ? capped(values, value) : value)) {
      keep(values);
    }
    if (count >= MOST_VALUES) {
      fade();
    }
  }

  /**
   * A value as it is kept: not so far beyond the others that their distances could no longer be
   * told beside its own.
   */
  private float capped(double[] values, float value) {
    int ordinary = 2 * EACH;
    double breadth = values[ordinary] - values[kept - 1];
    return breadth > 0 ? (float) Math.min(value, values[ordinary] + FARTHEST * breadth) : value;
  }

  private double[] values() {
    double[] values = new double[gaps.length];
    double next = greatest;
    for (int i = 0; i < kept; i++) {
      next -= Bits.unsigned(gaps[i]);
      values[i] = next;
    }
    return values;
  }

  private void keep(double[] values) {
    greatest = (float) values[0];
    double before = greatest;
    for (int i = 0; i < kept; i++) {
      gaps[i] = Bits.unsigned(Math.max(0, before - values[i]));
      before -= Bits.unsigned(gaps[i]);
    }
  }

  private boolean insert(double[] values, float value) {
    double falling = value;
    boolean changed = false;
    for (int level = 0; level < LEVELS; level++) {
      int first = level * EACH;
      int end = Math.min(kept, first + EACH);
      boolean full = end == first + EACH;
      if (full && falling <= values[end - 1]) {
        if (!passes(level)) {
          return changed;
        }
        continue;
      }
      double last = values[full ? end - 1 : 0];
      int place = full ? end - 1 : end;
      while (place > first && values[place - 1] < falling) {
        values[place] = values[place - 1];
        place--;
      }
      values[place] = falling;
      changed = true;
      if (!full) {
        kept++;
        return true;
      }
      falling = last;
      if (!passes(level)) {
        return true;
      }
    }
    return changed;
  }

  /** Of what falls out of a level every second goes to the next. */
  private boolean passes(int level) {
    parity ^= 1 << level;
    return (parity >> level & 1) == 1;
  }

  /** Lets every value count half. */
  private void fade() {
    double[] old = values();
    double[] values = new double[gaps.length];
    int before = kept;
    kept = 0;
    for (int i = 0; i < values.length; i++) {
      int level = i / EACH;
      double rank = 2 * (EACH * ((1 << level) - 1) + (i % EACH + 0.5) * (1 << level));
      int place = placeOf(rank, before);
      if (place == before) {
        break;
      }
      values[kept++] = old[place];
    }
    keep(values);
    count /= 2;
  }

  private static int placeOf(double rank, int kept) {
    double reached = 0;
    for (int i = 0; i < kept; i++) {
      reached += weight(i);
      if (rank < reached) {
        return i;
      }
    }
    return kept;
  }

  Tail copy() {
    Tail copy = new Tail();
    copy.greatest = greatest;
    System.arraycopy(gaps, 0, copy.gaps, 0, kept);
    copy.kept = kept;
    copy.count = count;
    copy.parity = parity;
    return copy;
  }

  void write(ByteSink sink) {
    Bits.write((short) count, sink);
    sink.writeByte(parity);
    sink.writeByte(kept);
    if (kept > 0) {
      sink.writeFloat(greatest);
    }
    for (int i = 1; i < kept; i++) {
      Bits.write(gaps[i], sink);
    }
  }

  static Tail read(ByteSource source) {
    Tail tail = new Tail();
    tail.count = Bits.read(source);
    tail.parity = source.readByte() & 0xff;
    tail.kept = source.readByte();
    if (tail.kept < 0 || tail.kept > EACH * LEVELS || tail.count < tail.kept) {
      throw new FormException("a tail keeps " + tail.kept + " of " + tail.count + " values");
    }
    if (tail.kept > 0) {
      tail.greatest = source.readFloat();
    }
    for (int i = 1; i < tail.kept; i++) {
      tail.gaps[i] = Bits.read(source);
    }
    return tail;
  }
}
