package io.homeostat.core.rules;

import io.homeostat.core.model.Severity;
import java.util.List;

/**
 * Watches the rows that are written to tables: do their columns still have the values that they
 * used to have?
 *
 * @param name unique within the rules
 * @param match matchers over the table
 * @param reference what windows are compared with
 * @param windowMillis how long a window is, of the database's time
 * @param windows how many windows make the reference
 * @param version another one lets a new reference be gathered
 * @param leastRows a window with fewer gives no verdict
 * @param falseAlarms of all references that nothing drifts from, the share that ever alarms at most
 * @param leastEffect the part of the rows that must lie elsewhere, 0 to 1
 * @param segment the column whose values are watched apart; empty for none
 * @param ignore the columns that are not compared; empty for none
 * @param duplicates the columns that together should not repeat, in their order; empty for none
 * @param kind the kind of failure
 * @param severity how grave
 */
public record DriftRule(
    String name,
    List<Matcher> match,
    Reference reference,
    long windowMillis,
    int windows,
    String version,
    int leastRows,
    double falseAlarms,
    double leastEffect,
    String segment,
    List<String> ignore,
    List<String> duplicates,
    String kind,
    Severity severity) {
  /** A week, in milliseconds. */
  static final long WEEK_MILLIS = 7 * 24 * 3_600_000L;

  public DriftRule {
    match = List.copyOf(match);
    ignore = List.copyOf(ignore);
    duplicates = List.copyOf(duplicates);
  }

  /** What windows are compared with; it never contains the window. */
  public enum Reference {
    /** The first windows. */
    BASELINE,
    /** The windows just before. */
    TRAILING,
    /** The windows of the same time in the weeks before, a week being seven days of 24 hours. */
    WEEKLY
  }

  /** How many windows lie between a window and the next one that it is compared with. */
  public long stride() {
    return reference == Reference.WEEKLY ? WEEK_MILLIS / windowMillis : 1;
  }

  /** How many windows may be kept for references. */
  public long span() {
    return windows * stride();
  }
}
