package io.homeostat.core.telemetry;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneCells;
import io.homeostat.core.lane.LaneDriver;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** State as a shell holds it that keeps bytes: nothing survives but what is written. */
public final class WrittenCells implements LaneCells {
  private final Map<String, Map<String, byte[]>> tables = new HashMap<>();
  private final LaneDriver driver;

  public WrittenCells(Fold fold, Lanes lanes) {
    driver = new LaneDriver(fold, lanes);
  }

  public List<Output> run(List<LaneRecord> records) {
    List<Output> outputs = new ArrayList<>();
    records.forEach(record -> outputs.addAll(driver.apply(0, this, record)));
    return outputs;
  }

  @Override
  public <V> Optional<V> get(Table<V> table, String key) {
    return Optional.ofNullable(tables.getOrDefault(table.name(), Map.of()).get(key))
        .map(bytes -> table.form().read(new ByteSource(bytes)));
  }

  @Override
  public <V> void put(Table<V> table, String key, V value) {
    ByteSink sink = new ByteSink();
    table.form().write(table.form().copy(value), sink);
    tables.computeIfAbsent(table.name(), name -> new TreeMap<>()).put(key, sink.toByteArray());
  }

  @Override
  public void remove(Table<?> table, String key) {
    tables.getOrDefault(table.name(), new TreeMap<>()).remove(key);
  }

  @Override
  public <V> void forEach(Table<V> table, BiConsumer<String, V> visitor) {
    tables
        .getOrDefault(table.name(), Map.of())
        .forEach((key, bytes) -> visitor.accept(key, table.form().read(new ByteSource(bytes))));
  }
}
