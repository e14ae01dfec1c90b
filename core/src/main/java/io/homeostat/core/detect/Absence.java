package io.homeostat.core.detect;

import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.DetectorRule;
import io.homeostat.core.telemetry.lane.LaneClock;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Judges the silence of a series: it counts from the last sample, or from when one came that was
 * too late to be taken, its door opened or ticks came back if that was later, so that it never says
 * more than the lane can tell. Its state is the detector's pace and hysteresis.
 *
 * @param holdMillis how long after its time a sample is judged
 * @param clock the lane's clock
 */
record Absence(long holdMillis, LaneClock clock) {

  /**
   * How long a silence is allowed.
   *
   * @param afterMillis for how long
   * @param door the door of what is silent
   * @param why what is said of it, before how long it has been
   */
  record Allowed(long afterMillis, String door, String why) {
    static Allowed of(DetectorRule.Absent absent) {
      return new Allowed(absent.afterMillis(), absent.door(), "silent for ");
    }
  }

  /** Judges; the lane's time when it has to be judged again. */
  long step(
      Binding binding, Watch watch, Allowed params, Detector detector, Consumer<Signal> signals) {
    long demanded = params.afterMillis() + watch.rule().forMillis();
    if (!clock.open(params.door())) {
      unknown(detector, clock.doorSinceMillis(params.door()), params.door(), signals);
      return LaneClock.roundUp(clock.nowMillis() + demanded + holdMillis);
    }
    Pace pace = detector.pace();
    long silentSince = Math.max(pace.heardMillis(), clock.doorSinceMillis(params.door()));
    long due = LaneClock.roundUp(silentSince + demanded + holdMillis);
    if (clock.nowMillis() < due) {
      if (firing(detector) && pace.lateHeardMillis() >= updatedMillis(detector)) {
        unknown(detector, clock.nowMillis(), "", signals);
      }
      return firing(detector) ? clock.nowMillis() + LaneClock.GRAIN_MILLIS : due;
    }
    if (firing(detector)) {
      detector.hysteresis().interrupt();
    } else {
      fire(binding, watch, params, detector, pace.knownMillis(), signals);
    }
    return clock.nowMillis() + LaneClock.GRAIN_MILLIS;
  }

  static boolean firing(Detector detector) {
    return detector.sent().filter(sent -> sent.state() == Signal.State.FIRING).isPresent();
  }

  private static long updatedMillis(Detector detector) {
    return detector.sent().orElseThrow().updatedMillis();
  }

  private void fire(
      Binding binding,
      Watch watch,
      Allowed params,
      Detector detector,
      long heardMillis,
      Consumer<Signal> signals) {
    Optional<Signal> sent = detector.sent();
    long began = sent.map(Signal::beganMillis).orElse(heardMillis);
    detector.hysteresis().fire(began);
    double silent = (clock.nowMillis() - holdMillis - heardMillis) / 1_000.0;
    double allowed = params.afterMillis() / 1_000.0;
    String why = params.why() + Amount.duration((long) (silent * 1_000));
    Judgement judgement = new Judgement(Judgement.Verdict.ABNORMAL, 1, allowed, why);
    Signal now = Wording.firing(binding, watch, began, clock.nowMillis(), silent, judgement, "");
    Signal next = sent.map(before -> Wording.renewed(before, now)).orElse(now);
    detector.sent(Optional.of(next));
    signals.accept(next);
  }

  /**
   * Says that it can't be told, behind a closed door or, if none is named, because samples come
   * late.
   */
  private void unknown(Detector detector, long sinceMillis, String door, Consumer<Signal> signals) {
    if (firing(detector)) {
      Signal sent = detector.sent().orElseThrow();
      String why = door.isEmpty() ? Wording.late(sent, holdMillis) : Wording.blind(sent, door);
      Signal unknown = Wording.turned(sent, Signal.State.UNKNOWN, sinceMillis, sent.value(), why);
      detector.sent(Optional.of(unknown));
      signals.accept(unknown);
    }
  }
}
