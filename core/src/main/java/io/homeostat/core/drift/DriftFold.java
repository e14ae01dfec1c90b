package io.homeostat.core.drift;

import io.homeostat.core.drift.row.Field;
import io.homeostat.core.drift.row.RowText;
import io.homeostat.core.features.Contracts;
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
import io.homeostat.core.model.DriftReport;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Rebase;
import io.homeostat.core.model.RowChange;
import io.homeostat.core.model.Signal;
import io.homeostat.core.model.TableShape;
import io.homeostat.core.rules.DriftRule;
import io.homeostat.core.telemetry.lane.Context;
import io.homeostat.core.telemetry.lane.InForce;
import io.homeostat.core.telemetry.lane.LaneClock;
import io.homeostat.core.telemetry.lane.LeftOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fold over the rows that are written to tables, inserted or updated. For each drift rule that
 * names a table, windows of the database's own time are counted column by column, and each closed
 * window is compared with its reference. A row of an earlier window counts in the one under way.
 * Beside it, what models count on: {@link Contracts}, by those rows and by how tables are built.
 */
public final class DriftFold implements Fold {
  private static final Table<TableDrift> TABLES =
      new Table<>("drift.tables", new TableDrift.CellFormOf());
  private static final Table<Segments> SEGMENTS =
      new Table<>("drift.segments", Forms.of(Segments.class));
  private static final long AHEAD_MILLIS = 60_000;

  /** Rows may come so long after they were committed. */
  private static final long GRACE_MILLIS = 10_000;

  private static final int MOST_SEGMENTS = 20;

  /** As many sets of features, which are in no database, are watched by a rule in a lane. */
  private static final int MOST_SETS = 200;

  private final LeftOut leftOut = LeftOut.by("drift", DriftOmission.class);
  private final Context context;
  private final DueQueue due = new DueQueue("drift.due", LaneClock.GRAIN_MILLIS);
  private final Watched watched = new Watched();
  private final Contracts contracts = new Contracts();

  /** The segments of a table, or the sets of a rule, that are watched. */
  private record Segments(List<String> values) {}

  public DriftFold() {
    this(new Context());
  }

  /** The fold with other readers of context. */
  public DriftFold(Context context) {
    this.context = context;
  }

  @Override
  public String name() {
    return "drift";
  }

  @Override
  public int version() {
    return 2;
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
    List<Table<?>> tables = new ArrayList<>(List.of(TABLES, SEGMENTS, References.table()));
    tables.add(leftOut.table());
    tables.add(LaneClock.table());
    tables.addAll(context.tables());
    tables.addAll(due.tables());
    tables.addAll(contracts.tables());
    return tables;
  }

  /** How many rows of a lane were left out. */
  public long leftOut(Cells cells, DriftOmission reason) {
    return leftOut.of(cells, reason);
  }

  @Override
  public void step(Cells cells, LaneRecord record, Outputs outputs) {
    Fact fact = record.fact();
    if (fact instanceof RowChange change) {
      take(cells, change, record.origin().door(), outputs);
    } else if (fact instanceof TableShape shape) {
      contracts.take(cells, context.inForce(cells), shape, outputs);
    } else if (fact instanceof Rebase rebase) {
      take(cells, rebase, outputs);
    } else if (fact instanceof Now now) {
      LaneClock clock = LaneClock.advance(cells, now);
      for (String key : due.due(cells, clock.nowMillis())) {
        look(cells, key, clock.nowMillis(), outputs);
      }
      contracts.look(cells, context.inForce(cells), clock, outputs);
    } else if (fact instanceof ContextDocument document) {
      context.accept(cells, document, LaneClock.of(cells).nowMillis());
      contracts.apply(cells, context.inForce(cells), outputs);
    }
  }

  private void take(Cells cells, RowChange change, String door, Outputs outputs) {
    boolean written =
        change.operation() == RowChange.Operation.INSERT
            || change.operation() == RowChange.Operation.UPDATE;
    if (!written || change.after().isEmpty()) {
      return;
    }
    InForce inForce = context.inForce(cells);
    List<DriftRule> rules = watched.rules(inForce, change.table());
    boolean concern = contracts.concern(inForce.rules(), change.table());
    if (rules.isEmpty() && !concern) {
      return;
    }
    LaneClock clock = LaneClock.of(cells);
    Optional<Map<String, Field>> row = row(cells, clock, change);
    if (row.isPresent()) {
      for (DriftRule rule : rules) {
        take(cells, inForce, rule, change, row.get(), outputs);
      }
      if (concern) {
        contracts.take(cells, inForce, change.table(), door, row.get(), outputs);
      }
    }
  }

  private Optional<Map<String, Field>> row(Cells cells, LaneClock clock, RowChange change) {
    if (!clock.started()) {
      leftOut.add(cells, DriftOmission.BEFORE_FIRST_TICK, 1);
    } else if (change.committedMillis() > clock.nowMillis() + AHEAD_MILLIS) {
      leftOut.add(cells, DriftOmission.AHEAD, 1);
    } else {
      try {
        return change.after().map(RowText::read);
      } catch (IllegalArgumentException e) {
        leftOut.add(cells, DriftOmission.UNREADABLE, 1);
      }
    }
    return Optional.empty();
  }

  private void take(
      Cells cells,
      InForce inForce,
      DriftRule rule,
      RowChange change,
      Map<String, Field> row,
      Outputs outputs) {
    Place place = Place.of(rule, change.table(), segment(rule, row));
    boolean crowded =
        !change.logged() && !admitted(cells, rule.name(), change.table().text(), MOST_SETS);
    if (crowded || !admitted(cells, place.whole(), place.segment(), MOST_SEGMENTS)) {
      leftOut.add(cells, DriftOmission.CROWDED, 1);
      return;
    }
    String key = place.key();
    long index = Math.floorDiv(change.committedMillis(), rule.windowMillis());
    TableDrift drift = cells.get(TABLES, key).orElse(null);
    boolean known = drift != null;
    if (drift != null && !drift.version().equals(Place.version(rule))) {
      end(cells, inForce, place, drift, changed(place), outputs);
      drift = null;
    }
    if (drift == null) {
      drift = new TableDrift(Place.version(rule), rule.span(), index);
      if (!known) {
        schedule(cells, key, rule, drift);
      }
    }
    if (index > drift.index()) {
      close(cells, inForce, place, rule, drift, index, outputs);
    }
    drift.add(change.after().orElse(""), row, rule);
    cells.put(TABLES, key, drift);
  }

  private static String segment(DriftRule rule, Map<String, Field> row) {
    if (rule.segment().isEmpty()) {
      return "";
    }
    Field field = row.get(rule.segment());
    if (field instanceof Field.Text text) {
      return text.value();
    }
    return field instanceof Field.Numeric number ? Double.toString(number.value()) : "";
  }

  /** Whether one more is watched, of which senders can make up as many as they like. */
  private static boolean admitted(Cells cells, String key, String value, int most) {
    if (value.isEmpty()) {
      return true;
    }
    Segments known = cells.get(SEGMENTS, key).orElse(new Segments(List.of()));
    if (known.values().contains(value)) {
      return true;
    }
    if (known.values().size() >= most) {
      return false;
    }
    List<String> more = new ArrayList<>(known.values());
    more.add(value);
    cells.put(SEGMENTS, key, new Segments(List.copyOf(more)));
    return true;
  }

  private void schedule(Cells cells, String key, DriftRule rule, TableDrift drift) {
    due.schedule(cells, (drift.index() + 1) * rule.windowMillis() + GRACE_MILLIS, key);
  }

  /** A window's time is over. */
  private void look(Cells cells, String key, long nowMillis, Outputs outputs) {
    Optional<TableDrift> found = cells.get(TABLES, key);
    if (found.isEmpty()) {
      return;
    }
    TableDrift drift = found.get();
    InForce inForce = context.inForce(cells);
    Place place = Place.parse(key);
    Optional<DriftRule> rule =
        watched.rules(inForce, place.table()).stream()
            .filter(one -> one.name().equals(place.rule()))
            .findFirst();
    if (rule.isEmpty() || !drift.version().equals(Place.version(rule.get()))) {
      end(cells, inForce, place, drift, changed(place), outputs);
      cells.remove(TABLES, key);
      return;
    }
    long now = Math.floorDiv(nowMillis - GRACE_MILLIS, rule.get().windowMillis());
    if (now > drift.index()) {
      close(cells, inForce, place, rule.get(), drift, now, outputs);
      cells.put(TABLES, key, drift);
    }
    schedule(cells, key, rule.get(), drift);
  }

  private void close(
      Cells cells,
      InForce inForce,
      Place place,
      DriftRule rule,
      TableDrift drift,
      long next,
      Outputs outputs) {
    String key = place.key();
    long rows = drift.rows();
    long index = drift.index();
    Optional<Counted> reference = References.of(cells, key, rule, drift, index);
    Optional<Stretch> closed = drift.closing(rule);
    if (closed.isPresent()) {
      WindowJudge.Looked looked =
          judge(inForce, place, rule)
              .judge(
                  drift,
                  reference,
                  closed.get().counted(drift.columns()),
                  rows,
                  LaneClock.of(cells).nowMillis());
      looked.signal().ifPresent(signal -> emit(outputs, signal));
      report(outputs, looked.report());
      References.keep(cells, key, rule, drift, closed.get(), next);
    }
    drift.begin(next, closed.isPresent());
  }

  /** A person replaces a reference: what was gathered is forgotten, and what comes begins anew. */
  private void take(Cells cells, Rebase rebase, Outputs outputs) {
    Place place = new Place(rebase.rule(), rebase.table(), rebase.segment());
    Optional<TableDrift> known = cells.get(TABLES, place.key());
    InForce inForce = context.inForce(cells);
    Optional<DriftRule> rule =
        watched.rules(inForce, place.table()).stream()
            .filter(one -> one.name().equals(place.rule()))
            .findFirst();
    if (known.isEmpty() || rule.isEmpty()) {
      leftOut.add(cells, DriftOmission.REBASE_OF_NOTHING, 1);
      return;
    }
    String why =
        rebase.who().text()
            + " has replaced the reference of "
            + place.table().name()
            + (rebase.reason().isEmpty() ? "" : ": " + rebase.reason());
    end(cells, inForce, place, known.get(), why, outputs);
    long nowMillis = LaneClock.of(cells).nowMillis();
    TableDrift fresh =
        new TableDrift(
            Place.version(rule.get()),
            rule.get().span(),
            // Rows may be ahead of the lane's time, and a window is not told of twice.
            Math.max(known.get().index(), Math.floorDiv(nowMillis, rule.get().windowMillis())));
    cells.put(TABLES, place.key(), fresh);
    report(outputs, judge(inForce, place, rule.get()).begun(fresh));
  }

  private static WindowJudge judge(InForce inForce, Place place, DriftRule rule) {
    return new WindowJudge(
        rule,
        place.table(),
        inForce.topology().systemOf(place.table()),
        place.segment(),
        inForce.rules().version(),
        Weights.of(inForce.rules().features(), place.table()));
  }

  /** Whole only the newest judged window is kept, so that who follows the topic is soon done. */
  private static void report(Outputs outputs, DriftReport report) {
    if (report.whole()) {
      outputs.emit(Stream.DRIFT_REPORTS, Reporting.wholeKey(report), report);
    }
    outputs.emit(Stream.DRIFT_REPORTS, Reporting.key(report), report.figures());
  }

  private static String changed(Place place) {
    return "the rule that compared " + place.table().name() + " has changed or is gone";
  }

  /** What was gathered is of no use any more. */
  private static void end(
      Cells cells, InForce inForce, Place place, TableDrift drift, String why, Outputs outputs) {
    long nowMillis = LaneClock.of(cells).nowMillis();
    drift
        .sent()
        .map(
            sent ->
                sent.turned(Signal.State.RESOLVED, nowMillis, 0, why, inForce.rules().version()))
        .ifPresent(signal -> emit(outputs, signal));
    report(
        outputs,
        DriftReport.ended(
            Reporting.id(place),
            place.rule(),
            place.table(),
            inForce.topology().systemOf(place.table()),
            place.segment(),
            nowMillis,
            why,
            inForce.rules().version()));
    References.forgetAll(cells, place.key(), drift);
  }

  private static void emit(Outputs outputs, Signal signal) {
    outputs.emit(Stream.SIGNALS, signal.system(), signal);
  }
}
