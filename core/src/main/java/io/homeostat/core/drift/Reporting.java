package io.homeostat.core.drift;

import io.homeostat.core.document.Durations;
import io.homeostat.core.drift.column.ColumnSummary;
import io.homeostat.core.drift.verdict.ColumnVerdict;
import io.homeostat.core.model.DriftReport;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.DriftRule;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells of a window what its verdict was made of.
 *
 * @param judge whose look it is
 * @param drift the table, with the window under way that closes
 * @param rows the window's rows
 */
record Reporting(WindowJudge judge, TableDrift drift, long rows) {
  /** As many windows of a rule, table and segment are kept for people. */
  private static final int RING = 96;

  private static final WindowJudge.Level NONE = new WindowJudge.Level(0, 0);

  /** The key of a whole report: each takes the place of the one before. */
  static String wholeKey(DriftReport report) {
    return report.id() + "/judged";
  }

  /**
   * The key of a report's figures: the window takes the place of the one that was 96 windows
   * before.
   */
  static String key(DriftReport report) {
    if (report.ended()) {
      return report.id() + "/end";
    }
    long length = report.untilMillis() - report.fromMillis();
    return report.id() + "/" + Math.floorMod(report.fromMillis() / length, RING);
  }

  /** The id of what is told of a place. */
  static String id(Place place) {
    return Ids.of(place.rule(), place.table().text(), place.segment());
  }

  /** A window that can't be compared. */
  DriftReport unknown(String why) {
    return report(0, NONE, why, List.of());
  }

  /** A window that was. */
  DriftReport judged(
      List<ColumnVerdict> verdicts,
      List<ColumnVerdict.Judged> alarms,
      Counted before,
      Counted after,
      WindowJudge.Level level) {
    List<DriftReport.Column> columns = new ArrayList<>();
    long referenceRows = 0;
    for (int i = 0; i < verdicts.size(); i++) {
      ColumnVerdict verdict = verdicts.get(i);
      boolean drifted = verdict instanceof ColumnVerdict.Judged one && alarms.contains(one);
      if (i == before.columns().size()) {
        columns.add(Picture.of(verdict, drifted, before.repeats(), after.repeats()));
        continue;
      }
      ColumnSummary was = before.columns().get(i);
      columns.add(
          Picture.of(
              verdict, drifted, drift.columns().profiles().get(i), was, after.columns().get(i)));
      referenceRows = Math.max(referenceRows, was.rows());
    }
    return report(referenceRows, level, "", columns);
  }

  private DriftReport report(
      long referenceRows,
      WindowJudge.Level level,
      String unknown,
      List<DriftReport.Column> columns) {
    DriftRule rule = judge.rule();
    long length = rule.windowMillis();
    return new DriftReport(
        id(new Place(rule.name(), judge.table(), judge.segment())),
        rule.name(),
        judge.table(),
        judge.system(),
        rule.segment(),
        judge.segment(),
        reference(rule),
        rule.version(),
        References.begin(rule, drift, drift.index()) * length,
        drift.index() * length,
        (drift.index() + 1) * length,
        rows,
        referenceRows,
        level.level(),
        level.critical(),
        rule.leastEffect(),
        unknown,
        drift
            .sent()
            .filter(sent -> sent.state() != Signal.State.RESOLVED)
            .map(Signal::id)
            .orElse(""),
        columns,
        judge.rules());
  }

  private static String reference(DriftRule rule) {
    String windows = rule.windows() + " × " + Durations.format(rule.windowMillis());
    return switch (rule.reference()) {
      case BASELINE -> "the first " + windows;
      case TRAILING -> "the " + windows + " before";
      case WEEKLY -> "the same " + windows + " of the weeks before";
    };
  }
}
