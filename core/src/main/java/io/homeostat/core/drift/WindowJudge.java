package io.homeostat.core.drift;

import io.homeostat.core.drift.verdict.Aspect;
import io.homeostat.core.drift.verdict.ColumnTest;
import io.homeostat.core.drift.verdict.ColumnVerdict;
import io.homeostat.core.drift.verdict.Discoveries;
import io.homeostat.core.drift.verdict.RepeatTest;
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
 * the columns that is what the budget of looks has left; an alarm needs the effect as well. Rows
 * that repeat others are judged as one column more. Weights decide what is told first and how grave
 * it is, never whether it is told.
 *
 * @param rule the rule
 * @param table the table
 * @param system its system
 * @param segment the segment's value; empty where there are none
 * @param rules the version of the rules
 * @param weights how much each column weighs
 */
record WindowJudge(
    DriftRule rule, EntityId table, String system, String segment, String rules, Weights weights) {
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

  /**
   * How sure a look had to be.
   *
   * @param level the error rate over all columns
   * @param critical the greatest p-value that counts, or that would were it the only one
   */
  record Level(double level, double critical) {}

  /** What is to be told of a table of which a reference is gathered anew. */
  DriftReport begun(TableDrift fresh) {
    return new Reporting(this, fresh, 0).unknown(gathered(fresh));
  }

  /** Looks at a closed window. */
  Looked judge(
      TableDrift drift, Optional<Counted> reference, Counted window, long rows, long nowMillis) {
    Reporting reporting = new Reporting(this, drift, rows);
    String why = notComparable(drift, reference, rows);
    if (!why.isEmpty() || reference.isEmpty()) {
      return unknown(drift, reporting, why, nowMillis);
    }
    Counted before = reference.get();
    List<ColumnVerdict> verdicts = verdicts(drift.columns(), before, window);
    List<ColumnVerdict.Judged> judged = judged(verdicts);
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
            .sorted(Comparator.comparingDouble(one -> -weighed(one)))
            .toList();
    Optional<Signal> signal =
        alarms.isEmpty()
            ? quiet(drift, nowMillis)
            : Optional.of(firing(drift, alarms, before, window, nowMillis));
    Level sure = new Level(level, Math.max(bound, level / judged.size()));
    return new Looked(signal, reporting.judged(verdicts, alarms, before, window, sure));
  }

  /** Why nothing can be compared; empty where it can. */
  private String notComparable(TableDrift drift, Optional<Counted> reference, long rows) {
    if (rows < rule.leastRows()) {
      return "the window has " + rows + " rows, fewer than " + rule.leastRows();
    }
    if (reference.isEmpty()) {
      return drift.index() - drift.first() < rule.span()
          ? gathered(drift)
          : "the reference's windows had no rows";
    }
    return sparse(reference.get())
        ? "the reference has fewer than " + rule.leastRows() + " rows"
        : "";
  }

  private String gathered(TableDrift drift) {
    long known = drift.index() - drift.first();
    return "the reference is gathered: " + known + " of " + rule.span() + " windows";
  }

  private List<ColumnVerdict> verdicts(Columns columns, Counted reference, Counted window) {
    List<ColumnVerdict> verdicts = new ArrayList<>();
    for (int i = 0; i < columns.names().size(); i++) {
      verdicts.add(
          ColumnTest.judge(
              columns.names().get(i),
              columns.profiles().get(i),
              reference.columns().get(i),
              window.columns().get(i)));
    }
    if (!rule.duplicates().isEmpty()) {
      String together = String.join(", ", rule.duplicates());
      verdicts.add(RepeatTest.judge(together, reference.repeats(), window.repeats()));
    }
    return verdicts;
  }

  private static List<ColumnVerdict.Judged> judged(List<ColumnVerdict> verdicts) {
    List<ColumnVerdict.Judged> judged = new ArrayList<>();
    for (ColumnVerdict verdict : verdicts) {
      if (verdict instanceof ColumnVerdict.Judged sure) {
        judged.add(sure);
      }
    }
    return judged;
  }

  /** Effect by weight. A row that repeats another repeats all of it, and weighs most. */
  private double weighed(ColumnVerdict.Judged one) {
    return one.effect() * (one.aspect() == Aspect.REPEATED ? 1 : weights.of(one.column()));
  }

  private boolean sparse(Counted reference) {
    return reference.columns().stream().allMatch(column -> column.rows() < rule.leastRows());
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
    Signal now =
        signal(
            sent.beganMillis(),
            state,
            over ? 0 : sent.score(),
            over ? 0 : sent.value(),
            explanation,
            nowMillis);
    drift.sent(over ? Optional.empty() : Optional.of(now));
    return now;
  }

  private Signal firing(
      TableDrift drift,
      List<ColumnVerdict.Judged> alarms,
      Counted reference,
      Counted window,
      long nowMillis) {
    List<String> moved = new ArrayList<>();
    for (ColumnVerdict.Judged alarm : alarms.subList(0, Math.min(MOST_NAMED, alarms.size()))) {
      moved.add(moved(drift.columns(), alarm, reference, window));
    }
    String more =
        alarms.size() > MOST_NAMED ? "; and " + (alarms.size() - MOST_NAMED) + " more" : "";
    long began = drift.sent().map(Signal::beganMillis).orElse(drift.index() * rule.windowMillis());
    drift.quiet(0);
    Signal now =
        signal(
            began,
            Signal.State.FIRING,
            Math.min(1, weighed(alarms.get(0))),
            alarms.get(0).effect(),
            "columns of " + where() + " drifted: " + String.join("; ", moved) + more,
            nowMillis);
    drift.sent(Optional.of(now));
    return now;
  }

  private static String moved(
      Columns columns, ColumnVerdict.Judged alarm, Counted reference, Counted window) {
    if (alarm.aspect() == Aspect.REPEATED) {
      return Movement.of(alarm, reference.repeats(), window.repeats());
    }
    int i = columns.names().indexOf(alarm.column());
    return Movement.of(
        alarm, columns.profiles().get(i), reference.columns().get(i), window.columns().get(i));
  }

  private String where() {
    return table.name() + (segment.isEmpty() ? "" : " where " + rule.segment() + " is " + segment);
  }

  private Signal signal(
      long began,
      Signal.State state,
      double score,
      double effect,
      String explanation,
      long nowMillis) {
    return new Signal(
        Ids.of(rule.name(), table.text(), segment, Long.toString(began)),
        table,
        system,
        rule.name(),
        segment,
        rule.kind(),
        state,
        rule.severity(),
        score,
        began,
        nowMillis,
        effect,
        rule.leastEffect(),
        explanation,
        rules);
  }
}
