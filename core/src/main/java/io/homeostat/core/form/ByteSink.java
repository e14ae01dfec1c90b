package io.homeostat.core.form;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing byte buffer that writes Avro's binary primitives. Not safe for use by several threads.
 */
public final class ByteSink {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOATS =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;
  private int size;

  public ByteSink() {
    this(256);
  }

  /** A sink whose first buffer holds {@code capacity} bytes. */
  public ByteSink(int capacity) {
    bytes = new byte[Math.max(16, capacity)];
  }

  /** Forgets what was written; keeps the buffer. */
  public void clear() {
    size = 0;
  }

  public int size() {
    return size;
  }

  /** What was written, as a fresh array. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  public void writeByte(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  public void writeBoolean(boolean value) {
    writeByte(value ? 1 : 0);
  }

  /** A zig-zag variable-length number: Avro's {@code int} and {@code long}. */
  public void writeLong(long value) {
    ensure(10);
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Eight bytes, little-endian. */
  public void writeFixedLong(long value) {
    ensure(8);
    LONGS.set(bytes, size, value);
    size += 8;
  }

  /** Four bytes, little-endian: Avro's {@code float}. */
  public void writeFloat(float value) {
    ensure(4);
    FLOATS.set(bytes, size, value);
    size += 4;
  }

  public void writeDouble(double value) {
    writeFixedLong(Double.doubleToRawLongBits(value));
  }

  /** Length-prefixed UTF-8. */
  public void writeString(String value) {
    writeBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Length-prefixed bytes. */
  public void writeBytes(byte[] value) {
    writeLong(value.length);
    writeRaw(value, 0, value.length);
  }

  /** Bytes without a prefix. */
  public void writeRaw(byte[] value, int from, int length) {
    ensure(length);
    System.arraycopy(value, from, bytes, size, length);
    size += length;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
