package io.homeostat.actuators.governor;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.lane.LaneCells;
import io.homeostat.core.lane.Table;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * One lane's state in a store of Kafka Streams: the key is the table's name, a zero byte and the
 * cell's key; the value is the cell's binary form. What a record reads and changes is held until
 * {@link #flush}, so that each cell is read and written at most once for a record.
 */
final class StoreCells implements LaneCells {
  private final KeyValueStore<Bytes, byte[]> store;
  private final Map<Bytes, Held<?>> held = new HashMap<>();
  private final ByteSink sink = new ByteSink();

  StoreCells(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  @Override
  @SuppressWarnings("unchecked") // a key begins with its table's name, and the table fixes the type
  public <V> Optional<V> get(Table<V> table, String key) {
    return ((Held<V>) held.computeIfAbsent(name(table, key), name -> read(table, name))).value;
  }

  @Override
  public <V> void put(Table<V> table, String key, V value) {
    held.put(name(table, key), new Held<>(table, Optional.of(value), true));
  }

  @Override
  public void remove(Table<?> table, String key) {
    held.put(name(table, key), new Held<>(table, Optional.empty(), true));
  }

  @Override
  public <V> void forEach(Table<V> table, BiConsumer<String, V> visitor) {
    flush();
    Bytes from = name(table, "");
    byte[] beyond = from.get().clone();
    beyond[beyond.length - 1] = 1;
    try (KeyValueIterator<Bytes, byte[]> entries = store.range(from, Bytes.wrap(beyond))) {
      while (entries.hasNext()) {
        KeyValue<Bytes, byte[]> entry = entries.next();
        byte[] name = entry.key.get();
        if (name[from.get().length - 1] == 0) {
          String key =
              new String(
                  name, from.get().length, name.length - from.get().length, StandardCharsets.UTF_8);
          visitor.accept(key, table.form().read(new ByteSource(entry.value)));
        }
      }
    }
  }

  /** Writes what was changed to the store, and forgets what was read. */
  void flush() {
    held.forEach(
        (name, cell) -> {
          if (cell.changed) {
            store.put(name, cell.bytes(sink));
          }
        });
    held.clear();
  }

  private <V> Held<V> read(Table<V> table, Bytes name) {
    byte[] bytes = store.get(name);
    return new Held<>(
        table,
        bytes == null ? Optional.empty() : Optional.of(table.form().read(new ByteSource(bytes))),
        false);
  }

  private static Bytes name(Table<?> table, String key) {
    byte[] tableBytes = table.name().getBytes(StandardCharsets.UTF_8);
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    byte[] name = new byte[tableBytes.length + 1 + keyBytes.length];
    System.arraycopy(tableBytes, 0, name, 0, tableBytes.length);
    System.arraycopy(keyBytes, 0, name, tableBytes.length + 1, keyBytes.length);
    return Bytes.wrap(name);
  }

  private record Held<V>(Table<V> table, Optional<V> value, boolean changed) {
    byte @Nullable [] bytes(ByteSink sink) {
      if (value.isEmpty()) {
        return null;
      }
      sink.clear();
      table.form().write(value.get(), sink);
      return sink.toByteArray();
    }
  }
}
