package io.homeostat.ingest.cdc;

import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Outputs;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Table;
import io.homeostat.core.model.RowChange;
import io.homeostat.ingest.broker.LaneReader;
import java.util.ArrayList;
import java.util.List;

/** What a fold over changes gets to see, after duplicates were dropped by their origin. */
record SeenChanges(List<RowChange> changes) implements Fold {

  /** The changes that folds over all lanes see, lane by lane. */
  static List<RowChange> of(LaneReader reader) {
    SeenChanges seen = new SeenChanges(new ArrayList<>());
    for (int lane = 0; lane < Lanes.LOCAL.of(Stream.CHANGES); lane++) {
      new PlainRunner(seen, Lanes.LOCAL, lane).run(reader.lane(lane));
    }
    return seen.changes;
  }

  @Override
  public String name() {
    return "seen-changes";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Stream input() {
    return Stream.CHANGES;
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
    if (record.fact() instanceof RowChange change) {
      changes.add(change);
    }
  }
}
