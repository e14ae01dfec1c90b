package io.homeostat.core.lane;

import io.homeostat.core.model.DeadLetter;
import io.homeostat.core.model.Fact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What every shell calls for every record: drops duplicates by origin, judges ticks, assembles
 * context, runs the fold, forwards progress, exports the state each hour. All of it is part of the
 * fold in the sense of the law: the same lane gives the same outputs.
 */
public final class LaneDriver {
  /** A tick further than this from the log's own stamp is ignored, and counted. */
  static final long TICK_TOLERANCE_MILLIS = 2_000;

  /** Time between two ticks that counts as a hole. */
  static final long HOLE_MILLIS = 5_000;

  private static final long HOUR_MILLIS = 3_600_000;
  private static final int EXPORT_PIECE_BYTES = 512 * 1024;

  private final Fold fold;
  private final Lanes lanes;
  private final String source;

  public LaneDriver(Fold fold, Lanes lanes) {
    this.fold = fold;
    this.lanes = lanes;
    this.source = fold.name() + "@" + fold.input().topic();
  }

  public Fold fold() {
    return fold;
  }

  /** The source in the origins of its outputs. */
  public String source() {
    return source;
  }

  /** Every table that a shell has to hold: the fold's and the driver's. */
  public List<Table<?>> tables() {
    List<Table<?>> tables = new ArrayList<>(LaneTables.all());
    tables.addAll(fold.tables());
    return tables;
  }

  /** Takes one record in; what comes out, in order. */
  public List<Output> apply(int lane, LaneCells cells, LaneRecord record) {
    Collector outputs = new Collector(lane, record.offset());
    if (record.fact() instanceof Tick tick) {
      tick(lane, cells, record, tick, outputs);
    } else if (!Marks.admit(cells, record.origin())) {
      LaneTables.Clock clock = clock(cells);
      cells.put(
          LaneTables.CLOCK,
          LaneTables.ONLY,
          new LaneTables.Clock(
              clock.timeMillis(), clock.ignoredTicks(), clock.duplicates() + 1, clock.failures()));
    } else if (record.fact() instanceof ContextChunk chunk) {
      ContextAssembly.take(cells, chunk)
          .ifPresent(document -> step(lane, cells, record, document, outputs));
    } else {
      if (record.fact() instanceof Progress progress) {
        Marks.progress(cells, record.origin(), progress.timeMillis());
      }
      step(lane, cells, record, record.fact(), outputs);
    }
    return outputs.list;
  }

  private void tick(int lane, LaneCells cells, LaneRecord record, Tick tick, Collector outputs) {
    LaneTables.Clock clock = clock(cells);
    boolean far = Math.abs(tick.timeMillis() - record.appendedMillis()) > TICK_TOLERANCE_MILLIS;
    if (far || tick.timeMillis() <= clock.timeMillis()) {
      long ignored = clock.ignoredTicks() + (far ? 1 : 0);
      cells.put(
          LaneTables.CLOCK,
          LaneTables.ONLY,
          new LaneTables.Clock(clock.timeMillis(), ignored, clock.duplicates(), clock.failures()));
      return;
    }
    long previous = clock.started() ? clock.timeMillis() : tick.timeMillis();
    boolean hole = tick.timeMillis() - previous > HOLE_MILLIS;
    cells.put(
        LaneTables.CLOCK,
        LaneTables.ONLY,
        new LaneTables.Clock(
            tick.timeMillis(), clock.ignoredTicks(), clock.duplicates(), clock.failures()));
    Marks.live(cells, hole ? 0 : tick.timeMillis() - previous);
    step(lane, cells, record, new Now(tick.timeMillis(), previous, hole, tick.doors()), outputs);
    fold.downstream().forEach(stream -> outputs.broadcast(stream, new Progress(tick.timeMillis())));
    if (tick.timeMillis() / HOUR_MILLIS > previous / HOUR_MILLIS) {
      export(lane, cells, record.offset(), outputs);
    }
  }

  private void step(int lane, LaneCells cells, LaneRecord record, Fact fact, Collector outputs) {
    try {
      fold.step(
          cells,
          new LaneRecord(record.offset(), record.appendedMillis(), record.origin(), fact),
          outputs);
    } catch (RuntimeException e) {
      LaneTables.Clock clock = clock(cells);
      cells.put(
          LaneTables.CLOCK,
          LaneTables.ONLY,
          new LaneTables.Clock(
              clock.timeMillis(), clock.ignoredTicks(), clock.duplicates(), clock.failures() + 1));
      outputs.emit(
          Stream.DEAD_LETTERS,
          "",
          new DeadLetter(fold.input().topic(), lane, record.offset(), describe(e), new byte[0]));
    }
  }

  private String describe(RuntimeException e) {
    String where =
        Arrays.stream(e.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("io.homeostat."))
            .limit(6)
            .map(StackTraceElement::toString)
            .collect(Collectors.joining(" < "));
    return "the fold " + fold.name() + " could not take it in: " + e + " at " + where;
  }

  private void export(int lane, LaneCells cells, long offset, Collector outputs) {
    byte[] state = StateForm.write(fold, tables(), lane, offset, cells);
    int count = (state.length + EXPORT_PIECE_BYTES - 1) / EXPORT_PIECE_BYTES;
    for (int i = 0; i < count; i++) {
      byte[] piece =
          Arrays.copyOfRange(
              state, i * EXPORT_PIECE_BYTES, Math.min(state.length, (i + 1) * EXPORT_PIECE_BYTES));
      outputs.emit(
          Stream.STATES,
          fold.name() + "/" + lane + "/" + i,
          new StateExport(fold.name(), fold.version(), lane, offset, i, count, piece));
    }
  }

  private static LaneTables.Clock clock(Cells cells) {
    return cells.get(LaneTables.CLOCK, LaneTables.ONLY).orElse(LaneTables.Clock.UNSET);
  }

  private final class Collector implements Outputs {
    private final List<Output> list = new ArrayList<>(2);
    private final int inputLane;
    private final long offset;

    Collector(int inputLane, long offset) {
      this.inputLane = inputLane;
      this.offset = offset;
    }

    @Override
    public void emit(Stream stream, String key, Fact fact) {
      add(stream, lanes.lane(stream, key), key, fact);
    }

    @Override
    public void broadcast(Stream stream, Fact fact) {
      for (int i = 0; i < lanes.of(stream); i++) {
        add(stream, i, "", fact);
      }
    }

    private void add(Stream stream, int lane, String key, Fact fact) {
      list.add(
          new Output(stream, lane, key, new Origin(source, inputLane, offset, list.size()), fact));
    }
  }
}
