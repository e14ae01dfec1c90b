package io.homeostat.core.drift;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.RowChange;
import io.homeostat.core.model.Signal;
import io.homeostat.core.telemetry.Lane;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A lane on which rows are written to one table, ten a second. */
final class RowLane {
  static final EntityId TABLE = EntityId.parse("pg-table:demo/rag/public.orders");

  private final Lane lane;
  private long position;

  RowLane(String rules) {
    lane = new Lane(Lane.START - Lane.START % 60_000).tick().rules(rules);
  }

  Lane lane() {
    return lane;
  }

  void write(String after) {
    write(after, RowChange.Operation.INSERT);
  }

  void write(String after, RowChange.Operation operation) {
    position++;
    lane.add(
        "cdc/1",
        new RowChange(
            TABLE,
            operation,
            position,
            position,
            lane.now(),
            "{}",
            Optional.empty(),
            Optional.of(after)));
  }

  RowLane minutes(int minutes, Supplier<String> rows) {
    for (int second = 0; second < 60 * minutes; second++) {
      for (int i = 0; i < 10; i++) {
        write(rows.get());
      }
      lane.second();
    }
    return this;
  }

  List<Signal> signals() {
    return lane.run(new DriftFold(), Signal.class);
  }
}
