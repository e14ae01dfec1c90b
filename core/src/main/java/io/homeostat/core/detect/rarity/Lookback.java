package io.homeostat.core.detect.rarity;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.FormException;

/**
 * How long ago a number was last as great: the places that no later one has reached, from the
 * greatest on. That is exact as long as there are at most {@value #MOST}; then the two that are
 * most alike become one. At most 337 bytes. Mutable: part of a state.
 */
final class Lookback {
  /** The most samples that are remembered. */
  static final int MOST = 24;

  private final float[] heights = new float[MOST + 1];
  private final long[] places = new long[MOST + 1];
  private int size;

  /** The place of the last number of at least a height; −1 where none is remembered. */
  long last(float height) {
    for (int i = size - 1; i >= 0; i--) {
      if (heights[i] >= height) {
        return places[i];
      }
    }
    return -1;
  }

  /** Takes in the number at the next place. */
  void add(float height, long place) {
    while (size > 0 && heights[size - 1] <= height) {
      size--;
    }
    heights[size] = height;
    places[size++] = place;
    if (size > MOST) {
      merge();
    }
  }

  private void merge() {
    int closest = 0;
    for (int i = 1; i + 1 < size; i++) {
      if (ratio(i) < ratio(closest)) {
        closest = i;
      }
    }
    places[closest] = places[closest + 1];
    for (int i = closest + 1; i + 1 < size; i++) {
      heights[i] = heights[i + 1];
      places[i] = places[i + 1];
    }
    size--;
  }

  private double ratio(int place) {
    return (double) heights[place] / heights[place + 1];
  }

  Lookback copy() {
    Lookback copy = new Lookback();
    System.arraycopy(heights, 0, copy.heights, 0, size);
    System.arraycopy(places, 0, copy.places, 0, size);
    copy.size = size;
    return copy;
  }

  void write(ByteSink sink) {
    sink.writeLong(size);
    for (int i = 0; i < size; i++) {
      sink.writeFloat(heights[i]);
      sink.writeLong(places[i]);
    }
  }

  static Lookback read(ByteSource source) {
    Lookback lookback = new Lookback();
    lookback.size = source.readLength(Float.BYTES + 1);
    if (lookback.size > MOST) {
      throw new FormException(lookback.size + " samples are remembered: at most " + MOST);
    }
    for (int i = 0; i < lookback.size; i++) {
      lookback.heights[i] = source.readFloat();
      lookback.places[i] = source.readLong();
    }
    return lookback;
  }
}
