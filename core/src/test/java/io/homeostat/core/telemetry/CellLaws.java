package io.homeostat.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneCells;
import io.homeostat.core.lane.LaneDriver;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Lanes;
import io.homeostat.core.lane.MapCells;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.PlainRunner;
import io.homeostat.core.lane.StateForm;
import io.homeostat.core.lane.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What holds for the cells of any fold, over any lane. */
public final class CellLaws {
  private static final Lanes LANES = new Lanes(1, 1);

  private CellLaws() {}

  /** A run that goes on from an exported state says what an uninterrupted one says. */
  public static void resumes(Supplier<? extends Fold> fold, List<LaneRecord> records, int split) {
    PlainRunner whole = new PlainRunner(fold.get(), LANES, 0);
    List<Output> expected = whole.run(records);
    PlainRunner first = new PlainRunner(fold.get(), LANES, 0);
    List<Output> said = new ArrayList<>(first.run(records.subList(0, split)));
    PlainRunner second = PlainRunner.resume(fold.get(), LANES, first.export());
    assertThat(second.export()).isEqualTo(first.export());
    said.addAll(second.run(records.subList(split, records.size())));
    assertThat(Script.all(said)).isEqualTo(Script.all(expected));
    assertThat(second.export()).isEqualTo(whole.export());
  }

  /** A state that is written and read at every access says the same. */
  public static void isWhatIsWritten(Supplier<? extends Fold> fold, List<LaneRecord> records) {
    assertThat(Script.all(new WrittenCells(fold.get(), LANES).run(records)))
        .isEqualTo(Script.all(new PlainRunner(fold.get(), LANES, 0).run(records)));
  }

  /** A copy of the cells stays as it is while the fold goes on. */
  public static void copiesAreDeep(
      Supplier<? extends Fold> fold, List<LaneRecord> records, int split) {
    PlainRunner runner = new PlainRunner(fold.get(), LANES, 0);
    runner.run(records.subList(0, split));
    byte[] before = runner.export();
    long offset = runner.offset();
    List<Table<?>> tables = new LaneDriver(fold.get(), LANES).tables();
    MapCells copies = new MapCells();
    tables.forEach(table -> copy(table, (LaneCells) runner.cells(), copies));
    runner.run(records.subList(split, records.size()));
    assertThat(StateForm.write(fold.get(), tables, 0, offset, copies)).isEqualTo(before);
  }

  private static <V> void copy(Table<V> table, LaneCells from, LaneCells to) {
    from.forEach(table, (key, value) -> to.put(table, key, table.form().copy(value)));
  }
}
