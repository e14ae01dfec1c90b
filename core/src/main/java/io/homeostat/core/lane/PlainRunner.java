package io.homeostat.core.lane;

import java.util.ArrayList;
import java.util.List;

/** Folds over one recorded lane in a plain loop: for replay, simulation and tests. */
public final class PlainRunner {
  private final LaneDriver driver;
  private final int lane;
  private final MapCells cells = new MapCells();
  private long offset = -1;

  public PlainRunner(Fold fold, Lanes lanes, int lane) {
    this.driver = new LaneDriver(fold, lanes);
    this.lane = lane;
  }

  /**
   * A runner that goes on from an exported state: the next record must stand after {@link #offset}.
   */
  public static PlainRunner resume(Fold fold, Lanes lanes, byte[] state) {
    MapCells cells = new MapCells();
    StateForm.Header header =
        StateForm.read(fold, new LaneDriver(fold, lanes).tables(), state, cells);
    PlainRunner runner = new PlainRunner(fold, lanes, header.lane(), cells);
    runner.offset = header.offset();
    return runner;
  }

  private PlainRunner(Fold fold, Lanes lanes, int lane, MapCells from) {
    this(fold, lanes, lane);
    driver.tables().forEach(table -> copyTable(table, from));
  }

  private <V> void copyTable(Table<V> table, MapCells from) {
    from.forEach(table, (key, value) -> cells.put(table, key, value));
  }

  /** Takes one record in. */
  public List<Output> apply(LaneRecord record) {
    if (record.offset() <= offset) {
      throw new IllegalArgumentException(
          "record " + record.offset() + " of lane " + lane + " does not stand after " + offset);
    }
    offset = record.offset();
    return driver.apply(lane, cells, record);
  }

  /** Takes records in, in order; all that comes out. */
  public List<Output> run(Iterable<LaneRecord> records) {
    List<Output> outputs = new ArrayList<>();
    records.forEach(record -> outputs.addAll(apply(record)));
    return outputs;
  }

  /** The last record taken in; −1 before the first. */
  public long offset() {
    return offset;
  }

  /** The state after the last record. */
  public byte[] export() {
    return StateForm.write(driver.fold(), driver.tables(), lane, offset, cells);
  }

  /** The state, to look into. */
  public Cells cells() {
    return cells;
  }
}
