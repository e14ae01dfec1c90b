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
  /** The most bytes when written with a window of 12. */
  public static final int MOST_BYTES = 2_800;

  /** The mean deviation forgets after so many samples. */
  private static final int DEVIATION_MEMORY = 1_000;

  /**
   * From then on no sample counts for more than so many of it: one absurd value must not blind it.
   */
  private static final double FARTHEST = 20;

  private static final float MOST = 1e30f;

  final Tail[] tails = new Tail[View.COUNT];
  Lookback lookback = new Lookback();
  Event event = new Event();
  DayProfile day = new DayProfile();
  private float[] ring = new float[0];
  private float[] surprises = new float[0];
  private float[] waiting = new float[0];
  long seen;
  long firstMillis;
  double first;
  double smooth;
  double deviation;

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

  /** Puts a sample where the window and the mean deviation see it. */
  void come(int window, long timeMillis, double value) {
    if (seen == 0) {
      firstMillis = timeMillis;
      first = value;
      smooth = value;
      ring = new float[window];
      surprises = new float[window];
      waiting = new float[window * View.COUNT];
      Arrays.fill(waiting, Float.NaN);
    } else if (ring.length != window) {
      throw new IllegalArgumentException(
          "window is " + window + ": this series has been judged by " + ring.length);
    }
    ring[(int) (seen % window)] = bounded(value - first);
    double distance = Math.abs(value - smooth);
    if (seen >= DEVIATION_MEMORY) {
      distance = Math.min(distance, FARTHEST * deviation);
    }
    deviation += (distance - deviation) / Math.min(seen + 1, DEVIATION_MEMORY);
  }

  /** Takes in what a view sees; its tail learns what it saw a window ago. NaN is nothing. */
  void learn(int view, float value) {
    int slot = (int) (seen % ring.length) * View.COUNT + view;
    if (!Float.isNaN(waiting[slot])) {
      tails[view].add(waiting[slot]);
    }
    waiting[slot] = value;
  }

  /**
   * Takes in this sample's surprise; the one that leaves the window is looked back to from now on.
   */
  void surprise(double surprise) {
    int slot = (int) (seen % surprises.length);
    if (surprises[slot] > 0) {
      lookback.add(surprises[slot], seen - surprises.length);
    }
    surprises[slot] = (float) surprise;
  }

  int inWindow() {
    return (int) Math.min(seen + 1, ring.length);
  }

  double windowMean() {
    double sum = 0;
    for (int i = 0; i < inWindow(); i++) {
      sum += ring[i];
    }
    return sum / inWindow();
  }

  double windowDeviation(double mean) {
    double sum = 0;
    for (int i = 0; i < inWindow(); i++) {
      sum += (ring[i] - mean) * (ring[i] - mean);
    }
    return Math.sqrt(sum / inWindow());
  }

  /** A deep copy. */
  public RarityState copy() {
    RarityState copy = new RarityState();
    for (int i = 0; i < tails.length; i++) {
      copy.tails[i] = tails[i].copy();
    }
    copy.lookback = lookback.copy();
    copy.event = event.copy();
    copy.day = day.copy();
    copy.ring = ring.clone();
    copy.surprises = surprises.clone();
    copy.waiting = waiting.clone();
    copy.seen = seen;
    copy.firstMillis = firstMillis;
    copy.first = first;
    copy.smooth = smooth;
    copy.deviation = deviation;
    return copy;
  }

  /** Writes it in its canonical form. */
  public void write(ByteSink sink) {
    sink.writeLong(seen);
    sink.writeLong(firstMillis);
    sink.writeDouble(first);
    sink.writeDouble(smooth);
    sink.writeDouble(deviation);
    sink.writeLong(ring.length);
    for (int i = 0; i < ring.length; i++) {
      sink.writeFloat(ring[i]);
      sink.writeFloat(surprises[i]);
    }
    for (float value : waiting) {
      sink.writeFloat(value);
    }
    for (Tail tail : tails) {
      tail.write(sink);
    }
    lookback.write(sink);
    event.write(sink);
    day.write(sink);
  }

  /** Reads what {@link #write} wrote. */
  public static RarityState read(ByteSource source) {
    RarityState state = new RarityState();
    state.seen = source.readLong();
    state.firstMillis = source.readLong();
    state.first = source.readDouble();
    state.smooth = source.readDouble();
    state.deviation = source.readDouble();
    int window = source.readLength((2 + View.COUNT) * Float.BYTES);
    if (window > RarityParams.LONGEST_WINDOW) {
      throw new FormException("a window of " + window + " samples");
    }
    state.ring = new float[window];
    state.surprises = new float[window];
    for (int i = 0; i < window; i++) {
      state.ring[i] = source.readFloat();
      state.surprises[i] = source.readFloat();
    }
    state.waiting = new float[window * View.COUNT];
    for (int i = 0; i < state.waiting.length; i++) {
      state.waiting[i] = source.readFloat();
    }
    for (int i = 0; i < state.tails.length; i++) {
      state.tails[i] = Tail.read(source);
    }
    state.lookback = Lookback.read(source);
    state.event = Event.read(source);
    state.day = DayProfile.read(source);
    return state;
  }
}
