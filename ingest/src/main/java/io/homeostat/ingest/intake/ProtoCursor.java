package io.homeostat.ingest.intake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Walks over the fields of one protobuf message (Protocol Buffers, "Encoding") in place: {@link
 * #next} goes to a field, then exactly one of the readers that fits its type, or {@link #skip}.
 */
public final class ProtoCursor {
  /** A wire type. */
  public static final int VARINT = 0;

  /** A wire type. */
  public static final int FIXED64 = 1;

  /** A wire type. */
  public static final int BYTES = 2;

  private static final int FIXED32 = 5;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private int position;
  private int end;
  private int type;

  /** A message that stands from {@code from} (inclusive) to {@code end} (exclusive). */
  public ProtoCursor(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.position = from;
    this.end = end;
  }

  /** Begins again with another message of the same bytes. */
  public void reset(int from, int until) {
    this.position = from;
    this.end = until;
  }

  /** Where it stands. */
  public int position() {
    return position;
  }

  /** Goes to the next field and returns its number; 0 at the message's end. */
  public int next() throws MalformedException {
    if (position >= end) {
      return 0;
    }
    long tag = varint();
    type = (int) tag & 7;
    long field = tag >>> 3;
    if (field < 1 || field > 536_870_911) {
      throw new MalformedException("a field's number is " + field + " at byte " + position);
    }
    return (int) field;
  }

  /** The wire type of the field. */
  public int type() {
    return type;
  }

  /** A field of at most 64 bits, as it is. */
  public long number() throws MalformedException {
    require(VARINT);
    return varint();
  }

  /** A field {@code sint32} or {@code sint64}. */
  public long signed() throws MalformedException {
    return zigzag(number());
  }

  /** The signed number that stands for an unsigned one. */
  public static long zigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }

  /** The bits of a field {@code double}. */
  public long doubleBits() throws MalformedException {
    require(FIXED64);
    return fixed64();
  }

  /** Steps into a field with a length, and returns its end; the reader stands at its start. */
  public int enter() throws MalformedException {
    require(BYTES);
    long length = varint();
    if (length < 0 || length > end - position) {
      throw new MalformedException(
          "a field at byte " + position + " is longer than the message around it");
    }
    return position + (int) length;
  }

  /** Goes to a place that {@link #enter} has given. */
  public void leave(int at) {
    position = at;
  }

  /** Makes sure that a list of numbers ended where it said. */
  public void requireAt(int at) throws MalformedException {
    if (position != at) {
      throw new MalformedException("a number reaches beyond its list before byte " + position);
    }
  }

  /** Passes over the field. */
  public void skip() throws MalformedException {
    switch (type) {
      case VARINT -> varint();
      case FIXED64 -> advance(8);
      case BYTES -> position = enter();
      case FIXED32 -> advance(4);
      default -> throw new MalformedException("a field of wire type " + type + ", which is gone");
    }
  }

  private void advance(int count) throws MalformedException {
    if (end - position < count) {
      throw new MalformedException("the message ends within a field");
    }
    position += count;
  }

  /** Eight bytes, the lowest first. */
  public long fixed64() throws MalformedException {
    int from = position;
    advance(8);
    return (long) LONGS.get(bytes, from);
  }

  /** Eight bytes at a place, the lowest first; the reader stays where it is. */
  public long fixed64(int at) {
    return (long) LONGS.get(bytes, at);
  }

  /** A variable-length number. */
  public long varint() throws MalformedException {
    if (position < end && bytes[position] >= 0) {
      return bytes[position++];
    }
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (position >= end) {
        throw new MalformedException("the message ends within a number");
      }
      byte next = bytes[position++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedException("a number of more than ten bytes at byte " + position);
  }

  private void require(int wanted) throws MalformedException {
    if (type != wanted) {
      throw new MalformedException(
          "a field before byte " + position + " has wire type " + type + " instead of " + wanted);
    }
  }
}
