package io.homeostat.core.churn;

import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.lane.DueQueue;
import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Now;
import io.homeostat.core.lane.Outputs;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Table;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.RowChange;
import io.homeostat.core.telemetry.lane.Context;
import io.homeostat.core.telemetry.lane.EntityKeys;
import io.homeostat.core.telemetry.lane.LaneClock;
import io.homeostat.core.telemetry.lane.LeftOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fold over changed rows. It counts them per table by the database's own time, so that a
 * backlog of capture is no burst; a burst becomes a change of kind {@code data}, told when it
 * begins and again, with its totals, when it has ended. A truncated table is such a change, too.
 */
public final class ChurnFold implements Fold {
  private static final Table<TableChurn> TABLES =
      new Table<>("churn.tables", new TableChurn.CellFormOf());
  private static final long AHEAD_MILLIS = 60_000;
  private static final long FORGET_MILLIS = 86_400_000;

  private final LeftOut leftOut = LeftOut.by("churn", ChurnOmission.class);
  private final ChurnSettings settings;
  private final Context context;
  private final DueQueue due = new DueQueue("churn.due", LaneClock.GRAIN_MILLIS);
  private final EntityKeys keys = new EntityKeys();

  public ChurnFold() {
    this(ChurnSettings.DEFAULT, new Context());
  }

  /** The fold with other bounds, or other readers of context. */
  public ChurnFold(ChurnSettings settings, Context context) {
    this.settings = settings;
    this.context = context;
  }

  @Override
  public String name() {
    return "churn";
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
    return List.of(Stream.SIGNALS);
  }

  @Override
  public List<Table<?>> tables() {
    List<Table<?>> tables = new ArrayList<>(List.of(TABLES, leftOut.table(), LaneClock.table()));
    tables.addAll(context.tables());
    tables.addAll(due.tables());
    return tables;
  }

  /** How many changes of a lane were left out. */
  public long leftOut(Cells cells, ChurnOmission reason) {
    return leftOut.of(cells, reason);
  }

  @Override
  public void step(Cells cells, LaneRecord record, Outputs outputs) {
    Fact fact = record.fact();
    if (fact instanceof RowChange change) {
      take(cells, change, record.origin().door(), outputs);
    } else if (fact instanceof Now now) {
      look(cells, LaneClock.advance(cells, now), outputs);
    } else if (fact instanceof ContextDocument document) {
      context.accept(cells, document, LaneClock.of(cells).nowMillis());
    }
  }

  private void take(Cells cells, RowChange change, String door, Outputs outputs) {
    LaneClock clock = LaneClock.of(cells);
    Optional<ChurnOmission> refused = refused(clock, change);
    if (refused.isPresent()) {
      leftOut.add(cells, refused.get(), 1);
    } else if (change.operation() == RowChange.Operation.TRUNCATE) {
      emit(outputs, truncated(cells, change, clock));
    } else {
      count(cells, clock, change, door, outputs);
    }
  }

  private static Optional<ChurnOmission> refused(LaneClock clock, RowChange change) {
    if (!clock.started()) {
      return Optional.of(ChurnOmission.BEFORE_FIRST_TICK);
    }
    if (!change.logged()) {
      return Optional.of(ChurnOmission.NOT_LOGGED);
    }
    if (change.operation() == RowChange.Operation.READ) {
      return Optional.of(ChurnOmission.SNAPSHOT);
    }
    return change.committedMillis() > clock.nowMillis() + AHEAD_MILLIS
        ? Optional.of(ChurnOmission.AHEAD)
        : Optional.empty();
  }

  private void count(Cells cells, LaneClock clock, RowChange change, String door, Outputs outputs) {
    EntityId table = change.table();
    String key = keys.of(table);
    TableChurn churn = cells.get(TABLES, key).orElseGet(TableChurn::new);
    churn
        .advance(change.committedMillis(), settings)
        .ifPresent(burst -> finish(outputs, table, burst, clock));
    churn.count(change.operation());
    churn.heard(door, clock.nowMillis());
    if (churn.bursting(settings)) {
      Burst begun = churn.begin(context.inForce(cells).topology().systemOf(table), settings);
      emit(outputs, begun.change(table, Change.State.BEGUN, clock.nowMillis()));
    }
    schedule(cells, key, churn, dueMillis(churn, clock));
    cells.put(TABLES, key, churn);
  }

  private long dueMillis(TableChurn churn, LaneClock clock) {
    long silentSince = Math.max(churn.heardMillis(), clock.steadySinceMillis());
    if (churn.burst().isEmpty()) {
      return silentSince + FORGET_MILLIS;
    }
    String door = churn.door();
    if (!clock.doors().containsKey(door)) {
      return silentSince + settings.quietMillis();
    }
    return clock.open(door)
        ? Math.max(silentSince, clock.doorSinceMillis(door)) + settings.quietMillis()
        : clock.nowMillis() + settings.quietMillis();
  }

  private void schedule(Cells cells, String key, TableChurn churn, long timeMillis) {
    if (timeMillis < churn.wakeMillis()) {
      churn.wakeAt(timeMillis);
      due.schedule(cells, timeMillis, key);
    }
  }

  private void look(Cells cells, LaneClock clock, Outputs outputs) {
    for (String key : due.due(cells, clock.nowMillis())) {
      cells
          .get(TABLES, key)
          .filter(churn -> churn.wakeMillis() <= clock.nowMillis())
          .ifPresent(churn -> look(cells, clock, key, churn, outputs));
    }
  }

  private void look(Cells cells, LaneClock clock, String key, TableChurn churn, Outputs outputs) {
    churn.wakeAt(Long.MAX_VALUE);
    if (clock.nowMillis() >= dueMillis(churn, clock)) {
      Optional<Burst> ended = churn.end();
      if (ended.isEmpty()) {
        cells.remove(TABLES, key);
        return;
      }
      finish(outputs, EntityId.parse(key), ended.get(), clock);
    }
    schedule(cells, key, churn, dueMillis(churn, clock));
    cells.put(TABLES, key, churn);
  }

  private static void finish(Outputs outputs, EntityId table, Burst burst, LaneClock clock) {
    emit(outputs, burst.change(table, Change.State.FINISHED, clock.nowMillis()));
  }

  private Change truncated(Cells cells, RowChange change, LaneClock clock) {
    EntityId table = change.table();
    return new Change(
        Ids.of("data", table.text(), "truncate", Long.toString(change.position())),
        "data",
        table,
        context.inForce(cells).topology().systemOf(table),
        Change.State.FINISHED,
        change.committedMillis(),
        clock.nowMillis(),
        "",
        "all rows of " + table.name() + " were removed at once (truncate)");
  }

  private static void emit(Outputs outputs, Change change) {
    outputs.emit(Stream.SIGNALS, change.system(), change);
  }
}
