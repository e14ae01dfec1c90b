package io.homeostat.core.lane;

import io.homeostat.core.form.Forms;
import io.homeostat.core.model.ActionNote;
import io.homeostat.core.model.Fact;
import java.util.ArrayList;
import java.util.List;

/**
 * A fold that counts notes, and repeats each of them with its number; a note "fail" it can't take.
 */
final class CountingFold implements Fold {
  static final Table<Long> COUNT = new Table<>("count", Forms.of(Long.class));

  final List<Fact> seen = new ArrayList<>();
  private final int version;

  CountingFold() {
    this(1);
  }

  CountingFold(int version) {
    this.version = version;
  }

  static ActionNote note(String text) {
    return new ActionNote("c", "i", "system", 1, text);
  }

  @Override
  public String name() {
    return "counting";
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public Stream input() {
    return Stream.SIGNALS;
  }

  @Override
  public List<Stream> downstream() {
    return List.of(Stream.GOVERNANCE);
  }

  @Override
  public List<Table<?>> tables() {
    return List.of(COUNT);
  }

  @Override
  public void step(Cells cells, LaneRecord record, Outputs outputs) {
    seen.add(record.fact());
    if (record.fact() instanceof ActionNote note) {
      if (note.text().equals("fail")) {
        throw new IllegalStateException("no room for failures");
      }
      long count = cells.get(COUNT, "").orElse(0L) + 1;
      cells.put(COUNT, "", count);
      outputs.emit(Stream.OUTCOMES, "key", note(note.text() + " is number " + count));
    }
  }
}
