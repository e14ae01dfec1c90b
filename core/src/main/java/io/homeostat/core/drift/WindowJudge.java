package io.homeostat.core.drift;

import io.homeostat.core.drift.column.ColumnSummary;
import io.homeostat.core.drift.verdict.ColumnTest;
import io.homeostat.core.drift.verdict.ColumnVerdict;
import io.homeostat.core.drift.verdict.Discoveries;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.DriftRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Judges a closed window against its reference: which columns count, at a false-discovery rate over
 * the columns that is what the budget of looks has left; an alarm needs the effect as well.
 *
 * @param rule the rule
 * @param table the table
 * @param system its system
 * @param segment the segment's value; empty where there are none
 * @param rules the version of the rules
 */
record WindowJudge(DriftRule rule, EntityId table, String system, String segment, String rules) {
  /** After so many windows without a finding the drift is over. */
  private static final int QUIET = 2;

  private static final int MOST_NAMED = 5;

  /** What is to be said about the window, if anything. */
  Optional<Signal> judge(
      TableDrift drift,
      Optional<List<ColumnSummary>> reference,
      List<ColumnSummary> window,
      long rows,
      long nowMillis) {
    if (reference.isEmpty() || rows < rule.leastRows() || sparse(reference.get())) {
      return unknown(drift, rows, nowMillis);
    }
    List<ColumnVerdict.Judged> judged = new ArrayList<>();
    for (int i = 0; i < window.size(); i++) {
      ColumnVerdict verdict =
          ColumnTest.judge(
              drift.columns().names().get(i),
              drift.columns().profiles().get(i),
              reference.get().get(i),
              window.get(i));
      if (verdict instanceof ColumnVerdict.Judged sure) {
        judged.add(sure);
      }
    }
    if (judged.isEmpty()) {
      return unknown(drift, rows, nowMillis);
    }
    double level = drift.budget().next(rule.falseAlarms());
    double bound =
        Discoveries.bound(
            judged.stream().mapToDouble(ColumnVerdict.Judged::pValue).toArray(), level);
    drift.looked(bound > 0);
    List<ColumnVerdict.Judged> alarms =
        judged.stream()
            .filter(one -> one.pValue() <= bound && one.effect() >= rule.leastEffect())
            .sorted(Comparator.comparingDouble(one -> -one.effect()))
            .toList();
    return alarms.isEmpty()
        ? quiet(drift, nowMillis)
        : Optional.of(firing(drift, alarms, reference.get(), window, nowMillis));
  }

  private boolean sparse(List<ColumnSummary> reference) {
    return reference.stream().allMatch(column -> column.rows() < rule.leastRows());
  }

  private Optional<Signal> unknown(TableDrift drift, long rows, long nowMillis) {
    return drift
        .sent()
        .filter(sent -> sent.state() == Signal.State.FIRING)
        .map(
            sent ->
                turned(
                    drift,
                    sent,
                    Signal.State.UNKNOWN,
                    "a window of " + rows + " rows can't be compared with its reference",
                    nowMillis));
  }

  private Optional<Signal> quiet(TableDrift drift, long nowMillis) {
    drift.quiet(drift.quiet() + 1);
    if (drift.quiet() < QUIET) {
      return Optional.empty();
    }
    return drift
        .sent()
        .map(
            sent ->
                turned(
                    drift,
                    sent,
                    Signal.State.RESOLVED,
                    "the columns of " + where() + " are as in the reference again",
                    nowMillis));
  }

  /** The signal in another state; one that is over is forgotten. */
  Signal turned(
      TableDrift drift, Signal sent, Signal.State state, String explanation, long nowMillis) {
    boolean over = state == Signal.State.RESOLVED;
    Signal now = signal(sent.beganMillis(), state, over ? 0 : sent.value(), explanation, nowMillis);
    drift.sent(over ? Optional.empty() : Optional.of(now));
    return now;
  }

  private Signal firing(
      TableDrift drift,
      List<ColumnVerdict.Judged> alarms,
      List<ColumnSummary> reference,
      List<ColumnSummary> window,
      long nowMillis) {
    List<String> moved = new ArrayList<>();
    for (ColumnVerdict.Judged alarm : alarms.subList(0, Math.min(MOST_NAMED, alarms.size()))) {
      int i = drift.columns().names().indexOf(alarm.column());
      moved.add(
          Movement.of(alarm, drift.columns().profiles().get(i), reference.get(i), window.get(i)));
    }
    String more =
        alarms.size() > MOST_NAMED ? "; and " + (alarms.size() - MOST_NAMED) + " more" : "";
    long began = drift.sent().map(Signal::beganMillis).orElse(drift.index() * rule.windowMillis());
    drift.quiet(0);
    Signal now =
        signal(
            began,
            Signal.State.FIRING,
            alarms.get(0).effect(),
            "columns of " + where() + " drifted: " + String.join("; ", moved) + more,
            nowMillis);
    drift.sent(Optional.of(now));
    return now;
  }

  private String where() {
    return table.name() + (segment.isEmpty() ? "" : " where " + rule.segment() + " is " + segment);
  }

  private Signal signal(
      long began, Signal.State state, double effect, String explanation, long nowMillis) {
    return new Signal(
        Ids.of(rule.name(), table.text(), segment, Long.toString(began)),
        table,
        system,
        rule.name(),
        segment,
        rule.kind(),
        state,
        rule.severity(),
        Math.min(1, effect),
        began,
        nowMillis,
        effect,
        rule.leastEffect(),
        explanation,
        rules);
  }
}
