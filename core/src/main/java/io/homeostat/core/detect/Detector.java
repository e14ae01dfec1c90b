package io.homeostat.core.detect;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.Form;
import io.homeostat.core.form.Forms;
import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.DetectorRule;
import java.util.Optional;

/** The state of one rule on one series. Mutable: part of an entity's cell. */
final class Detector {
  private static final Form<Signal> SIGNAL = Forms.of(Signal.class);

  private final String fingerprint;
  private final String series;
  private Pace pace = new Pace();
  private Hysteresis hysteresis = new Hysteresis();
  private Optional<RobustScore.State> reference = Optional.empty();
  private Optional<Signal> sent = Optional.empty();

  Detector(String fingerprint, String series) {
    this.fingerprint = fingerprint;
    this.series = series;
  }

  /** What it is the state of. */
  String identity() {
    return fingerprint + series;
  }

  Pace pace() {
    return pace;
  }

  Hysteresis hysteresis() {
    return hysteresis;
  }

  /** The signal as it was sent last; empty unless one is open. */
  Optional<Signal> sent() {
    return sent;
  }

  void sent(Optional<Signal> signal) {
    sent = signal;
  }

  Judgement judge(DetectorRule.Test test, long timeMillis, double value) {
    if (test instanceof DetectorRule.Above above) {
      return Threshold.step(above, value);
    }
    if (test instanceof DetectorRule.Below below) {
      return Threshold.step(below, value);
    }
    if (test instanceof DetectorRule.Outlier outlier) {
      if (reference.isEmpty()) {
        reference = Optional.of(new RobustScore.State());
      }
      return RobustScore.step(outlier, reference.get(), timeMillis, value);
    }
    return Judgement.normal(0);
  }

  Detector copy() {
    Detector copy = new Detector(fingerprint, series);
    copy.pace = pace.copy();
    copy.hysteresis = hysteresis.copy();
    copy.reference = reference.map(RobustScore.State::copy);
    copy.sent = sent;
    return copy;
  }

  void write(ByteSink sink) {
    sink.writeString(fingerprint);
    sink.writeString(series);
    pace.write(sink);
    hysteresis.write(sink);
    sink.writeBoolean(reference.isPresent());
    reference.ifPresent(present -> present.write(sink));
    sink.writeBoolean(sent.isPresent());
    sent.ifPresent(present -> SIGNAL.write(present, sink));
  }

  static Detector read(ByteSource source) {
    Detector detector = new Detector(source.readString(), source.readString());
    detector.pace = Pace.read(source);
    detector.hysteresis = Hysteresis.read(source);
    if (source.readBoolean()) {
      detector.reference = Optional.of(RobustScore.State.read(source));
    }
    if (source.readBoolean()) {
      detector.sent = Optional.of(SIGNAL.read(source));
    }
    return detector;
  }
}
