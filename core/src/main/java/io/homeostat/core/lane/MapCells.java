package io.homeostat.core.lane;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** State in plain maps: for the plain runner, replay and simulation. */
public final class MapCells implements LaneCells {
  private final Map<String, Map<String, Object>> tables = new HashMap<>();

  @Override
  @SuppressWarnings("unchecked")
  public <V> Optional<V> get(Table<V> table, String key) {
    Map<String, Object> entries = tables.get(table.name());
    return entries == null ? Optional.empty() : Optional.ofNullable((V) entries.get(key));
  }

  @Override
  public <V> void put(Table<V> table, String key, V value) {
    tables.computeIfAbsent(table.name(), name -> new HashMap<>()).put(key, value);
  }

  @Override
  public void remove(Table<?> table, String key) {
    Map<String, Object> entries = tables.get(table.name());
    if (entries != null) {
      entries.remove(key);
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  public <V> void forEach(Table<V> table, BiConsumer<String, V> visitor) {
    tables
        .getOrDefault(table.name(), Map.of())
        .forEach((key, value) -> visitor.accept(key, (V) value));
  }
}
