package io.homeostat.core.logs;

import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.lane.DueQueue;
import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Now;
import io.homeostat.core.lane.Outputs;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Table;
import io.homeostat.core.logs.template.TemplateAlias;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.LogAlias;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.Signal;
import io.homeostat.core.telemetry.lane.Context;
import io.homeostat.core.telemetry.lane.EntityKeys;
import io.homeostat.core.telemetry.lane.InForce;
import io.homeostat.core.telemetry.lane.LaneClock;
import io.homeostat.core.telemetry.lane.LeftOut;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fold over logs. Lines that a rule looks for are counted by their own time, and judged 5 s
 * later, so that lines that come within that bound may come in any order; a line that comes later
 * still counts while the window reaches back to it. Where rules ask for templates, the lines of
 * each entity are mined in the order in which they come.
 */
public final class LogsFold implements Fold {
  private static final Table<LogState> ENTITIES =
      new Table<>("logs.entities", new LogState.CellFormOf());
  private static final Table<Norms> NORMS = new Table<>("logs.norms", new Norms.CellFormOf());
  private static final long HOLD_MILLIS = 5_000;
  private static final long AHEAD_MILLIS = 60_000;
  private static final int MOST_BINDINGS = 100_000;
  private static final long FORGOTTEN_MILLIS = 86_400_000;

  private final LeftOut leftOut = LeftOut.by("logs", LogOmission.class);
  private final Context context;
  private final DueQueue due = new DueQueue("logs.due", LaneClock.GRAIN_MILLIS);
  private final DueQueue minutes = new DueQueue("logs.minutes", LaneClock.GRAIN_MILLIS);
  private final LineReader reader = new LineReader();
  private final EntityKeys keys = new EntityKeys();
  private final Map<String, LogBinding> bindings = new HashMap<>();

  public LogsFold() {
    this(new Context());
  }

  /** The fold with other readers of context. */
  public LogsFold(Context context) {
    this.context = context;
  }

  @Override
  public String name() {
    return "logs";
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public Stream input() {
    return Stream.LOGS;
  }

  @Override
  public List<Stream> downstream() {
    return List.of(Stream.SIGNALS);
  }

  @Override
  public List<Table<?>> tables() {
    List<Table<?>> tables =
        new ArrayList<>(List.of(ENTITIES, NORMS, leftOut.table(), LaneClock.table()));
    tables.addAll(reader.tables());
    tables.addAll(context.tables());
    tables.addAll(due.tables());
    tables.addAll(minutes.tables());
    return tables;
  }

  /** How many lines of a lane were left out. */
  public long leftOut(Cells cells, LogOmission reason) {
    return leftOut.of(cells, reason);
  }

  /** Whether anything is remembered of an entity's lines but matches of rules. */
  public boolean remembers(Cells cells, EntityId entity) {
    return cells.get(NORMS, keys.of(entity)).isPresent()
        || reader.remembers(cells, keys.of(entity));
  }

  @Override
  public void step(Cells cells, LaneRecord record, Outputs outputs) {
    Fact fact = record.fact();
    if (fact instanceof LogEntry entry) {
      take(cells, entry, record.origin().door(), outputs);
    } else if (fact instanceof Now now) {
      look(cells, LaneClock.advance(cells, now), outputs);
    } else if (fact instanceof ContextDocument document) {
      context.accept(cells, document, LaneClock.of(cells).nowMillis());
    }
  }

  private void take(Cells cells, LogEntry entry, String door, Outputs outputs) {
    LaneClock clock = LaneClock.of(cells);
    if (!clock.started()) {
      leftOut.add(cells, LogOmission.BEFORE_FIRST_TICK, 1);
      return;
    }
    if (entry.timeMillis() > clock.nowMillis() + AHEAD_MILLIS) {
      leftOut.add(cells, LogOmission.AHEAD, 1);
      return;
    }
    String key = keys.of(entry.entity());
    LogBinding binding = binding(key, entry.entity(), context.inForce(cells));
    Optional<Norms> norms =
        binding.remembers()
            ? cells.get(NORMS, key).or(() -> Optional.of(new Norms(clock.nowMillis())))
            : Optional.empty();
    norms.filter(known -> binding.mines()).ifPresent(known -> known.minedFrom(clock.nowMillis()));
    LineReader.Said said = reader.read(cells, key, entry, binding, norms);
    said.aliases().forEach(alias -> tell(alias, entry, binding.system(), outputs));
    norms.ifPresent(known -> remember(cells, clock, key, entry, said, known, door));
    long minedMillis = norms.map(known -> known.minedMillis(clock.nowMillis())).orElse(0L);
    List<LogBinding.Search> found =
        binding.searches().stream()
            .filter(search -> search.finds(said, entry.body(), minedMillis))
            .toList();
    if (!found.isEmpty()) {
      count(cells, clock, key, entry, found, door);
    }
  }

  private static void tell(TemplateAlias alias, LogEntry entry, String system, Outputs outputs) {
    LogAlias told =
        new LogAlias(entry.entity(), system, alias.from(), alias.to(), entry.timeMillis());
    outputs.emit(Stream.SIGNALS, system, told);
  }

  private void remember(
      Cells cells,
      LaneClock clock,
      String key,
      LogEntry entry,
      LineReader.Said said,
      Norms norms,
      String door) {
    Line line = Line.of(entry.timeMillis(), entry.body());
    boolean taken = norms.add(said.level(), line, said.template());
    leftOut.add(cells, LogOmission.LATE, taken ? 0 : 1);
    norms.came(door, clock.nowMillis());
    if (norms.wakeMillis() == Long.MAX_VALUE) {
      wake(cells, key, norms, clock.nowMillis() + LaneClock.GRAIN_MILLIS);
    }
    cells.put(NORMS, key, norms);
  }

  private void wake(Cells cells, String key, Norms norms, long timeMillis) {
    norms.wakeAt(timeMillis);
    minutes.schedule(cells, timeMillis, key);
  }

  private void count(
      Cells cells,
      LaneClock clock,
      String key,
      LogEntry entry,
      List<LogBinding.Search> found,
      String door) {
    LogState state = cells.get(ENTITIES, key).orElseGet(LogState::new);
    Line line = Line.of(entry.timeMillis(), entry.body());
    long settled = clock.nowMillis() - HOLD_MILLIS;
    for (LogBinding.Search search : found) {
      long window = search.test().windowMillis();
      boolean taken =
          line.timeMillis() > settled - window
              && state
                  .windows()
                  .computeIfAbsent(search.fingerprint(), unused -> new LogWindow(window))
                  .add(line);
      leftOut.add(cells, LogOmission.LATE, taken ? 0 : 1);
    }
    if (!state.windows().isEmpty()) {
      state.door(door);
      schedule(cells, key, state, clock.nowMillis() + LaneClock.GRAIN_MILLIS);
      cells.put(ENTITIES, key, state);
    }
  }

  private void schedule(Cells cells, String key, LogState state, long timeMillis) {
    if (timeMillis < state.wakeMillis()) {
      state.wakeAt(timeMillis);
      due.schedule(cells, timeMillis, key);
    }
  }

  private void look(Cells cells, LaneClock clock, Outputs outputs) {
    InForce inForce = context.inForce(cells);
    List<Signal> said = new ArrayList<>();
    LogJudge judge = new LogJudge(HOLD_MILLIS, clock, inForce, said::add);
    for (String key : due.due(cells, clock.nowMillis())) {
      cells
          .get(ENTITIES, key)
          .filter(state -> state.wakeMillis() <= clock.nowMillis())
          .ifPresent(state -> look(cells, key, state, judge));
    }
    NormJudge norms = new NormJudge(HOLD_MILLIS, clock, inForce, said::add);
    for (String key : minutes.due(cells, clock.nowMillis())) {
      cells.get(NORMS, key).ifPresent(known -> look(cells, key, known, norms));
    }
    said.sort(Comparator.comparing(signal -> keys.of(signal.entity())));
    said.forEach(signal -> outputs.emit(Stream.SIGNALS, signal.system(), signal));
  }

  private void look(Cells cells, String key, LogState state, LogJudge judge) {
    state.wakeAt(Long.MAX_VALUE);
    long next = judge.judge(binding(key, EntityId.parse(key), judge.inForce()), state);
    if (state.windows().isEmpty()) {
      cells.remove(ENTITIES, key);
    } else {
      schedule(cells, key, state, LaneClock.roundUp(next));
      cells.put(ENTITIES, key, state);
    }
  }

  private void look(Cells cells, String key, Norms norms, NormJudge judge) {
    LogBinding binding = binding(key, EntityId.parse(key), judge.inForce());
    long now = judge.clock().nowMillis();
    long silentSince = Math.max(norms.lastMillis(), judge.clock().steadySinceMillis());
    boolean silent = now >= silentSince + FORGOTTEN_MILLIS;
    if (silent || !binding.remembers()) {
      judge.forget(
          norms,
          silent ? "no line has come for a day: forgotten" : "the rule is no longer in force");
      cells.remove(NORMS, key);
      reader.forget(cells, key);
      return;
    }
    if (!binding.mines()) {
      norms.minedNoMore();
      reader.forget(cells, key);
    }
    wake(cells, key, norms, LaneClock.roundUp(judge.judge(binding, norms)));
    cells.put(NORMS, key, norms);
  }

  private LogBinding binding(String key, EntityId entity, InForce inForce) {
    LogBinding known = bindings.get(key);
    if (known != null && known.holds(inForce)) {
      return known;
    }
    if (bindings.size() >= MOST_BINDINGS) {
      bindings.clear();
    }
    LogBinding created = LogBinding.of(entity, inForce);
    bindings.put(key, created);
    return created;
  }
}
