package io.homeostat.core.embedding.watch;

import io.homeostat.core.embedding.EmbeddingStatistics;
import io.homeostat.core.form.Forms;
import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.DueQueue;
import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Now;
import io.homeostat.core.lane.Outputs;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Table;
import io.homeostat.core.model.EmbeddingReport;
import io.homeostat.core.model.EmbeddingVector;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.SeriesNames;
import io.homeostat.core.telemetry.lane.LaneClock;
import io.homeostat.core.telemetry.lane.LeftOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The fold over vectors. A model's first vectors in a collection are its reference; later ones are
 * compared with it window by window. What comes of it is a sensor's fact: a report, and the same
 * values as series of the collection, which detectors judge as any others.
 */
public final class EmbeddingFold implements Fold {
  private static final Table<Window> WINDOWS =
      new Table<>("embedding.windows", new Window.CellFormOf());
  private static final Table<Window> REFERENCES =
      new Table<>("embedding.references", new Window.CellFormOf());
  private static final Table<Models> MODELS =
      new Table<>("embedding.models", Forms.ofRecord(Models.class));

  private final LeftOut leftOut = LeftOut.by("embedding", Omission.class);
  private final DueQueue due = new DueQueue("embedding.due", LaneClock.GRAIN_MILLIS);
  private final WatchSettings settings;
  private final Supplier<EmbeddingStatistics> statistics;

  /**
   * The fold.
   *
   * @param statistics the backend; asked for when a window is judged
   */
  public EmbeddingFold(WatchSettings settings, Supplier<EmbeddingStatistics> statistics) {
    this.settings = settings;
    this.statistics = statistics;
  }

  @Override
  public String name() {
    return "embedding";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Stream input() {
    return Stream.EMBEDDINGS;
  }

  @Override
  public List<Stream> downstream() {
    return List.of();
  }

  @Override
  public List<Table<?>> tables() {
    List<Table<?>> tables =
        new ArrayList<>(List.of(WINDOWS, REFERENCES, MODELS, leftOut.table(), LaneClock.table()));
    tables.addAll(due.tables());
    return tables;
  }

  /** How many vectors of a lane were not taken in at all. */
  public long leftOut(Cells cells, Omission reason) {
    return leftOut.of(cells, reason);
  }

  @Override
  public void step(Cells cells, LaneRecord record, Outputs outputs) {
    Fact fact = record.fact();
    if (fact instanceof EmbeddingVector vector) {
      take(cells, vector, outputs);
    } else if (fact instanceof Now now) {
      look(cells, LaneClock.advance(cells, now).nowMillis(), outputs);
    }
  }

  private void take(Cells cells, EmbeddingVector vector, Outputs outputs) {
    LaneClock clock = LaneClock.of(cells);
    if (!clock.started()) {
      leftOut.add(cells, Omission.BEFORE_FIRST_TICK, 1);
      return;
    }
    Watched watched = Watched.of(vector);
    Models models = cells.get(MODELS, watched.models()).orElse(Models.NONE);
    var with = models.with(vector.model(), clock.nowMillis());
    if (with.isEmpty()) {
      leftOut.add(cells, Omission.TOO_MANY_MODELS, 1);
      return;
    }
    cells.put(MODELS, watched.models(), with.get());
    String key = watched.key();
    Window window =
        cells
            .get(WINDOWS, key)
            .orElseGet(() -> begun(cells, key, vector.dimension(), clock.nowMillis()));
    window.add(vector.id(), vector.floats(), clock.nowMillis());
    if (window.compared() && window.count() >= settings.window()) {
      window = judged(cells, watched, window, clock.nowMillis(), outputs);
    } else if (!window.compared() && window.count() >= settings.reference()) {
      report(cells, watched, window, "the reference is complete", clock.nowMillis(), outputs);
      cells.put(REFERENCES, key, window);
      window = window.next(clock.nowMillis(), true);
    }
    cells.put(WINDOWS, key, window);
  }

  private Window begun(Cells cells, String key, int dimension, long nowMillis) {
    Window window = new Window(dimension, nowMillis);
    schedule(cells, key, window, nowMillis);
    return window;
  }

  private void schedule(Cells cells, String key, Window window, long nowMillis) {
    window.wakeAt(nowMillis + settings.windowMillis());
    due.schedule(cells, window.wakeMillis(), key);
  }

  private void look(Cells cells, long nowMillis, Outputs outputs) {
    for (String key : due.due(cells, nowMillis)) {
      cells
          .get(WINDOWS, key)
          .filter(window -> window.wakeMillis() <= nowMillis)
          .ifPresent(window -> look(cells, Watched.parse(key), window, nowMillis, outputs));
    }
  }

  private void look(Cells cells, Watched watched, Window window, long nowMillis, Outputs outputs) {
    String key = watched.key();
    if (nowMillis - window.heardMillis() >= settings.forgetMillis()) {
      cells.remove(WINDOWS, key);
      cells.remove(REFERENCES, key);
      cells
          .get(MODELS, watched.models())
          .ifPresent(
              models -> cells.put(MODELS, watched.models(), models.without(watched.model())));
      return;
    }
    Window next = window;
    boolean old = nowMillis - window.beganMillis() >= settings.windowMillis();
    if (old && window.compared() && window.count() >= settings.least()) {
      next = judged(cells, watched, window, nowMillis, outputs);
    } else if (old && !window.empty()) {
      report(cells, watched, window, tooFew(window), nowMillis, outputs);
      window.told(nowMillis);
    }
    schedule(cells, key, next, nowMillis);
    cells.put(WINDOWS, key, next);
  }

  private String tooFew(Window window) {
    return window.compared()
        ? window.count() + " vectors; " + settings.least() + " are judged"
        : "the reference has " + window.count() + " of " + settings.reference() + " vectors";
  }

  private Window judged(
      Cells cells, Watched watched, Window window, long nowMillis, Outputs outputs) {
    EmbeddingStatistics backend = statistics.get();
    Window reference = cells.get(REFERENCES, watched.key()).orElseThrow();
    WindowJudge.Comparison comparison = new WindowJudge(backend).compare(reference, window);
    emit(
        cells,
        watched,
        window,
        new Told(reference.count(), backend.backend(), comparison),
        nowMillis,
        outputs);
    return window.next(nowMillis, true);
  }

  private void report(
      Cells cells,
      Watched watched,
      Window window,
      String unknown,
      long nowMillis,
      Outputs outputs) {
    var nothing = new WindowJudge.Comparison(unknown, Map.of(), List.of());
    emit(cells, watched, window, new Told(0, "", nothing), nowMillis, outputs);
  }

  /** What is told of a window beside its own counts. */
  private record Told(int reference, String backend, WindowJudge.Comparison comparison) {}

  private void emit(
      Cells cells, Watched watched, Window window, Told told, long nowMillis, Outputs outputs) {
    int models =
        cells
            .get(MODELS, watched.models())
            .orElse(Models.NONE)
            .since(Math.min(window.beganMillis(), nowMillis - settings.windowMillis()));
    Map<String, Double> values = new TreeMap<>(told.comparison().values());
    EmbeddingReport report =
        new EmbeddingReport(
            watched.collection(),
            watched.model(),
            watched.role(),
            window.beganMillis(),
            nowMillis,
            told.reference(),
            window.count(),
            window.notANumber(),
            window.infinite(),
            window.zero(),
            window.otherDimension(),
            models,
            told.backend(),
            told.comparison().unknown(),
            SeriesNames.of(List.copyOf(values.keySet())),
            values.values().stream().mapToDouble(Double::doubleValue).toArray(),
            told.comparison().outlying());
    String key = watched.collection().text();
    outputs.emit(Stream.EMBEDDING_REPORTS, key, report);
    outputs.emit(Stream.METRICS, key, ReportSeries.frame(report, values));
  }
}
