package io.homeostat.core.drift.verdict;

import io.homeostat.core.drift.column.RepeatCount;

/**
 * Whether more or fewer rows repeat another than used to: one exact test of a share, whose rows are
 * worth fewer where repeats come in runs.
 */
public final class RepeatTest {

  private RepeatTest() {}

  /**
   * Judges two stretches of rows.
   *
   * @param columns that together should not repeat, in words
   */
  public static ColumnVerdict judge(String columns, RepeatCount reference, RepeatCount current) {
    if (Math.min(reference.rows(), current.rows()) < ColumnTest.LEAST_ROWS) {
      return new ColumnVerdict.Unknown(
          columns,
          "of "
              + reference.rows()
              + " and "
              + current.rows()
              + " rows it is known whether they repeat another: too few to compare");
    }
    double inflation = RepeatCount.inflation(reference, current);
    double pValue =
        ColumnTest.shares(
            reference.repeats(), reference.rows(), current.repeats(), current.rows(), inflation);
    double effect = Math.abs(reference.share() - current.share());
    return new ColumnVerdict.Judged(columns, pValue, Aspect.REPEATED, effect, inflation);
  }
}
