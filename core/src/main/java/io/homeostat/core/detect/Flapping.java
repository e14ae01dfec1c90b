package io.homeostat.core.detect;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.Form;
import io.homeostat.core.form.Forms;
import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.DetectorRule;
import java.util.Optional;

/**
 * Makes one signal of many: what fires again soon after its end is the same signal, and after some
 * times it says that it flaps and stays until it has been well for long. Mutable: part of a
 * detector.
 */
final class Flapping {
  private static final Form<Signal> SIGNAL = Forms.of(Signal.class);

  private Optional<Signal> ended = Optional.empty();
  private int times;

  /** The signal that fires again at a time, if one does. */
  Optional<Signal> again(DetectorRule.Flaps flaps, long timeMillis) {
    boolean soon =
        ended.filter(last -> timeMillis - last.updatedMillis() <= flaps.withinMillis()).isPresent();
    times = soon ? times + 1 : 1;
    return soon ? ended : Optional.empty();
  }

  /** True once it has fired often enough. */
  boolean flaps(DetectorRule.Flaps flaps) {
    return times >= flaps.times();
  }

  /** How long it must be well before it ends. */
  long clearMillis(DetectorRule rule) {
    return rule.flaps()
        .filter(this::flaps)
        .map(flaps -> Math.max(flaps.withinMillis(), rule.clearMillis()))
        .orElse(rule.clearMillis());
  }

  /** It has ended. */
  void end(DetectorRule.Flaps flaps, Signal resolved) {
    ended = flaps(flaps) ? Optional.empty() : Optional.of(resolved);
  }

  /** What is said of it beside its explanation. */
  String words(DetectorRule.Flaps flaps, long beganMillis, long timeMillis) {
    return flaps(flaps)
        ? " (flaps: fired " + times + " times in " + Amount.duration(timeMillis - beganMillis) + ")"
        : "";
  }

  /** True when there is nothing to remember. */
  boolean blank() {
    return times == 0;
  }

  Flapping copy() {
    Flapping copy = new Flapping();
    copy.ended = ended;
    copy.times = times;
    return copy;
  }

  void write(ByteSink sink) {
    sink.writeLong(times);
    sink.writeBoolean(ended.isPresent());
    ended.ifPresent(signal -> SIGNAL.write(signal, sink));
  }

  static Flapping read(ByteSource source) {
    Flapping flapping = new Flapping();
    flapping.times = source.readInt();
    flapping.ended = source.readBoolean() ? Optional.of(SIGNAL.read(source)) : Optional.empty();
    return flapping;
  }
}
