package io.homeostat.ingest.clock;

import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Now;
import io.homeostat.core.lane.Outputs;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Table;
import java.util.ArrayList;
import java.util.List;

/** What a fold over the governance lane sees of time. */
record FoldedTime(List<Long> times) implements Fold {

  /** The times that a fold sees, in order. */
  static List<Long> of(List<LaneRecord> lane) {
    FoldedTime fold = new FoldedTime(new ArrayList<>());
    new PlainRunner(fold, Lanes.LOCAL, 0).run(lane);
    return fold.times;
  }

  @Override
  public String name() {
    return "folded-time";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Stream input() {
    return Stream.GOVERNANCE;
  }

  @Override
  public List<Stream> downstream() {
    return List.of();
  }

  @Override
  public List<Table<?>> tables() {
    return List.of();
  }

  @Override
  public void step(Cells cells, LaneRecord record, Outputs outputs) {
    if (record.fact() instanceof Now now) {
      times.add(now.timeMillis());
    }
  }
}
