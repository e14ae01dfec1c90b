package io.homeostat.actuators.governor;

import io.homeostat.core.form.Forms;
import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.lane.DueQueue;
import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Now;
import io.homeostat.core.lane.Outputs;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Table;
import io.homeostat.core.model.ActionNote;
import io.homeostat.core.model.Control;
import java.util.ArrayList;
import java.util.List;

/**
 * A fold that uses all that a shell must carry: cells changed in place, removed and listed, a due
 * queue, keyed and broadcast outputs, context, failure.
 */
final class SampleFold implements Fold {
  /** A note with this text makes it fail. */
  static final String POISON = "poison";

  private static final long ECHO_MILLIS = 1_000;
  private static final Table<long[]> COUNTS = new Table<>("counts", Forms.of(long[].class));
  private static final Table<Pending> PENDING = new Table<>("pending", Forms.of(Pending.class));

  private final Stream input;
  private final DueQueue due = new DueQueue("due", 250);

  SampleFold(Stream input) {
    this.input = input;
  }

  /** A note that waits for its echo. */
  record Pending(String system, String text) {}

  @Override
  public String name() {
    return "sample";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Stream input() {
    return input;
  }

  @Override
  public List<Stream> downstream() {
    return List.of(Stream.COMMANDS);
  }

  @Override
  public List<Table<?>> tables() {
    List<Table<?>> tables = new ArrayList<>(List.of(COUNTS, PENDING));
    tables.addAll(due.tables());
    return tables;
  }

  @Override
  public void step(Cells cells, LaneRecord record, Outputs outputs) {
    if (record.fact() instanceof ActionNote note) {
      note(cells, note, outputs);
    } else if (record.fact() instanceof Now now) {
      due.due(cells, now.timeMillis()).forEach(id -> echo(cells, id, now, outputs));
    } else if (record.fact() instanceof ContextDocument document) {
      outputs.broadcast(
          Stream.DECISIONS, new Control(document.gone(), document.key(), document.version(), 0));
    }
  }

  private void note(Cells cells, ActionNote note, Outputs outputs) {
    if (note.text().equals(POISON)) {
      throw new IllegalStateException("poisoned by " + note.commandId());
    }
    long[] counts = cells.get(COUNTS, note.system()).orElseGet(() -> new long[2]);
    counts[0]++;
    counts[1] += note.text().length();
    cells.put(COUNTS, note.system(), counts);
    cells.put(PENDING, note.commandId(), new Pending(note.system(), note.text()));
    due.schedule(cells, note.timeMillis() + ECHO_MILLIS, note.commandId());
    outputs.emit(Stream.COMMANDS, note.system(), note);
  }

  private static void echo(Cells cells, String id, Now now, Outputs outputs) {
    cells
        .get(PENDING, id)
        .ifPresent(
            pending -> {
              cells.remove(PENDING, id);
              long count = cells.get(COUNTS, pending.system()).map(counts -> counts[0]).orElse(0L);
              outputs.emit(
                  Stream.OUTCOMES,
                  id,
                  new ActionNote(
                      id, "", pending.system(), now.timeMillis(), pending.text() + " #" + count));
            });
  }
}
