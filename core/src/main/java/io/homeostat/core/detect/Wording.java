package io.homeostat.core.detect;

import io.homeostat.core.model.Ids;
import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.DetectorRule;

/** Makes signals, with their sentences for people. */
final class Wording {

  private Wording() {}

  /** A signal that begins to fire, or fires on. */
  static Signal firing(
      Binding binding,
      Watch watch,
      long beganMillis,
      long timeMillis,
      double value,
      Judgement by,
      String more) {
    DetectorRule rule = watch.rule();
    return new Signal(
        Ids.of(rule.name(), binding.entity().text(), watch.series(), Long.toString(beganMillis)),
        binding.entity(),
        binding.system(),
        rule.name(),
        watch.series(),
        rule.kind(),
        Signal.State.FIRING,
        rule.severity(),
        by.score(),
        beganMillis,
        timeMillis,
        value,
        by.bound(),
        explain(binding, watch, value, by) + more,
        binding.rules());
  }

  /**
   * An open signal in a new state. Silence is told by the lane's time, and samples that end it may
   * be older than that: a signal's later word is never dated before its earlier one, or whoever
   * goes by the dates would hold to the earlier.
   */
  static Signal turned(
      Signal sent, Signal.State state, long timeMillis, double value, String explanation) {
    long updated = Math.max(sent.updatedMillis(), timeMillis);
    return with(sent, state, sent.system(), sent.score(), updated, value, explanation);
  }

  /**
   * An open signal that fires on: its system stays, its score is its peak, and its date is as of
   * {@link #turned}.
   */
  static Signal renewed(Signal sent, Signal now) {
    return with(
        now,
        Signal.State.FIRING,
        sent.system(),
        Math.max(sent.score(), now.score()),
        Math.max(sent.updatedMillis(), now.updatedMillis()),
        now.value(),
        now.explanation());
  }

  private static Signal with(
      Signal signal,
      Signal.State state,
      String system,
      double score,
      long timeMillis,
      double value,
      String explanation) {
    return new Signal(
        signal.id(),
        signal.entity(),
        system,
        signal.rule(),
        signal.series(),
        signal.kind(),
        state,
        signal.severity(),
        score,
        signal.beganMillis(),
        timeMillis,
        value,
        signal.bound(),
        explanation,
        signal.rules());
  }

  static String well(Signal sent, DetectorRule rule, double value) {
    return silence(rule)
        ? (sent.series().isEmpty() ? "" : sent.series() + " of ") + sent.entity() + " reports again"
        : sent.series()
            + " of "
            + sent.entity()
            + " is well again at "
            + Amount.of(sent.series(), value);
  }

  static String silent(Signal sent, long silenceMillis) {
    return sent.series()
        + " of "
        + sent.entity()
        + " was firing and has not reported for "
        + Amount.duration(silenceMillis)
        + ": whether it still is so can't be told";
  }

  static String blind(Signal sent, String door) {
    return sent.series()
        + " of "
        + sent.entity()
        + " was silent, and the door "
        + door
        + " is closed now: whether it still is can't be told";
  }

  static String late(Signal sent, long holdMillis) {
    return (sent.series().isEmpty() ? "" : sent.series() + " of ")
        + sent.entity()
        + " was silent, and what comes of it now is later than "
        + Amount.duration(holdMillis)
        + ": how it is can't be told";
  }

  static String notInForce(Signal sent) {
    return "the rule " + sent.rule() + " is no longer in force for " + sent.entity();
  }

  static String givenUp(Signal sent, long silenceMillis) {
    return sent.entity()
        + " has not reported for "
        + Amount.duration(silenceMillis)
        + " and is watched no longer";
  }

  private static boolean silence(DetectorRule rule) {
    return rule.test() instanceof DetectorRule.Absent
        || rule.test() instanceof DetectorRule.Missing;
  }

  private static String explain(Binding binding, Watch watch, double value, Judgement by) {
    boolean absent = silence(watch.rule());
    String series = watch.ofEntity() ? "every series" : watch.series();
    return watch
        .rule()
        .explain()
        .replace("{entity}", binding.entity().text())
        .replace("{series}", series)
        .replace("{value}", amount(watch, value, absent))
        .replace("{bound}", amount(watch, by.bound(), absent))
        .replace("{why}", by.why());
  }

  private static String amount(Watch watch, double value, boolean seconds) {
    return seconds ? Amount.duration((long) (value * 1_000)) : Amount.of(watch.series(), value);
  }
}
