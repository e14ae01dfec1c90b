package io.homeostat.core.detect.rarity;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.FormException;

/**
 * How long ago a number was last as great: the places that no later one has reached, from the
 * greatest on. That is exact (within 0.2%) as long as there are at most {@value #MOST}; then the
 * two that are most alike become one. What is more than {@value #FARTHEST} places ago is forgotten.
 * At most 65 bytes. Mutable: part of a state.
 */
final class Lookback {
  /** The most samples that are remembered. */
  static final int MOST = 16;

  /** How many places back are remembered: places are kept in sixteen bits. */
  static final int FARTHEST = 32_000;

  private final short[] heights = new short[MOST + 1];
  private final short[] places = new short[MOST + 1];
  private int size;

  /** How many places before the one given the last number of at least a height was; −1: none. */
  int since(double height, long place) {
    int code = Bits.unsigned(height) & 0xffff;
    for (int i = size - 1; i >= 0; i--) {
      if ((heights[i] & 0xffff) >= code) {
        return ((short) place - places[i]) & 0xffff;
      }
    }
    return -1;
  }

  /** Takes in the number at a place, which is after all before it. */
  void add(double height, long place) {
    int code = Bits.unsigned(height) & 0xffff;
    while (size > 0 && (heights[size - 1] & 0xffff) <= code) {
      size--;
    }
    heights[size] = (short) code;
    places[size++] = (short) place;
    if (size > MOST) {
      merge();
    }
  }

  /** Forgets what is long ago: called at every place. */
  void forget(long place) {
    if (size > 0 && (((short) place - places[0]) & 0xffff) > FARTHEST) {
      remove(0);
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
    remove(closest + 1);
  }

  private void remove(int at) {
    System.arraycopy(heights, at + 1, heights, at, size - at - 1);
    System.arraycopy(places, at + 1, places, at, size - at - 1);
    size--;
  }

  private double ratio(int place) {
    return (double) Bits.unsigned(heights[place]) / Bits.unsigned(heights[place + 1]);
  }

  Lookback copy() {
    Lookback copy = new Lookback();
    System.arraycopy(heights, 0, copy.heights, 0, size);
    System.arraycopy(places, 0, copy.places, 0, size);
    copy.size = size;
    return copy;
  }

  void write(ByteSink sink) {
    sink.writeByte(size);
    for (int i = 0; i < size; i++) {
      Bits.write(heights[i], sink);
      Bits.write(places[i], sink);
    }
  }

  static Lookback read(ByteSource source) {
    Lookback lookback = new Lookback();
    lookback.size = source.readByte();
    if (lookback.size < 0 || lookback.size > MOST) {
      throw new FormException(lookback.size + " samples are remembered: at most " + MOST);
    }
    for (int i = 0; i < lookback.size; i++) {
      lookback.heights[i] = Bits.read(source);
      lookback.places[i] = Bits.read(source);
    }
    return lookback;
  }
}
