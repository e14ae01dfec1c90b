package io.homeostat.processors.recorded;

import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.Origin;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.DeadLetter;
import io.homeostat.processors.shell.LaneBytes;
import io.homeostat.schemas.wire.Message;
import io.homeostat.schemas.wire.Wire;
import io.homeostat.schemas.wire.WireException;
import java.util.List;

/** The plain runner over a recorded lane: what every shell has to agree with. */
public final class Reference {
  private final PlainRunner runner;
  private final String source;
  private final Stream input;
  private final Wire wire = new Wire();

  /** A runner from the beginning of a lane. */
  public Reference(Fold fold, Lanes lanes, int lane) {
    this(fold, new PlainRunner(fold, lanes, lane));
  }

  /** A runner that goes on from {@code runner}'s state. */
  public Reference(Fold fold, PlainRunner runner) {
    this.runner = runner;
    this.source = fold.name() + "@" + fold.input().topic();
    this.input = fold.input();
  }

  public PlainRunner runner() {
    return runner;
  }

  /** What comes out of the lane's records, in order. */
  public List<Emitted> run(List<LaneBytes> records) {
    return records.stream().flatMap(record -> take(record).stream()).toList();
  }

  private List<Emitted> take(LaneBytes record) {
    Message message;
    try {
      message = wire.decode(record.bytes());
    } catch (WireException e) {
      return List.of(letter(record, e));
    }
    LaneRecord laneRecord =
        new LaneRecord(record.offset(), record.appendedMillis(), message.origin(), message.fact());
    return runner.apply(laneRecord).stream().map(this::emitted).toList();
  }

  private Emitted emitted(Output output) {
    return new Emitted(
        output.origin(),
        output.stream(),
        output.lane(),
        output.key(),
        wire.encode(output.origin(), output.fact()));
  }

  private Emitted letter(LaneBytes record, WireException why) {
    Origin origin = new Origin(source, record.lane(), record.offset(), 0);
    DeadLetter letter =
        new DeadLetter(
            input.topic(),
            record.lane(),
            record.offset(),
            String.valueOf(why.getMessage()),
            record.bytes());
    return new Emitted(origin, Stream.DEAD_LETTERS, 0, "", wire.encode(origin, letter));
  }
}
