package io.homeostat.processors.shell;

import io.homeostat.core.lane.LaneCells;
import io.homeostat.core.lane.Table;
import java.io.IOError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;

/**
 * The state of the current lane in Flink: one {@link MapState} per table. State that can't be read
 * is an {@link IOError}, so that no driver takes it for a fold's failure: the job restarts.
 */
final class StateCells implements LaneCells {
  private final Map<String, MapState<String, Cell>> tables = new HashMap<>();

  StateCells(RuntimeContext context, List<Table<?>> tables) {
    for (Table<?> table : tables) {
      var descriptor =
          new MapStateDescriptor<>(
              "table." + table.name(), StringSerializer.INSTANCE, new CellSerializer());
      if (this.tables.put(table.name(), context.getMapState(descriptor)) != null) {
        throw new IllegalArgumentException(
            "two tables are named " + table.name() + ": names are unique within a fold");
      }
    }
  }

  @Override
  public <V> Optional<V> get(Table<V> table, String key) {
    try {
      Cell cell = state(table).get(key);
      return cell == null ? Optional.empty() : Optional.of(cell.value(table.form()));
    } catch (Exception e) {
      throw broken(table, e);
    }
  }

  @Override
  public <V> void put(Table<V> table, String key, V value) {
    try {
      state(table).put(key, Cell.of(table.form(), value));
    } catch (Exception e) {
      throw broken(table, e);
    }
  }

  @Override
  public void remove(Table<?> table, String key) {
    try {
      state(table).remove(key);
    } catch (Exception e) {
      throw broken(table, e);
    }
  }

  @Override
  public <V> void forEach(Table<V> table, BiConsumer<String, V> visitor) {
    try {
      for (Map.Entry<String, Cell> entry : state(table).entries()) {
        visitor.accept(entry.getKey(), entry.getValue().peek(table.form()));
      }
    } catch (Exception e) {
      throw broken(table, e);
    }
  }

  private MapState<String, Cell> state(Table<?> table) {
    return Objects.requireNonNull(
        tables.get(table.name()), () -> "table " + table.name() + " is not in the fold's tables()");
  }

  private static IOError broken(Table<?> table, Exception cause) {
    return new IOError(
        new IllegalStateException("table " + table.name() + " can't be used", cause));
  }
}
