package io.homeostat.processors.recorded;

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
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.Observation;
import io.homeostat.core.model.ObservationRequest;
import io.homeostat.core.model.Severity;
import io.homeostat.core.model.Signal;
import java.util.ArrayList;
import java.util.List;

/**
 * A fold that uses all that a shell offers: state changed in place, a queue by time, documents,
 * answers, an output per spike, and a failure of its own at a value below zero.
 */
public final class TallyFold implements Fold {
  private static final int COUNT = 0;
  private static final int SUM = 1;
  private static final int PEAK = 2;
  private static final int LAST = 3;
  private static final long IDLE_MILLIS = 30_000;

  /** A silence in force. */
  record Silence(String version, long sinceMillis) {}

  private final Table<double[]> tallies = new Table<>("tallies", Forms.of(double[].class));
  private final Table<Silence> silences = new Table<>("silences", Forms.of(Silence.class));
  private final DueQueue checks = new DueQueue("checks", 1_000);

  @Override
  public String name() {
    return "tally";
  }

  @Override
  public int version() {
    return 1;
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
    List<Table<?>> all = new ArrayList<>(List.of(tallies, silences));
    all.addAll(checks.tables());
    return all;
  }

  @Override
  public void step(Cells cells, LaneRecord record, Outputs outputs) {
    if (record.fact() instanceof MetricFrame frame) {
      count(cells, record, frame, outputs);
    } else if (record.fact() instanceof Now now) {
      checks.due(cells, now.timeMillis()).forEach(entity -> check(cells, now, entity, outputs));
    } else if (record.fact() instanceof ContextDocument document) {
      cells.put(silences, document.key(), new Silence(document.version(), record.appendedMillis()));
    } else if (record.fact() instanceof ObservationRequest request) {
      answer(cells, request, outputs);
    }
  }

  private void count(Cells cells, LaneRecord record, MetricFrame frame, Outputs outputs) {
    String key = frame.entity().text();
    double[] tally = cells.get(tallies, key).orElseGet(() -> new double[LAST + 1]);
    if (tally[COUNT] == 0) {
      checks.schedule(cells, record.appendedMillis() + 5_000, key);
    }
    for (double value : frame.values()) {
      if (value < 0) {
        throw new IllegalArgumentException("a value of " + key + " is below zero: " + value);
      }
      tally[COUNT]++;
      tally[SUM] += Double.isNaN(value) ? 0 : value;
      if (value > 10 * Math.max(1, tally[PEAK])) {
        outputs.emit(Stream.SIGNALS, "rag", signal(frame.entity(), value, frame.timeMillis()));
      }
      tally[PEAK] = Math.max(tally[PEAK], Double.isNaN(value) ? 0 : value);
    }
    tally[LAST] = record.appendedMillis();
    cells.put(tallies, key, tally);
  }

  private void check(Cells cells, Now now, String key, Outputs outputs) {
    double[] tally = cells.get(tallies, key).orElseThrow();
    if (now.timeMillis() - tally[LAST] > IDLE_MILLIS) {
      cells.remove(tallies, key);
      return;
    }
    outputs.emit(
        Stream.SIGNALS,
        "rag",
        signal(EntityId.parse(key), tally[SUM] / tally[COUNT], now.timeMillis()));
    checks.schedule(cells, now.timeMillis() + 5_000, key);
  }

  private void answer(Cells cells, ObservationRequest request, Outputs outputs) {
    double[] tally =
        cells.get(tallies, request.entity().text()).orElseGet(() -> new double[LAST + 1]);
    outputs.emit(
        Stream.SIGNALS,
        request.system(),
        new Observation(
            request.id(),
            request.system(),
            request.entity(),
            request.series(),
            request.fromMillis(),
            request.toMillis(),
            request.toMillis() - request.fromMillis(),
            new long[] {request.fromMillis()},
            new double[] {tally[SUM]},
            new long[] {(long) tally[COUNT]}));
  }

  private static Signal signal(EntityId entity, double value, long at) {
    return new Signal(
        Ids.of("tally", entity.text(), Long.toString(at)),
        entity,
        "rag",
        "tally",
        "",
        "spike",
        Signal.State.FIRING,
        Severity.WARNING,
        0.5,
        at,
        at,
        value,
        0,
        "a spike of " + value,
        "");
  }
}
