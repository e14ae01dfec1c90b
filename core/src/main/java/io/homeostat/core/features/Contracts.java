package io.homeostat.core.features;

import io.homeostat.core.drift.row.Field;
import io.homeostat.core.form.Forms;
import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.DueQueue;
import io.homeostat.core.lane.Outputs;
import io.homeostat.core.lane.Table;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Signal;
import io.homeostat.core.model.TableShape;
import io.homeostat.core.rules.FeatureContract;
import io.homeostat.core.rules.RuleSet;
import io.homeostat.core.telemetry.lane.InForce;
import io.homeostat.core.telemetry.lane.LaneClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What models count on, held against how tables are built, what is written to them and when that
 * was. A part of the fold over changed rows, stepped by what that reads.
 */
public final class Contracts {
  private static final Table<HeldShape> SHAPES =
      new Table<>("features.shapes", Forms.of(HeldShape.class));
  private static final Table<RowTally> TALLIES =
      new Table<>("features.tallies", new RowTally.CellFormOf());
  private static final Table<Heard> HEARD = new Table<>("features.heard", Forms.of(Heard.class));
  private static final long WINDOW_MILLIS = 60_000;

  /** A window with fewer rows goes on, until it is {@link #LONGEST_MILLIS} long. */
  private static final int LEAST_ROWS = 20;

  private static final long LONGEST_MILLIS = 3_600_000;
  private static final String ROWS = "rows ";
  private static final String FRESH = "fresh ";
  private static final String SHAPE = "shape ";

  private final DueQueue due = new DueQueue("features.due", LaneClock.GRAIN_MILLIS);
  private TreeMap<EntityId, List<FeatureContract>> byTable = new TreeMap<>();
  private RuleSet sorted = RuleSet.EMPTY;

  /**
   * When a table was last written to.
   *
   * @param door the door that told of it
   * @param atMillis by the lane's time
   * @param wakeMillis when it is looked at next
   */
  private record Heard(String door, long atMillis, long wakeMillis) {}

  /** Its part of the fold's state. */
  public List<Table<?>> tables() {
    List<Table<?>> tables = new ArrayList<>(List.of(SHAPES, TALLIES, HEARD));
    tables.addAll(Notices.tables());
    tables.addAll(due.tables());
    return tables;
  }

  /** Whether a feature comes from a table. */
  public boolean concern(RuleSet rules, EntityId table) {
    return !of(rules, table).isEmpty();
  }

  /** Takes in how a table is built; before the first tick it is judged at that. */
  public void take(Cells cells, InForce inForce, TableShape shape, Outputs outputs) {
    String key = shape.entity().text();
    HeldShape held =
        cells.get(SHAPES, key).map(was -> was.then(shape)).orElse(HeldShape.first(shape));
    cells.put(SHAPES, key, held);
    if (LaneClock.of(cells).started()) {
      judge(cells, shape.entity(), notices(cells, inForce, outputs));
    } else {
      due.schedule(cells, 0, SHAPE + key);
    }
  }

  /**
   * Takes in a row that was written to a table that is a concern.
   *
   * @param door the door that told of it
   */
  public void take(
      Cells cells,
      InForce inForce,
      EntityId table,
      String door,
      Map<String, Field> row,
      Outputs outputs) {
    List<FeatureContract> contracts = of(inForce.rules(), table);
    long now = LaneClock.of(cells).nowMillis();
    if (contracts.stream().anyMatch(FeatureContract::ofValues)) {
      count(cells, inForce.rules().version(), table, contracts, row, now);
    }
    Optional<Long> fresh = Freshness.strictest(contracts);
    Optional<Heard> before = cells.get(HEARD, table.text());
    if (fresh.isPresent() && (before.isEmpty() || before.get().atMillis() < now)) {
      long wake = before.map(Heard::wakeMillis).orElse(Long.MAX_VALUE);
      hear(cells, table, new Heard(door, now, wake), now + fresh.get());
      Freshness.written(notices(cells, inForce, outputs), contracts);
    }
  }

  private void count(
      Cells cells,
      String rules,
      EntityId table,
      List<FeatureContract> contracts,
      Map<String, Field> row,
      long now) {
    Optional<RowTally> known = cells.get(TALLIES, table.text());
    RowTally tally =
        known
            .filter(one -> one.rules().equals(rules))
            .orElseGet(() -> new RowTally(rules, now, contracts.size()));
    tally.add(contracts, row);
    cells.put(TALLIES, table.text(), tally);
    if (known.isEmpty()) {
      due.schedule(cells, now + WINDOW_MILLIS, ROWS + table.text());
    }
  }

  private void hear(Cells cells, EntityId table, Heard heard, long wakeMillis) {
    boolean sooner = wakeMillis < heard.wakeMillis();
    if (sooner) {
      due.schedule(cells, wakeMillis, FRESH + table.text());
    }
    cells.put(
        HEARD,
        table.text(),
        sooner ? new Heard(heard.door(), heard.atMillis(), wakeMillis) : heard);
  }

  /** Looks at what is due. */
  public void look(Cells cells, InForce inForce, LaneClock clock, Outputs outputs) {
    for (String key : due.due(cells, clock.nowMillis())) {
      EntityId table = EntityId.parse(key.substring(key.indexOf(' ') + 1));
      Notices notices = notices(cells, inForce, outputs);
      if (key.startsWith(SHAPE)) {
        judge(cells, table, notices);
      } else if (key.startsWith(ROWS)) {
        lookAtRows(cells, table, notices);
      } else {
        lookAtFreshness(cells, table, clock, notices);
      }
    }
  }

  /**
   * Judges each contract by its rows, where they are enough. A tally stays while it counts rows, or
   * while a signal by it is open: when nothing more comes, nothing tells whether it is still so.
   */
  private void lookAtRows(Cells cells, EntityId table, Notices notices) {
    Optional<RowTally> found = cells.get(TALLIES, table.text());
    RuleSet rules = notices.inForce().rules();
    if (found.isEmpty()) {
      return;
    }
    List<FeatureContract> contracts = of(rules, table);
    RowTally tally =
        found
            .filter(one -> one.rules().equals(rules.version()))
            .orElseGet(() -> new RowTally(rules.version(), notices.nowMillis(), contracts.size()));
    boolean wanted = false;
    for (int i = 0; i < contracts.size(); i++) {
      wanted |= lookAtRows(tally, i, contracts.get(i), notices);
    }
    if (wanted) {
      cells.put(TALLIES, table.text(), tally);
      due.schedule(cells, notices.nowMillis() + WINDOW_MILLIS, ROWS + table.text());
    } else {
      cells.remove(TALLIES, table.text());
    }
  }

  private static boolean lookAtRows(
      RowTally tally, int place, FeatureContract contract, Notices notices) {
    RowCount count = tally.count(place);
    boolean old = notices.nowMillis() - count.openedMillis() >= LONGEST_MILLIS;
    if (count.rows() >= LEAST_ROWS || (old && count.rows() > 0)) {
      ValueJudge.judge(notices, contract, tally.close(place, notices.nowMillis()));
    } else if (old) {
      ValueJudge.silent(notices, contract);
    }
    return tally.count(place).rows() > 0
        || notices
            .sent(ValueJudge.SUBJECT + contract.name())
            .filter(signal -> signal.state() == Signal.State.FIRING)
            .isPresent();
  }

  private void lookAtFreshness(Cells cells, EntityId table, LaneClock clock, Notices notices) {
    Optional<Heard> found =
        cells.get(HEARD, table.text()).filter(each -> each.wakeMillis() <= clock.nowMillis());
    if (found.isEmpty()) {
      return;
    }
    Heard heard = found.get();
    long next =
        Freshness.look(
            notices, of(notices.inForce().rules(), table), clock, heard.door(), heard.atMillis());
    if (next == Long.MAX_VALUE) {
      cells.remove(HEARD, table.text());
    } else {
      hear(cells, table, new Heard(heard.door(), heard.atMillis(), Long.MAX_VALUE), next);
    }
  }

  /** Other rules or another topology: what is known is held against them. */
  public void apply(Cells cells, InForce inForce, Outputs outputs) {
    if (!LaneClock.of(cells).started()) {
      return;
    }
    Notices notices = notices(cells, inForce, outputs);
    sort(inForce.rules());
    for (Map.Entry<EntityId, List<FeatureContract>> each : byTable.entrySet()) {
      judge(cells, each.getKey(), notices);
      hearAnew(cells, each.getKey(), each.getValue(), notices.nowMillis());
    }
    for (String key : notices.open()) {
      settle(cells, key, notices);
    }
  }

  /** Another bound of freshness counts from when the table was written to. */
  private void hearAnew(
      Cells cells, EntityId table, List<FeatureContract> contracts, long nowMillis) {
    Optional<Heard> heard = cells.get(HEARD, table.text());
    Optional<Long> fresh = Freshness.strictest(contracts);
    if (heard.isPresent() && fresh.isPresent()) {
      hear(cells, table, heard.get(), Math.max(nowMillis, heard.get().atMillis() + fresh.get()));
    }
  }

  /** What a signal is about may be asked for no longer. */
  private void settle(Cells cells, String key, Notices notices) {
    if (key.startsWith(ShapeJudge.SUBJECT)) {
      judge(cells, EntityId.parse(key.substring(ShapeJudge.SUBJECT.length())), notices);
      return;
    }
    EntityId table = notices.sent(key).map(Signal::entity).orElseThrow();
    boolean asked =
        of(notices.inForce().rules(), table).stream()
            .anyMatch(
                contract ->
                    (contract.ofValues() && key.equals(ValueJudge.SUBJECT + contract.name()))
                        || (contract.freshMillis().isPresent()
                            && key.equals(Freshness.SUBJECT + contract.name())));
    if (!asked) {
      notices.end(key, "the contract that " + table.name() + " broke has changed or is gone");
    }
  }

  private void judge(Cells cells, EntityId table, Notices notices) {
    List<FeatureContract> contracts = of(notices.inForce().rules(), table);
    Optional<HeldShape> held = cells.get(SHAPES, table.text());
    held.ifPresent(shape -> ShapeJudge.judge(notices, contracts, shape));
    if (contracts.isEmpty() && held.isPresent() && !held.get().shape().present()) {
      cells.remove(SHAPES, table.text());
    }
  }

  private static Notices notices(Cells cells, InForce inForce, Outputs outputs) {
    return new Notices(cells, inForce, LaneClock.of(cells).nowMillis(), outputs);
  }

  private List<FeatureContract> of(RuleSet rules, EntityId table) {
    sort(rules);
    return byTable.getOrDefault(table, List.of());
  }

  private void sort(RuleSet rules) {
    if (!rules.version().equals(sorted.version())) {
      byTable = new TreeMap<>();
      for (FeatureContract contract : rules.features()) {
        byTable.computeIfAbsent(contract.table(), any -> new ArrayList<>()).add(contract);
      }
      sorted = rules;
    }
  }
}
