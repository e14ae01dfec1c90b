package io.homeostat.core.drift;

import io.homeostat.core.drift.column.ColumnSummary;
import io.homeostat.core.drift.verdict.ColumnTest;
import io.homeostat.core.drift.verdict.ColumnVerdict;
import io.homeostat.core.drift.verdict.Discoveries;
import io.homeostat.core.model.DriftReport;
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

  /**
   * What came of a look at a window.
   *
   * @param signal what is to be said, if anything
   * @param report what it was made of
   */
  record Looked(Optional<Signal> signal, DriftReport report) {}

  /** Looks at a closed window. */
  Looked judge(
      TableDrift drift,
      Optional<List<ColumnSummary>> reference,
      List<ColumnSummary> window,
      long rows,
      long nowMillis) {
    Reporting reporting = new Reporting(this, drift, rows);
    String why = notComparable(drift, reference, rows);
    if (!why.isEmpty() || reference.isEmpty()) {
      return unknown(drift, reporting, why, nowMillis);
    }
    List<ColumnSummary> before = reference.get();
    List<ColumnVerdict> verdicts = verdicts(drift, before, window);
    List<ColumnVerdict.Judged> judged = sure(verdicts);
    if (judged.isEmpty()) {
      return unknown(drift, reporting, "no column can be judged", nowMillis);
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
    Optional<Signal> signal =
        alarms.isEmpty()
            ? quiet(drift, nowMillis)
            : Optional.of(firing(drift, alarms, before, window, nowMillis));
    double critical = Math.max(bound, level / judged.size());
    return new Looked(
        signal, reporting.judged(verdicts, alarms, before, window, new Level(level, critical)));
  }

  /**
   * How sure a look had to be.
   *
   * @param level the error rate over all columns
   * @param critical the greatest p-value that counts, or that would were it the only one
   */
  record Level(double level, double critical) {}

  /** Why nothing can be compared; empty where it can. */
  private String notComparable(
      TableDrift drift, Optional<List<ColumnSummary>> reference, long rows) {
    if (rows < rule.leastRows()) {
      return "the window has " + rows + " rows, fewer than " + rule.leastRows();
    }
    if (reference.isEmpty()) {
      long known = Math.min(drift.index() - drift.first(), rule.span());
      return known < rule.span()
          ? "the reference is gathered: " + known + " of " + rule.span() + " windows"
          : "the reference's windows had no rows";
    }
    return sparse(reference.get())
        ? "the reference has fewer than " + rule.leastRows() + " rows"
        : "";
  }

  private static List<ColumnVerdict> verdicts(
      TableDrift drift, List<ColumnSummary> reference, List<ColumnSummary> window) {
    List<ColumnVerdict> verdicts = new ArrayList<>();
    for (int i = 0; i < window.size(); i++) {
      verdicts.add(
          ColumnTest.judge(
              drift.columns().names().get(i),
              drift.columns().profiles().get(i),
              reference.get(i),
              window.get(i)));
    }
    return verdicts;
  }

  private static List<ColumnVerdict.Judged> sure(List<ColumnVerdict> verdicts) {
    List<ColumnVerdict.Judged> judged = new ArrayList<>();
    for (ColumnVerdict verdict : verdicts) {
      if (verdict instanceof ColumnVerdict.Judged one) {
        judged.add(one);
      }
    }
    return judged;
  }

  private boolean sparse(List<ColumnSummary> reference) {
    return reference.stream().allMatch(column -> column.rows() < rule.leastRows());
  }

  private Looked unknown(TableDrift drift, Reporting reporting, String why, long nowMillis) {
    Optional<Signal> signal =
        drift
            .sent()
            .filter(sent -> sent.state() == Signal.State.FIRING)
            .map(
                sent ->
                    turned(
                        drift,
                        sent,
                        Signal.State.UNKNOWN,
                        "it can't be compared with its reference: " + why,
                        nowMillis));
    return new Looked(signal, reporting.unknown(why));
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
