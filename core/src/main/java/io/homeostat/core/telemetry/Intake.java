package io.homeostat.core.telemetry;

import io.homeostat.core.detect.Binding;
import io.homeostat.core.detect.Detection;
import io.homeostat.core.lane.Cells;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.Signal;
import io.homeostat.core.observe.Aggregates;
import io.homeostat.core.observe.Placement;
import io.homeostat.core.telemetry.lane.InForce;
import io.homeostat.core.telemetry.lane.LaneClock;
import io.homeostat.core.telemetry.lane.LeftOut;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes the frames of an entity in when their time has come, and judges them and their absence.
 *
 * @param settings the fold's bounds
 * @param detection judges samples
 * @param leftOut counts what is left out
 */
record Intake(TelemetrySettings settings, Detection detection, LeftOut leftOut) {

  /**
   * What an entity is looked at with, at a tick.
   *
   * @param cells the lane's state
   * @param clock the lane's clock
   * @param inForce the rules and the topology in force
   */
  record Scene(Cells cells, LaneClock clock, InForce inForce) {}

  /** Notes a frame that came later than the hold, of an entity that is known. */
  void late(Scene scene, String key, EntityState state, MetricFrame frame) {
    long now = scene.clock().nowMillis();
    detection.late(state.detectors(), key, state.columns(), scene.inForce(), frame, now);
  }

  /** One look at one entity: frames first, then silence. */
  final class Look {
    private final Scene scene;
    private final String key;
    private final EntityState state;
    private final Consumer<Signal> signals;
    private Binding binding;

    Look(Scene scene, String key, EntityState state, Consumer<Signal> signals) {
      this.scene = scene;
      this.key = key;
      this.state = state;
      this.signals = signals;
      this.binding =
          detection.attend(state.detectors(), key, state.columns(), scene.inForce(), signals);
    }

    /** Takes frames in, which are in order and not older than those before. */
    void take(List<MetricFrame> frames) {
      if (frames.size() == 1) {
        take(frames.get(0), place(frames.get(0)));
        return;
      }
      BitSet seen = new BitSet();
      for (int i = 0; i < frames.size(); i++) {
        MetricFrame frame = frames.get(i);
        Placement placement = place(frame);
        if (i > 0 && frames.get(i - 1).timeMillis() == frame.timeMillis()) {
          placement = unseen(placement, seen);
        } else {
          seen.clear();
        }
        note(placement, frame.values(), seen);
        take(frame, placement);
      }
    }

    private void take(MetricFrame frame, Placement placement) {
      long time = frame.timeMillis();
      double[] values = frame.values();
      int refused =
          Aggregates.add(scene.cells(), key, state.steps(), time, placement.columns(), values);
      leftOut.add(scene.cells(), Omission.NOT_FINITE, refused);
      detection.judge(binding, state.detectors(), placement, time, values, signals);
      state.heard(time);
    }

    private Placement place(MetricFrame frame) {
      Placement placement = state.columns().place(frame.series());
      if (placement.missing().isEmpty()) {
        return placement;
      }
      int refused = state.admit(placement.missing(), settings.mostSeries());
      leftOut.add(scene.cells(), Omission.TOO_MANY_SERIES, refused);
      binding = detection.attend(state.detectors(), key, state.columns(), scene.inForce(), signals);
      return state.columns().place(frame.series());
    }

    /** Where those series of a frame stand that had no sample at this time yet. */
    private Placement unseen(Placement placement, BitSet seen) {
      int repeated = 0;
      for (int column : placement.columns()) {
        repeated += column >= 0 && seen.get(column) ? 1 : 0;
      }
      leftOut.add(scene.cells(), Omission.REPEATED, repeated);
      return repeated == 0 ? placement : placement.without(seen);
    }

    private static void note(Placement placement, double[] values, BitSet seen) {
      for (int i = 0; i < values.length; i++) {
        int column = placement.columns()[i];
        if (column >= 0 && Double.isFinite(values[i])) {
          seen.set(column);
        }
      }
    }

    /** Judges silence; the lane's time of the next look. */
    long judgeSilence() {
      LaneClock clock = scene.clock();
      long next = detection.judgeSilence(binding, state.detectors(), clock, signals);
      return Math.min(next, clock.nowMillis() + settings.lookMillis());
    }

    /** The lane's time when the entity is forgotten, if it stays silent. */
    long forgetMillis() {
      long silentSince = Math.max(state.heardMillis(), scene.clock().steadySinceMillis());
      boolean open = state.detectors().anyOpen();
      return LaneClock.roundUp(
          silentSince + (open ? settings.giveUpMillis() : settings.forgetMillis()));
    }

    /** Forgets all of the entity but its state. */
    void forget() {
      long now = scene.clock().nowMillis();
      detection.giveUp(state.detectors(), now, now - state.heardMillis(), signals);
      detection.forget(key);
      Aggregates.remove(scene.cells(), key);
    }
  }
}
