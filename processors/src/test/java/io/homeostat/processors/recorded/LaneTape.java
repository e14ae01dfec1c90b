package io.homeostat.processors.recorded;

import io.homeostat.core.lane.Origin;
import io.homeostat.core.model.Fact;
import io.homeostat.processors.shell.LaneBytes;
import io.homeostat.schemas.wire.Wire;
import java.util.ArrayList;
import java.util.List;

/** Writes down one lane, record by record, as a log would hold it. */
public final class LaneTape {
  private final int lane;
  private final Wire wire = new Wire();
  private final List<LaneBytes> records = new ArrayList<>();
  private long timeMillis;
  private long doorCount;

  /** An empty lane whose log's clock stands at {@code timeMillis}. */
  public LaneTape(int lane, long timeMillis) {
    this.lane = lane;
    this.timeMillis = timeMillis;
  }

  public long timeMillis() {
    return timeMillis;
  }

  /** Lets the log's clock go on. */
  public void advance(long millis) {
    timeMillis += millis;
  }

  /** Appends a fact that came through a door. */
  public void fromDoor(String door, Fact fact) {
    append(new Origin(door, lane, ++doorCount, 0), fact);
  }

  /** Appends a fact of any origin. */
  public void append(Origin origin, Fact fact) {
    appendBytes(wire.encode(origin, fact));
  }

  /** Appends the last record once more, as a door does that was not sure of it. */
  public void repeatLast() {
    if (!records.isEmpty()) {
      appendBytes(last().bytes());
    }
  }

  /** Appends bytes that need not be a record. */
  public void appendBytes(byte[] bytes) {
    records.add(new LaneBytes(lane, records.size(), timeMillis, bytes));
  }

  /** The record written last. */
  public LaneBytes last() {
    return records.get(records.size() - 1);
  }

  /** What was written down. */
  public List<LaneBytes> records() {
    return List.copyOf(records);
  }
}
