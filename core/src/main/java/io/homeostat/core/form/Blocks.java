package io.homeostat.core.form;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Avro's blocks of arrays and maps. We write one block at most; that is all we read. */
final class Blocks {

  /** The most items of a list that take no byte: only a corrupt count asks for more. */
  private static final int MOST_WITHOUT_BYTES = 65_536;

  private Blocks() {}

  static <T> List<T> readList(ByteSource source, Form<T> item) {
    int length = source.readLength(0);
    if (length == 0) {
      return List.of();
    }
    List<T> items = new ArrayList<>(Math.min(length, source.remaining()));
    int begin = source.position();
    for (int i = 0; i < length; i++) {
      items.add(item.read(source));
      if (i >= MOST_WITHOUT_BYTES && source.position() == begin) {
        throw new FormException("a list of " + length + " items that take no byte");
      }
    }
    return Collections.unmodifiableList(end(source, length, items));
  }

  static <T> SortedMap<String, T> readMap(ByteSource source, Form<T> item) {
    int length = source.readLength(1);
    SortedMap<String, T> entries = new TreeMap<>();
    for (int i = 0; i < length; i++) {
      entries.put(source.readString(), item.read(source));
    }
    return Collections.unmodifiableSortedMap(end(source, length, entries));
  }

  static <T> T end(ByteSource source, int length, T value) {
    if (length > 0 && source.readLong() != 0) {
      throw new FormException("an array or map of more than one block");
    }
    return value;
  }
}
