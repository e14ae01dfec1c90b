package io.homeostat.core.detect.rarity;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.FormException;
import java.util.Arrays;

/**
 * All that is remembered of a series: at most {@value #MOST_BYTES} bytes when written with the
 * default window. Mutable: part of an entity's cell.
 */
public final class RarityState {
  /** The most bytes when written with a window of 10. */
  public static final int MOST_BYTES = 1_024;

  /** The mean deviation forgets after so many samples. */
  private static final int DEVIATION_MEMORY = 1_000;

  /**
   * From then on no sample counts for more than so many of it: one absurd value must not blind it.
   */
  private static final double FARTHEST = 20;

  private static final float MOST = 1e30f;

  private static final long DAYS_TO_LEARN_MILLIS = 3 * 86_400_000L;

  final Tail[] tails = new Tail[View.COUNT];
  Lookback lookback = new Lookback();
  Event event = new Event();
  Seasons seasons = new Seasons();

  /** The last two windows of samples, as distances from the first. */
  private float[] ring = new float[0];

  /** What the two views of the day saw in the last window. */
  private short[] daily = new short[0];

  private short[] surprises = new short[0];
  long seen;
  long firstMillis;
  double first;

  /** The smoothed value before this sample, and before the one a window ago. */
  float smooth;

  float smoothBefore;
  float deviation;

  /** The mean of the last thousand samples, as a distance from the first. */
  private float level;

  /** The state of a series of which nothing is known. */
  public RarityState() {
    for (int i = 0; i < tails.length; i++) {
      tails[i] = new Tail();
    }
  }

  /** Bounds a number to what a float holds. */
  static float bounded(double value) {
    return (float) Math.max(-MOST, Math.min(MOST, value));
  }

  /** Puts a sample where the window and the mean deviation see it; its distance from the first. */
  double come(int window, long timeMillis, double value) {
    if (seen == 0) {
      firstMillis = timeMillis;
      first = value;
      ring = new float[2 * window];
      daily = new short[2 * window];
      surprises = new short[window];
      Arrays.fill(daily, Bits.signed(Double.NaN));
    } else if (surprises.length != window) {
      throw new IllegalArgumentException(
          "window is " + window + ": this series has been judged by " + surprises.length);
    }
    float offset = bounded(value - first);
    ring[(int) (seen % ring.length)] = offset;
    double distance = Math.abs(offset - smooth);
    if (seen >= DEVIATION_MEMORY) {
      distance = Math.min(distance, FARTHEST * deviation);
    }
    deviation += (float) ((distance - deviation) / Math.min(seen + 1, DEVIATION_MEMORY));
    double step = offset - level;
    if (seen >= DEVIATION_MEMORY) {
      step = Math.max(-FARTHEST * deviation, Math.min(FARTHEST * deviation, step));
    }
    level += (float) (step / Math.min(seen + 1, DEVIATION_MEMORY));
    return offset;
  }

  /** Whether the time of day of a time is known well enough to judge by. */
  boolean knowsDay(long timeMillis) {
    return timeMillis - firstMillis > DAYS_TO_LEARN_MILLIS && seasons.knows(timeMillis);
  }

  /** What the series usually is at a time; of a series of which nothing is known, 0. */
  public Usual usual(long timeMillis) {
    return knowsDay(timeMillis)
        ? new Usual(first + seasons.usual(timeMillis), seasons.basis(timeMillis))
        : new Usual(first + level, Basis.PAST);
  }

  /** What a view sees of the newest sample, as one number: a value, a deviation or a distance. */
  public double sees(View view, long timeMillis) {
    return switch (view) {
      case HIGH, LOW, RISE, FALL -> first + back(1);
      case MEAN_HIGH, MEAN_LOW -> first + windowMean(1);
      case ROUGH, SMOOTH -> windowDeviation(1, windowMean(1));
      case ABOVE_DAY, BELOW_DAY -> back(1) - seasons.usual(timeMillis);
    };
  }

  /** What {@link #sees} would be about, had nothing happened within the last window. */
  public double expects(View view) {
    return switch (view) {
      case HIGH, LOW, MEAN_HIGH, MEAN_LOW -> first + level;
      case RISE, FALL -> first + smoothBefore;
      case ROUGH, SMOOTH -> deviation;
      case ABOVE_DAY, BELOW_DAY -> 0;
    };
  }

  /** Whether samples have come enough to be judged. */
  public boolean ready() {
    return tails[0].ready();
  }

  /** The sample that is so many back, as its distance from the first. */
  float back(int places) {
    return ring[(int) ((seen - places) % ring.length)];
  }

  /** Takes in this sample's surprise; the one that leaves the window is looked back to. */
  void surprise(double surprise) {
    int slot = (int) (seen % surprises.length);
    lookback.forget(seen);
    if (surprises[slot] != 0) {
      lookback.add(Bits.unsigned(surprises[slot]), seen - surprises.length);
    }
    surprises[slot] = Bits.unsigned(surprise);
  }

  /** What the two views of the day saw a window ago, which makes room for what they see now. */
  void daily(float[] before, float[] now) {
    int slot = 2 * (int) (seen % surprises.length);
    for (int i = 0; i < 2; i++) {
      before[View.DAILY + i] = Bits.signed(daily[slot + i]);
      daily[slot + i] = Bits.signed(now[View.DAILY + i]);
    }
  }

  /** The mean of the window that ends so many samples back. */
  double windowMean(int places) {
    double sum = 0;
    for (int i = 0; i < surprises.length; i++) {
      sum += back(places + i);
    }
    return sum / surprises.length;
  }

  /** The deviation in the window that ends so many samples back. */
  double windowDeviation(int places, double mean) {
    double sum = 0;
    for (int i = 0; i < surprises.length; i++) {
      double distance = back(places + i) - mean;
      sum += distance * distance;
    }
    return Math.sqrt(sum / surprises.length);
  }

  /** A deep copy. */
  public RarityState copy() {
    RarityState copy = new RarityState();
    for (int i = 0; i < tails.length; i++) {
      copy.tails[i] = tails[i].copy();
    }
    copy.lookback = lookback.copy();
    copy.event = event.copy();
    copy.seasons = seasons.copy();
    copy.ring = ring.clone();
    copy.daily = daily.clone();
    copy.surprises = surprises.clone();
    copy.seen = seen;
    copy.firstMillis = firstMillis;
    copy.first = first;
    copy.smooth = smooth;
    copy.smoothBefore = smoothBefore;
    copy.deviation = deviation;
    copy.level = level;
    return copy;
  }

  /** Writes it in its canonical form. */
  public void write(ByteSink sink) {
    sink.writeLong(seen);
    sink.writeLong(firstMillis);
    sink.writeDouble(first);
    sink.writeFloat(smooth);
    sink.writeFloat(smoothBefore);
    sink.writeFloat(deviation);
    sink.writeFloat(level);
    sink.writeLong(surprises.length);
    for (float value : ring) {
      sink.writeFloat(value);
    }
    for (short value : daily) {
      Bits.write(value, sink);
    }
    for (short value : surprises) {
      Bits.write(value, sink);
    }
    for (Tail tail : tails) {
      tail.write(sink);
    }
    lookback.write(sink);
    event.write(sink);
    seasons.write(sink);
  }

  /** Reads what {@link #write} wrote. */
  public static RarityState read(ByteSource source) {
    RarityState state = new RarityState();
    state.seen = source.readLong();
    state.firstMillis = source.readLong();
    state.first = source.readDouble();
    state.smooth = source.readFloat();
    state.smoothBefore = source.readFloat();
    state.deviation = source.readFloat();
    state.level = source.readFloat();
    int window = source.readLength(2 * Float.BYTES);
    if (window > RarityParams.LONGEST_WINDOW) {
      throw new FormException("a window of " + window + " samples");
    }
    state.ring = new float[2 * window];
    state.daily = new short[2 * window];
    state.surprises = new short[window];
    for (int i = 0; i < state.ring.length; i++) {
      state.ring[i] = source.readFloat();
    }
    for (int i = 0; i < state.daily.length; i++) {
      state.daily[i] = Bits.read(source);
    }
    for (int i = 0; i < window; i++) {
      state.surprises[i] = Bits.read(source);
    }
    for (int i = 0; i < state.tails.length; i++) {
      state.tails[i] = Tail.read(source);
    }
    state.lookback = Lookback.read(source);
    state.event = Event.read(source);
    state.seasons = Seasons.read(source);
    return state;
  }
}
