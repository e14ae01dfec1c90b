package io.homeostat.core.detect.rarity;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.FormException;

/**
 * The upper tail of a number's past. The greatest four values are kept, of those next to them every
 * second, then every fourth, and so on over nine levels: ranks are the more exact the rarer they
 * are, as a tail needs it (the relative-error sketches of G. Cormode et al., PODS 2021, made
 * deterministic). Beyond the greatest the tail is taken to be exponential, with the mean excess of
 * the greatest four (as in R. Smith, "Threshold methods for sample extremes", 1984). When {@value
 * #MOST_VALUES} values have come, all count half: so the past of twice that length fades. At most
 * 152 bytes. Mutable: part of a state.
 */
final class Tail {
  /** The least values with which another is judged. */
  static final int LEAST_VALUES = 200;

  /** After so many values the past counts half. */
  static final int MOST_VALUES = 16_384;

  private static final int EACH = 4;
  private static final int LEVELS = 9;
  private static final double DECADE = 1 / StrictMath.log(10);

  /** The least mean excess, as a part of the tail's whole breadth. */
  private static final double LEAST_EXCESS = 0.1;

  /** And as a part of the greatest value: what floats can't tell apart. */
  private static final double PRECISION = 1e-6;

  private final float[] values = new float[EACH * LEVELS];
  private int kept;
  private int count;
  private int parity;

  /** What a kept value stands for. */
  private static int weight(int place) {
    return 1 << (place / EACH);
  }

  /** −log₁₀ of the probability of a value or a greater one; 0 of NaN and outside what is kept. */
  double surprise(float value, double most) {
    if (count < LEAST_VALUES || Float.isNaN(value)) {
      return 0;
    }
    return value > values[0] ? Math.min(most, beyond(value)) : Math.min(most, within(value));
  }

  private double within(float value) {
    double rank = 0;
    float above = values[0];
    for (int i = 0; i < kept; i++) {
      float next = values[i];
      if (next < value) {
        if (above > value) {
          double share = ((double) above - value) / ((double) above - next);
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
    double threshold = values[most - 1];
    double excess = 0;
    for (int i = 0; i < most; i++) {
      excess += values[i] - threshold;
    }
    double breadth = (double) values[0] - values[kept - 1];
    double least = Math.max(LEAST_EXCESS * breadth, PRECISION * Math.abs(values[0]));
    double mean = Math.max(excess / EACH, Math.max(least, Float.MIN_NORMAL));
    return StrictMath.log10(count + 1.0) + DECADE * (value - values[0]) / mean;
  }

  /** Takes a value in. */
  void add(float value) {
    count++;
    insert(value);
    if (count >= MOST_VALUES) {
      fade();
    }
  }

  private void insert(float value) {
    float falling = value;
    for (int level = 0; level < LEVELS; level++) {
      int first = level * EACH;
      int end = Math.min(kept, first + EACH);
      boolean full = end == first + EACH;
      if (full && falling <= values[end - 1]) {
        if (!passes(level)) {
          return;
        }
        continue;
      }
      float last = values[full ? end - 1 : 0];
      int place = full ? end - 1 : end;
      while (place > first && values[place - 1] < falling) {
        values[place] = values[place - 1];
        place--;
      }
      values[place] = falling;
      if (!full) {
        kept++;
        return;
      }
      falling = last;
      if (!passes(level)) {
        return;
      }
    }
  }

  /** Of what falls out of a level every second goes to the next. */
  private boolean passes(int level) {
    parity ^= 1 << level;
    return (parity >> level & 1) == 1;
  }

  /** Lets every value count half. */
  private void fade() {
    float[] old = values.clone();
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
    System.arraycopy(values, 0, copy.values, 0, kept);
    copy.kept = kept;
    copy.count = count;
    copy.parity = parity;
    return copy;
  }

  void write(ByteSink sink) {
    sink.writeLong(count);
    sink.writeLong(parity);
    sink.writeLong(kept);
    for (int i = 0; i < kept; i++) {
      sink.writeFloat(values[i]);
    }
  }

  static Tail read(ByteSource source) {
    Tail tail = new Tail();
    tail.count = source.readInt();
    tail.parity = source.readInt();
    tail.kept = source.readLength(Float.BYTES);
    if (tail.kept > EACH * LEVELS || tail.count < tail.kept) {
      throw new FormException("a tail keeps " + tail.kept + " of " + tail.count + " values");
    }
    for (int i = 0; i < tail.kept; i++) {
      tail.values[i] = source.readFloat();
    }
    return tail;
  }
}
