package io.homeostat.schemas.wire;

import io.homeostat.core.form.ByteSource;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns text that comes again and again into one object, without decoding it: a table from bytes to
 * values. It holds at most a fixed number of entries; a new one takes the place of an old one.
 *
 * @param <T> the values
 */
final class Interner<T> {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int WAYS = 4;

  private record Entry<T>(byte[] text, T value) {}

  private final @Nullable Entry<T>[] entries;
  private final int mask;
  private final Function<String, T> parser;

  /** A table of {@code 2^bits} entries. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  Interner(int bits, Function<String, T> parser) {
    this.entries = new Entry[1 << bits];
    this.mask = entries.length - 1;
    this.parser = parser;
  }

  /** The value of the text that stands in {@code bytes}. */
  T intern(byte[] bytes, int from, int length) {
    int home = (int) hash(bytes, from, length);
    for (int way = 0; way < WAYS; way++) {
      Entry<T> entry = entries[(home + way) & mask];
      if (entry == null) {
        return put((home + way) & mask, bytes, from, length);
      }
      if (Arrays.equals(entry.text, 0, entry.text.length, bytes, from, from + length)) {
        return entry.value;
      }
    }
    return put((home + (length & (WAYS - 1))) & mask, bytes, from, length);
  }

  /** Reads a length-prefixed text. */
  T read(ByteSource source, byte[] bytes) {
    int length = source.readLength(1);
    int from = source.position();
    source.skip(length);
    return intern(bytes, from, length);
  }

  private T put(int slot, byte[] bytes, int from, int length) {
    T value = parser.apply(new String(bytes, from, length, StandardCharsets.UTF_8));
    entries[slot] = new Entry<>(Arrays.copyOfRange(bytes, from, from + length), value);
    return value;
  }

  private static long hash(byte[] bytes, int from, int length) {
    long hash = length * 0x9e3779b97f4a7c15L;
    int i = from;
    for (int end = from + length - 7; i < end; i += 8) {
      hash = (hash ^ (long) LONGS.get(bytes, i)) * 0xff51afd7ed558ccdL;
      hash ^= hash >>> 29;
    }
    for (; i < from + length; i++) {
      hash = (hash ^ (bytes[i] & 0xff)) * 0x100000001b3L;
    }
    return hash ^ (hash >>> 32);
  }
}
