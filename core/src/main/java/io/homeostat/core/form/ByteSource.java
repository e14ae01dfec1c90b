package io.homeostat.core.form;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads Avro's binary primitives from a byte array; every read past the end is a {@link
 * FormException}.
 */
public final class ByteSource {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOATS =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int end;
  private int position;

  public ByteSource(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /** Reads the bytes from {@code from} (inclusive) to {@code end} (exclusive). */
  public ByteSource(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.position = from;
    this.end = end;
  }

  public int remaining() {
    return end - position;
  }

  public int position() {
    return position;
  }

  public byte readByte() {
    need(1);
    return bytes[position++];
  }

  public boolean readBoolean() {
    byte value = readByte();
    if (value != 0 && value != 1) {
      throw new FormException("a boolean is " + value + ": it must be 0 or 1");
    }
    return value == 1;
  }

  /** A zig-zag variable-length number of at most ten bytes. */
  public long readLong() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte next = readByte();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new FormException("a variable-length number has more than ten bytes");
  }

  /** A variable-length number within the range of {@code int}. */
  public int readInt() {
    long value = readLong();
    if (value != (int) value) {
      throw new FormException("the number " + value + " does not fit into 32 bits");
    }
    return (int) value;
  }

  public long readFixedLong() {
    need(8);
    long value = (long) LONGS.get(bytes, position);
    position += 8;
    return value;
  }

  /** Four bytes, little-endian: Avro's {@code float}. */
  public float readFloat() {
    need(4);
    float value = (float) FLOATS.get(bytes, position);
    position += 4;
    return value;
  }

  public double readDouble() {
    return Double.longBitsToDouble(readFixedLong());
  }

  public String readString() {
    int length = readLength(1);
    String value = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return value;
  }

  public byte[] readBytes() {
    int length = readLength(1);
    byte[] value = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return value;
  }

  /** Passes over bytes. */
  public void skip(int count) {
    need(count);
    position += count;
  }

  /**
   * A count of items that take at least {@code minimumBytes} each, so that a corrupt count can't
   * make the reader allocate more than the input holds.
   */
  public int readLength(int minimumBytes) {
    long length = readLong();
    if (length < 0
        || length * Math.max(0, minimumBytes) > remaining()
        || length > Integer.MAX_VALUE) {
      throw new FormException(
          "a length of "
              + length
              + " at byte "
              + position
              + " exceeds the "
              + remaining()
              + " bytes left");
    }
    return (int) length;
  }

  private void need(int count) {
    if (end - position < count) {
      throw new FormException("the bytes end at " + end + ", " + count + " more were needed");
    }
  }
}
