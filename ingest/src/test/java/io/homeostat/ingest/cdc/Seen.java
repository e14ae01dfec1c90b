package io.homeostat.ingest.cdc;

import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Outputs;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Table;
import io.homeostat.core.model.EmbeddingVector;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.RowChange;
import io.homeostat.ingest.broker.LaneReader;
import java.util.ArrayList;
import java.util.List;

/** What a fold over a stream gets to see, after duplicates were dropped by their origin. */
record Seen<F extends Fact>(Stream input, Class<F> type, List<F> facts) implements Fold {

  /** The changes that folds over all lanes see, lane by lane. */
  static List<RowChange> changes(LaneReader reader) {
    return of(reader, Stream.CHANGES, RowChange.class);
  }

  /** The vectors. */
  static List<EmbeddingVector> vectors(LaneReader reader) {
    return of(reader, Stream.EMBEDDINGS, EmbeddingVector.class);
  }

  private static <F extends Fact> List<F> of(LaneReader reader, Stream stream, Class<F> type) {
    Seen<F> seen = new Seen<>(stream, type, new ArrayList<>());
    for (int lane = 0; lane < Lanes.LOCAL.of(stream); lane++) {
      new PlainRunner(seen, Lanes.LOCAL, lane).run(reader.lane(lane));
    }
    return seen.facts;
  }

  @Override
  public String name() {
    return "seen";
  }

  @Override
  public int version() {
    return 1;
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
    if (type.isInstance(record.fact())) {
      facts.add(type.cast(record.fact()));
    }
  }
}
