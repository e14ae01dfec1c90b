package io.homeostat.core.detect;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.Form;
import io.homeostat.core.form.Forms;
import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.DetectorRule;
import io.homeostat.core.rules.Reading;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** The state of one rule on one series. Mutable: part of an entity's cell. */
final class Detector {
  private static final Form<Signal> SIGNAL = Forms.of(Signal.class);

  /** Which parts there are, in the form: a memory's tag, and these. */
  private static final int TAG = 0xf;

  private static final int METERED = 0x10;
  private static final int FLAPPED = 0x20;

  private final String fingerprint;
  private final String series;
  private Pace pace = new Pace();
  private Hysteresis hysteresis = new Hysteresis();
  private Optional<Memory> memory = Optional.empty();
  private Optional<Meter> meter = Optional.empty();
  private Flapping flapping = new Flapping();
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

  Flapping flapping() {
    return flapping;
  }

  /** What the test remembers; made where it is not there yet. */
  <M extends Memory> M memory(Class<M> type, Supplier<M> fresh) {
    if (memory.filter(type::isInstance).isEmpty()) {
      memory = Optional.of(fresh.get());
    }
    return type.cast(memory.orElseThrow());
  }

  /** After a silence, nothing is counted across it. */
  void interrupt() {
    hysteresis.interrupt();
    meter.ifPresent(Meter::interrupt);
  }

  /**
   * Takes a sample; what is to be judged by it, if anything is.
   *
   * @param whole of a ratio, the sample of the whole; else no number
   */
  OptionalDouble read(DetectorRule rule, long timeMillis, double value, double whole) {
    if (rule.test() instanceof DetectorRule.Burn burn) {
      return memory(BurnState.class, BurnState::new).take(burn, timeMillis, value, whole);
    }
    Reading reading = rule.reading();
    if (reading.equals(Reading.PLAIN)) {
      return OptionalDouble.of(value);
    }
    if (meter.isEmpty()) {
      meter = Optional.of(new Meter());
    }
    return meter.get().take(reading, reading.of(series), timeMillis, value, whole);
  }

  /** The time of what {@link #read} gave for a sample of a time. */
  long judgedMillis(long timeMillis) {
    return meter.map(Meter::judgedMillis).orElse(timeMillis);
  }

  Judgement judge(DetectorRule rule, long timeMillis, double value) {
    DetectorRule.Test test = rule.test();
    if (test instanceof DetectorRule.Above above) {
      return Threshold.step(above, value);
    }
    if (test instanceof DetectorRule.Below below) {
      return Threshold.step(below, value);
    }
    if (test instanceof DetectorRule.Outlier outlier) {
      return RobustScore.step(
          outlier, memory(RobustScore.State.class, RobustScore.State::new), timeMillis, value);
    }
    if (test instanceof DetectorRule.Rare rare) {
      return memory(RareState.class, RareState::new)
          .step(rare, timeMillis, value, new Explained(series, rule.reading()));
    }
    if (test instanceof DetectorRule.Still still) {
      return memory(StillState.class, StillState::new).step(still, timeMillis, value);
    }
    if (test instanceof DetectorRule.Burn burn) {
      return memory(BurnState.class, BurnState::new).step(burn);
    }
    if (test instanceof DetectorRule.Forecast forecast) {
      long every = rule.reading().everyMillis();
      return memory(ForecastState.class, () -> new ForecastState(every))
          .step(forecast, timeMillis, value);
    }
    if (test instanceof DetectorRule.Missing) {
      memory(MissingState.class, MissingState::new).come(timeMillis);
    }
    return Judgement.normal(0);
  }

  Detector copy() {
    Detector copy = new Detector(fingerprint, series);
    copy.pace = pace.copy();
    copy.hysteresis = hysteresis.copy();
    copy.memory = memory.map(Memory::copy);
    copy.meter = meter.map(Meter::copy);
    copy.flapping = flapping.copy();
    copy.sent = sent;
    return copy;
  }

  void write(ByteSink sink) {
    sink.writeString(fingerprint);
    sink.writeString(series);
    pace.write(sink);
    hysteresis.write(sink);
    int parts = memory.map(Memory::tag).orElse(0);
    parts |= meter.isPresent() ? METERED : 0;
    parts |= flapping.blank() ? 0 : FLAPPED;
    sink.writeByte(parts);
    memory.ifPresent(present -> present.write(sink));
    meter.ifPresent(present -> present.write(sink));
    if (!flapping.blank()) {
      flapping.write(sink);
    }
    sink.writeBoolean(sent.isPresent());
    sent.ifPresent(present -> SIGNAL.write(present, sink));
  }

  static Detector read(ByteSource source) {
    Detector detector = new Detector(source.readString(), source.readString());
    detector.pace = Pace.read(source);
    detector.hysteresis = Hysteresis.read(source);
    int parts = source.readByte();
    if ((parts & TAG) != 0) {
      detector.memory = Optional.of(Memory.read(parts & TAG, source));
    }
    if ((parts & METERED) != 0) {
      detector.meter = Optional.of(Meter.read(source));
    }
    if ((parts & FLAPPED) != 0) {
      detector.flapping = Flapping.read(source);
    }
    if (source.readBoolean()) {
      detector.sent = Optional.of(SIGNAL.read(source));
    }
    return detector;
  }
}
