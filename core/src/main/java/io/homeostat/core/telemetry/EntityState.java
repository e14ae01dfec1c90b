package io.homeostat.core.telemetry;

import io.homeostat.core.detect.Detectors;
import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.CellForm;
import io.homeostat.core.model.Signal;
import io.homeostat.core.observe.Columns;
import io.homeostat.core.observe.OpenSteps;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is known of an entity, but for its closed steps. Mutable. */
final class EntityState {
  /** From this many series on, the columns of series long silent are given to new ones. */
  private static final int REUSE_FROM = 256;

  private Columns columns = Columns.NONE;
  private OpenSteps steps = new OpenSteps();
  private Detectors detectors = new Detectors();
  private long heardMillis = Long.MIN_VALUE;

  Columns columns() {
    return columns;
  }

  OpenSteps steps() {
    return steps;
  }

  Detectors detectors() {
    return detectors;
  }

  /** The time of the newest frame. */
  long heardMillis() {
    return heardMillis;
  }

  void heard(long timeMillis) {
    heardMillis = timeMillis;
  }

  /**
   * Gives series columns.
   *
   * @return how many found no room
   */
  int admit(List<String> series, int most) {
    List<String> names = new ArrayList<>(columns.names());
    List<Integer> free = names.size() + series.size() > REUSE_FROM ? reusable() : List.of();
    int reused = 0;
    int refused = 0;
    for (String name : series) {
      if (reused < free.size()) {
        names.set(free.get(reused++), name);
      } else if (names.size() < most) {
        names.add(name);
      } else {
        refused++;
      }
    }
    if (refused < series.size()) {
      columns = Columns.of(names);
      steps.widen(columns.size());
      detectors.unbind();
    }
    return refused;
  }

  private List<Integer> reusable() {
    Set<String> open =
        detectors.open().stream()
            .map(Signal::series)
            .collect(Collectors.toCollection(HashSet::new));
    List<Integer> free = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (steps.blank(i) && !open.contains(columns.names().get(i))) {
        free.add(i);
      }
    }
    return free;
  }

  /** The form. */
  static final class CellFormOf implements CellForm<EntityState> {
    @Override
    public void write(EntityState value, ByteSink sink) {
      sink.writeLong(value.heardMillis);
      sink.writeLong(value.columns.size());
      value.columns.names().forEach(sink::writeString);
      value.steps.write(sink);
      value.detectors.write(sink);
    }

    @Override
    public EntityState read(ByteSource source) {
      EntityState state = new EntityState();
      state.heardMillis = source.readLong();
      int size = source.readLength(1);
      List<String> names = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        names.add(source.readString());
      }
      state.columns = Columns.of(names);
      state.steps = OpenSteps.read(source);
      state.detectors = Detectors.read(source);
      return state;
    }

    @Override
    public EntityState copy(EntityState value) {
      EntityState copy = new EntityState();
      copy.columns = value.columns;
      copy.steps = value.steps.copy();
      copy.detectors = value.detectors.copy();
      copy.heardMillis = value.heardMillis;
      return copy;
    }
  }
}
