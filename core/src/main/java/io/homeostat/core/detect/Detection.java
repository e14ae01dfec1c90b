package io.homeostat.core.detect;

import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.Signal;
import io.homeostat.core.observe.Columns;
import io.homeostat.core.observe.Placement;
import io.homeostat.core.rules.DetectorRule;
import io.homeostat.core.telemetry.lane.InForce;
import io.homeostat.core.telemetry.lane.LaneClock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Judges the series of entities by the detector rules in force. It holds no state but the bindings
 * of entities, which are a cache.
 */
public final class Detection {
  private static final int MOST_BINDINGS = 200_000;

  /** By how much a signal's score must grow to be sent again. */
  private static final double NOTABLE = 0.05;

  private final long holdMillis;
  private final Map<String, Binding> bindings = new HashMap<>();

  /**
   * A judge.
   *
   * @param holdMillis how long after its time a sample is judged
   */
  public Detection(long holdMillis) {
    this.holdMillis = holdMillis;
  }

  /**
   * Lets the detectors be those that the rules in force ask for; signals of others resolve.
   *
   * @return the rules on the entity's series, which hold until its series or the rules change
   */
  public Binding attend(
      Detectors detectors, String key, Columns columns, InForce inForce, Consumer<Signal> signals) {
    Binding binding = binding(key, columns, inForce);
    if (detectors.bound(binding)) {
      return binding;
    }
    for (Detector gone : detectors.bind(binding, inForce.sinceMillis())) {
      gone.sent()
          .ifPresent(
              sent ->
                  signals.accept(
                      Wording.turned(
                          sent,
                          Signal.State.RESOLVED,
                          inForce.sinceMillis(),
                          sent.value(),
                          Wording.notInForce(sent))));
    }
    return binding;
  }

  private Binding binding(String key, Columns columns, InForce inForce) {
    Binding known = bindings.get(key);
    if (known != null && known.holds(columns, inForce)) {
      return known;
    }
    if (bindings.size() >= MOST_BINDINGS) {
      bindings.clear();
    }
    Binding created = Binding.of(key, columns, inForce);
    bindings.put(key, created);
    return created;
  }

  /** Forgets the binding of an entity that is gone. */
  public void forget(String key) {
    bindings.remove(key);
  }

  /**
   * Judges a frame.
   *
   * @param values the frame's samples; those that are no finite number are passed over
   */
  public void judge(
      Binding binding,
      Detectors detectors,
      Placement placement,
      long timeMillis,
      double[] values,
      Consumer<Signal> signals) {
    List<Watch> watches = binding.watches();
    for (int i = 0; i < watches.size(); i++) {
      Watch watch = watches.get(i);
      if (watch.ofEntity()) {
        sample(binding, watch, detectors.get(i), timeMillis, 0, Double.NaN, signals);
        continue;
      }
      int position = placement.positions()[watch.column()];
      if (position >= 0 && Double.isFinite(values[position])) {
        double whole = value(watch.whole(), placement, values);
        sample(binding, watch, detectors.get(i), timeMillis, values[position], whole, signals);
      }
    }
  }

  /**
   * Notes a frame that came too late to be judged: it is left out, but its series are not silent.
   *
   * @param nowMillis the lane's time when it came
   */
  public void late(
      Detectors detectors,
      String key,
      Columns columns,
      InForce inForce,
      MetricFrame frame,
      long nowMillis) {
    Binding binding = binding(key, columns, inForce);
    if (!detectors.bound(binding)) {
      return; // The rules have just changed: their silence counts from then.
    }
    Placement placement = columns.place(frame.series());
    for (int i = 0; i < binding.watches().size(); i++) {
      Watch watch = binding.watches().get(i);
      if (watch.ofEntity() || placement.positions()[watch.column()] >= 0) {
        detectors.get(i).pace().late(frame.timeMillis(), nowMillis);
      }
    }
  }

  private static double value(int column, Placement placement, double[] values) {
    int position = column < 0 ? -1 : placement.positions()[column];
    return position < 0 ? Double.NaN : values[position];
  }

  private void sample(
      Binding binding,
      Watch watch,
      Detector detector,
      long timeMillis,
      double value,
      double whole,
      Consumer<Signal> signals) {
    if (!detector.pace().take(timeMillis)) {
      detector.interrupt();
    }
    OptionalDouble read = detector.read(watch.rule(), timeMillis, value, whole);
    if (read.isPresent()) {
      long judged = detector.judgedMillis(timeMillis);
      judge(binding, watch, detector, judged, read.getAsDouble(), signals);
    }
  }

  private void judge(
      Binding binding,
      Watch watch,
      Detector detector,
      long timeMillis,
      double value,
      Consumer<Signal> signals) {
    Hysteresis hysteresis = detector.hysteresis();
    DetectorRule rule = watch.rule();
    Judgement judgement = detector.judge(rule, timeMillis, value);
    Hysteresis.Turn turn =
        switch (judgement.verdict()) {
          case ABNORMAL -> hysteresis.wrong(timeMillis, rule.forMillis());
          case NORMAL -> hysteresis.well(timeMillis, detector.flapping().clearMillis(rule));
          case UNKNOWN -> Hysteresis.Turn.NONE;
        };
    if (turn == Hysteresis.Turn.FIRES || turn == Hysteresis.Turn.STILL_FIRING) {
      fire(binding, watch, detector, timeMillis, value, judgement, signals);
    } else if (turn == Hysteresis.Turn.RESOLVES) {
      resolve(watch, detector, timeMillis, value, signals);
    }
  }

  private static void fire(
      Binding binding,
      Watch watch,
      Detector detector,
      long timeMillis,
      double value,
      Judgement judgement,
      Consumer<Signal> signals) {
    Optional<DetectorRule.Flaps> flaps = watch.rule().flaps();
    Optional<Signal> sent = detector.sent();
    if (sent.isEmpty() && flaps.isPresent()) {
      sent = detector.flapping().again(flaps.get(), timeMillis);
      sent.ifPresent(before -> detector.hysteresis().fire(before.beganMillis()));
    }
    long began = detector.hysteresis().beganMillis();
    double score = Gravity.of(judgement.score(), timeMillis - began, binding.dependants());
    boolean tell =
        sent.isEmpty()
            || sent.get().state() != Signal.State.FIRING
            || score >= sent.get().score() + NOTABLE;
    if (tell) {
      String more = flaps.map(f -> detector.flapping().words(f, began, timeMillis)).orElse("");
      Signal now =
          Wording.firing(binding, watch, began, timeMillis, value, judgement.scored(score), more);
      Signal next = sent.map(before -> Wording.renewed(before, now)).orElse(now);
      detector.sent(Optional.of(next));
      signals.accept(next);
    }
  }

  private static void resolve(
      Watch watch, Detector detector, long timeMillis, double value, Consumer<Signal> signals) {
    Optional<Signal> sent = detector.sent();
    detector.sent(Optional.empty());
    if (sent.isEmpty()) {
      return;
    }
    Signal resolved =
        Wording.turned(
            sent.get(),
            Signal.State.RESOLVED,
            timeMillis,
            value,
            Wording.well(sent.get(), watch.rule(), value));
    watch.rule().flaps().ifPresent(flaps -> detector.flapping().end(flaps, resolved));
    signals.accept(resolved);
  }

  /**
   * Judges silence.
   *
   * @return the lane's time when silence has to be judged again
   */
  public long judgeSilence(
      Binding binding, Detectors detectors, LaneClock clock, Consumer<Signal> signals) {
    long next = Long.MAX_VALUE;
    List<Watch> watches = binding.watches();
    for (int i = 0; i < watches.size(); i++) {
      next = Math.min(next, silence(binding, watches.get(i), detectors, i, clock, signals));
    }
    return next;
  }

  private long silence(
      Binding binding,
      Watch watch,
      Detectors detectors,
      int place,
      LaneClock clock,
      Consumer<Signal> signals) {
    Detector detector = detectors.get(place);
    DetectorRule.Test test = watch.rule().test();
    if (test instanceof DetectorRule.Absent absent) {
      return new Absence(holdMillis, clock)
          .step(binding, watch, Absence.Allowed.of(absent), detector, signals);
    }
    if (test instanceof DetectorRule.Missing missing) {
      Detector entity = detectors.get(binding.placeOfEntity(place));
      return new Missing(holdMillis, clock)
          .step(binding, watch, missing, detector, entity, signals);
    }
    return stale(detector, clock, signals);
  }

  private long stale(Detector detector, LaneClock clock, Consumer<Signal> signals) {
    Optional<Signal> sent = detector.sent();
    if (sent.isEmpty() || sent.get().state() == Signal.State.UNKNOWN) {
      return Long.MAX_VALUE;
    }
    Pace pace = detector.pace();
    long silentSince = Math.max(pace.lastMillis(), clock.steadySinceMillis());
    long due = LaneClock.roundUp(silentSince + pace.silenceMillis() + holdMillis);
    if (clock.nowMillis() < due) {
      return due;
    }
    Signal unknown =
        Wording.turned(
            sent.get(),
            Signal.State.UNKNOWN,
            clock.nowMillis(),
            sent.get().value(),
            Wording.silent(sent.get(), clock.nowMillis() - pace.lastMillis()));
    detector.sent(Optional.of(unknown));
    signals.accept(unknown);
    return Long.MAX_VALUE;
  }

  /** Resolves what is open of an entity that is watched no longer. */
  public void giveUp(
      Detectors detectors, long nowMillis, long silenceMillis, Consumer<Signal> signals) {
    for (Signal sent : detectors.open()) {
      signals.accept(
          Wording.turned(
              sent,
              Signal.State.RESOLVED,
              nowMillis,
              sent.value(),
              Wording.givenUp(sent, silenceMillis)));
    }
  }
}
