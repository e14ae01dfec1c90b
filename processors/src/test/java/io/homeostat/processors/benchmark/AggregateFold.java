package io.homeostat.processors.benchmark;

import io.homeostat.core.form.Forms;
import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Outputs;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Table;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.telemetry.lane.EntityKeys;
import java.util.List;

/** Count, sum, least and most of every series: a fold small enough that what carries it shows. */
final class AggregateFold implements Fold {
  static final int WIDTH = 4;

  private final Table<double[]> aggregates = new Table<>("aggregates", Forms.of(double[].class));
  private final EntityKeys keys = new EntityKeys();

  @Override
  public String name() {
    return "aggregate";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Stream input() {
    return Stream.METRICS;
  }

  @Override
  public List<Stream> downstream() {
    return List.of();
  }

  @Override
  public List<Table<?>> tables() {
    return List.of(aggregates);
  }

  @Override
  public void step(Cells cells, LaneRecord record, Outputs outputs) {
    if (record.fact() instanceof MetricFrame frame) {
      String key = keys.of(frame.entity());
      double[] cell =
          cells.get(aggregates, key).orElseGet(() -> new double[WIDTH * frame.values().length]);
      addFrame(cell, frame.values());
      cells.put(aggregates, key, cell);
    }
  }

  /** Takes a frame into the cell of its entity. */
  static void addFrame(double[] cell, double[] values) {
    for (int i = 0; i < values.length; i++) {
      addSample(cell, i * WIDTH, values[i]);
    }
  }

  /** Takes a sample in. */
  static void addSample(double[] cell, int at, double value) {
    cell[at + 2] = cell[at] == 0 ? value : Math.min(cell[at + 2], value);
    cell[at + 3] = cell[at] == 0 ? value : Math.max(cell[at + 3], value);
    cell[at]++;
    cell[at + 1] += value;
  }
}
