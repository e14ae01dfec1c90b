package io.homeostat.core.detect.rarity;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;

/**
 * Numbers in sixteen bits: a sign where it may be needed, the exponent of a float, and what is left
 * of its digits (within 0.2% without a sign, 0.4% with one), rounded to the nearest.
 */
final class Bits {
  private static final int UNSIGNED = 15;
  private static final int SIGNED = 16;

  private Bits() {}

  /** A number of at least 0. */
  static short unsigned(double value) {
    return round((float) value, UNSIGNED);
  }

  /** What {@link #unsigned} wrote. */
  static float unsigned(short bits) {
    return Float.intBitsToFloat((bits & 0xffff) << UNSIGNED);
  }

  /** Any number, or none (NaN). */
  static short signed(double value) {
    return round((float) value, SIGNED);
  }

  /** What {@link #signed} wrote. */
  static float signed(short bits) {
    return Float.intBitsToFloat(bits << SIGNED);
  }

  static void write(short bits, ByteSink sink) {
    sink.writeByte(bits >> 8);
    sink.writeByte(bits);
  }

  static short read(ByteSource source) {
    return (short) ((source.readByte() << 8) | (source.readByte() & 0xff));
  }

  private static short round(float value, int cut) {
    return (short) ((Float.floatToIntBits(value) + (1 << (cut - 1))) >>> cut);
  }
}
