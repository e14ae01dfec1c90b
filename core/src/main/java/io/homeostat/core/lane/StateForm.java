package io.homeostat.core.lane;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.FormException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The binary form of a lane's whole state: a header (magic, fold, version, lane, offset), every
 * table with its entries in the order of their keys, and a CRC-32C of all of it. Equal states give
 * equal bytes in every shell.
 */
public final class StateForm {
  private static final byte[] MAGIC = "HMST1".getBytes(StandardCharsets.US_ASCII);

  /**
   * What a state is of.
   *
   * @param fold the fold's name
   * @param version the version of its form
   * @param lane the lane
   * @param offset the last record taken in
   */
  public record Header(String fold, int version, int lane, long offset) {}

  private StateForm() {}

  /** Writes the state of a lane. */
  public static byte[] write(
      Fold fold, List<Table<?>> tables, int lane, long offset, LaneCells cells) {
    ByteSink sink = new ByteSink(64 * 1024);
    sink.writeRaw(MAGIC, 0, MAGIC.length);
    sink.writeString(fold.name());
    sink.writeLong(fold.version());
    sink.writeLong(lane);
    sink.writeLong(offset);
    Map<String, Table<?>> ordered = new TreeMap<>();
    tables.forEach(table -> ordered.put(table.name(), table));
    sink.writeLong(ordered.size());
    ordered.values().forEach(table -> writeTable(table, cells, sink));
    byte[] body = sink.toByteArray();
    sink.writeFixedLong(crc(body, body.length));
    return sink.toByteArray();
  }

  /**
   * Reads a state into empty cells.
   *
   * @throws FormException when the bytes are corrupt, or of another fold or version
   */
  public static Header read(Fold fold, List<Table<?>> tables, byte[] bytes, LaneCells cells) {
    int end = bytes.length - Long.BYTES;
    if (end < MAGIC.length
        || new ByteSource(bytes, end, bytes.length).readFixedLong() != crc(bytes, end)) {
      throw new FormException(
          "the state of " + fold.name() + " is corrupt: its checksum does not match");
    }
    ByteSource source = new ByteSource(bytes, 0, end);
    for (byte expected : MAGIC) {
      if (source.readByte() != expected) {
        throw new FormException("these bytes are no exported state: they don't begin with HMST1");
      }
    }
    Header header =
        new Header(source.readString(), source.readInt(), source.readInt(), source.readLong());
    if (!header.fold().equals(fold.name()) || header.version() != fold.version()) {
      throw new FormException(
          "the state is of fold "
              + header.fold()
              + " version "
              + header.version()
              + "; this release has "
              + fold.name()
              + " version "
              + fold.version()
              + ": replay from the beginning, or use that release");
    }
    Map<String, Table<?>> known = new TreeMap<>();
    tables.forEach(table -> known.put(table.name(), table));
    int count = source.readInt();
    for (int i = 0; i < count; i++) {
      String name = source.readString();
      Table<?> table = known.get(name);
      if (table == null) {
        throw new FormException("the state of " + fold.name() + " has an unknown table " + name);
      }
      readTable(table, source, cells);
    }
    return header;
  }

  private static <V> void writeTable(Table<V> table, LaneCells cells, ByteSink sink) {
    Map<String, V> entries = new TreeMap<>();
    cells.forEach(table, entries::put);
    sink.writeString(table.name());
    sink.writeLong(entries.size());
    ByteSink value = new ByteSink();
    entries.forEach(
        (key, entry) -> {
          value.clear();
          table.form().write(entry, value);
          sink.writeString(key);
          sink.writeBytes(value.toByteArray());
        });
  }

  private static <V> void readTable(Table<V> table, ByteSource source, LaneCells cells) {
    int size = source.readLength(2);
    for (int i = 0; i < size; i++) {
      String key = source.readString();
      cells.put(table, key, table.form().read(new ByteSource(source.readBytes())));
    }
  }

  private static long crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }
}
