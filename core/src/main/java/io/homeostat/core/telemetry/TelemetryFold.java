package io.homeostat.core.telemetry;

import io.homeostat.core.detect.Detection;
import io.homeostat.core.lane.Cells;
import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.lane.DueQueue;
import io.homeostat.core.lane.Fold;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Now;
import io.homeostat.core.lane.Outputs;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Table;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.Observation;
import io.homeostat.core.model.ObservationRequest;
import io.homeostat.core.model.Signal;
import io.homeostat.core.observe.Aggregates;
import io.homeostat.core.observe.Questions;
import io.homeostat.core.telemetry.lane.Context;
import io.homeostat.core.telemetry.lane.EntityKeys;
import io.homeostat.core.telemetry.lane.LaneClock;
import io.homeostat.core.telemetry.lane.LeftOut;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The fold over metrics. A frame is held until the lane's time has come 5 s past its own, then
 * taken in, in the order of time; so records that come within that bound may come in any order.
 * What is taken in is remembered in steps and judged by the detector rules; questions about it are
 * answered.
 */
public final class TelemetryFold implements Fold {
  private static final Table<HeldFrames> HELD =
      new Table<>("telemetry.held", new HeldFrames.CellFormOf());
  private static final Table<EntityState> ENTITIES =
      new Table<>("telemetry.entities", new EntityState.CellFormOf());

  private final LeftOut leftOut = LeftOut.by("telemetry", Omission.class);
  private final TelemetrySettings settings;
  private final Context context;
  private final DueQueue due = new DueQueue("telemetry.due", LaneClock.GRAIN_MILLIS);
  private final EntityKeys keys = new EntityKeys();
  private final Questions questions;
  private final Intake intake;

  /** The fold with the bounds in use. */
  public TelemetryFold() {
    this(TelemetrySettings.DEFAULT, new Context());
  }

  /** The fold with other bounds, or other readers of context. */
  public TelemetryFold(TelemetrySettings settings, Context context) {
    this.settings = settings;
    this.context = context;
    this.questions = new Questions(settings.holdMillis());
    this.intake = new Intake(settings, new Detection(settings.holdMillis()), leftOut);
  }

  @Override
  public String name() {
    return "telemetry";
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public Stream input() {
    return Stream.METRICS;
  }

  @Override
  public List<Stream> downstream() {
    return List.of(Stream.SIGNALS);
  }

  @Override
  public List<Table<?>> tables() {
    List<Table<?>> tables = new ArrayList<>(List.of(HELD, ENTITIES, leftOut.table()));
    tables.add(LaneClock.table());
    tables.addAll(context.tables());
    tables.addAll(due.tables());
    tables.addAll(questions.tables());
    tables.addAll(Aggregates.tables());
    return tables;
  }

  /** How much of a lane was left out. */
  public long leftOut(Cells cells, Omission reason) {
    return leftOut.of(cells, reason);
  }

  @Override
  public void step(Cells cells, LaneRecord record, Outputs outputs) {
    Fact fact = record.fact();
    if (fact instanceof MetricFrame frame) {
      hold(cells, frame);
    } else if (fact instanceof Now now) {
      LaneClock clock = LaneClock.advance(cells, now);
      wake(cells, clock, outputs);
      answer(cells, clock, outputs);
    } else if (fact instanceof ObservationRequest request) {
      ask(cells, request, outputs);
    } else if (fact instanceof ContextDocument document) {
      context.accept(cells, document, LaneClock.of(cells).nowMillis());
    }
  }

  private void hold(Cells cells, MetricFrame frame) {
    LaneClock clock = LaneClock.of(cells);
    Optional<Omission> refused = refused(clock, frame);
    String key = keys.of(frame.entity());
    if (refused.isPresent()) {
      leftOut.add(cells, refused.get(), 1);
      if (refused.get() == Omission.LATE) {
        late(new Intake.Scene(cells, clock, context.inForce(cells)), key, frame);
      }
      return;
    }
    HeldFrames held = cells.get(HELD, key).orElseGet(HeldFrames::new);
    if (held.size() >= settings.mostHeld()) {
      leftOut.add(cells, Omission.CROWDED, 1);
      return;
    }
    held.add(frame);
    schedule(cells, key, held, HeldFrames.dueMillis(frame.timeMillis(), settings.holdMillis()));
    cells.put(HELD, key, held);
  }

  private Optional<Omission> refused(LaneClock clock, MetricFrame frame) {
    if (!clock.started()) {
      return Optional.of(Omission.BEFORE_FIRST_TICK);
    }
    if (frame.timeMillis() > clock.nowMillis() + settings.aheadMillis()) {
      return Optional.of(Omission.AHEAD);
    }
    boolean late =
        HeldFrames.dueMillis(frame.timeMillis(), settings.holdMillis()) <= clock.nowMillis();
    return late ? Optional.of(Omission.LATE) : Optional.empty();
  }

  /** What comes too late is left out, but is no silence. */
  private void late(Intake.Scene scene, String key, MetricFrame frame) {
    Optional<EntityState> known = scene.cells().get(ENTITIES, key);
    known.ifPresent(
        state -> {
          intake.late(scene, key, state, frame);
          scene.cells().put(ENTITIES, key, state);
        });
  }

  private void schedule(Cells cells, String key, HeldFrames held, long timeMillis) {
    if (timeMillis < held.wakeMillis()) {
      held.wakeAt(timeMillis);
      due.schedule(cells, timeMillis, key);
    }
  }

  /** What an entity has to say at a tick. */
  private record Said(String key, Signal signal) {}

  private void wake(Cells cells, LaneClock clock, Outputs outputs) {
    Intake.Scene scene = new Intake.Scene(cells, clock, context.inForce(cells));
    List<Said> said = new ArrayList<>();
    for (String key : due.due(cells, clock.nowMillis())) {
      HeldFrames held = cells.get(HELD, key).orElseGet(HeldFrames::new);
      if (held.wakeMillis() <= clock.nowMillis()) {
        look(scene, key, held, said);
      }
    }
    said.sort(Comparator.comparing(Said::key));
    said.forEach(one -> outputs.emit(Stream.SIGNALS, one.signal().system(), one.signal()));
  }

  private void look(Intake.Scene scene, String key, HeldFrames held, List<Said> said) {
    Cells cells = scene.cells();
    long now = scene.clock().nowMillis();
    EntityState state = cells.get(ENTITIES, key).orElseGet(EntityState::new);
    Intake.Look look = intake.new Look(scene, key, state, s -> said.add(new Said(key, s)));
    look.take(held.takeDue(now, settings.holdMillis()));
    long next = Math.min(look.judgeSilence(), held.nextDueMillis(settings.holdMillis()));
    long forget = look.forgetMillis();
    if (held.size() == 0 && forget <= now) {
      look.forget();
      cells.remove(ENTITIES, key);
      cells.remove(HELD, key);
      return;
    }
    cells.put(ENTITIES, key, state);
    held.wakeAt(Long.MAX_VALUE);
    schedule(cells, key, held, Math.min(next, forget));
    cells.put(HELD, key, held);
  }

  private void ask(Cells cells, ObservationRequest request, Outputs outputs) {
    LaneClock clock = LaneClock.of(cells);
    Optional<Observation> atOnce =
        clock.started()
            ? questions.ask(cells, request, clock.nowMillis())
            : Optional.of(Questions.unknown(request));
    atOnce.ifPresent(answer -> outputs.emit(Stream.SIGNALS, answer.system(), answer));
  }

  private void answer(Cells cells, LaneClock clock, Outputs outputs) {
    for (ObservationRequest request : questions.settled(cells, clock.nowMillis())) {
      String key = keys.of(request.entity());
      Observation answer =
          cells
              .get(ENTITIES, key)
              .map(s -> Questions.answer(cells, key, s.columns(), s.steps(), request))
              .orElseGet(() -> Questions.unknown(request));
      outputs.emit(Stream.SIGNALS, answer.system(), answer);
    }
  }
}
