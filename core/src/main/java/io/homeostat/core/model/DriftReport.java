package io.homeostat.core.model;

import java.util.List;

/**
 * A closed window of a table's rows beside its reference, column by column, for people and other
 * systems: what the verdict was made of.
 *
 * @param id derived from rule, table and segment: the same for every window of them
 * @param rule the drift rule
 * @param table the table
 * @param system its system
 * @param segmentedBy the column whose values are watched apart; empty for none
 * @param segment the value of that column; empty for none
 * @param reference what it is compared with, in words
 * @param version the reference's version, as the rule says
 * @param referenceFromMillis when the reference began: it and the version tell one from another
 * @param fromMillis when the window began, by the database's time
 * @param untilMillis when it ended
 * @param rows the window's rows
 * @param referenceRows the reference's rows; 0 while it is gathered
 * @param level the error rate that this look had, over all columns, 0 to 1; 0 where nothing was
 *     judged
 * @param critical the greatest p-value that counts, or that would were it the only one, 0 to 1
 * @param leastEffect the least effect that alarms, 0 to 1
 * @param unknown why there is no judgement; empty where there is one
 * @param signal the id of the signal that fires; empty where none does
 * @param columns the columns, in the order of their names, and at the end the rows that repeat
 *     others; empty where nothing was judged
 * @param rules the version of the rules
 */
public record DriftReport(
    String id,
    String rule,
    EntityId table,
    String system,
    String segmentedBy,
    String segment,
    String reference,
    String version,
    long referenceFromMillis,
    long fromMillis,
    long untilMillis,
    long rows,
    long referenceRows,
    double level,
    double critical,
    double leastEffect,
    String unknown,
    String signal,
    List<Column> columns,
    String rules)
    implements Fact {

  public DriftReport {
    columns = List.copyOf(columns);
  }

  /**
   * The last word of what was compared until then: its windows belong to a reference that is gone.
   */
  public static DriftReport ended(
      String id,
      String rule,
      EntityId table,
      String system,
      String segment,
      long atMillis,
      String why,
      String rules) {
    return new DriftReport(
        id, rule, table, system, "", segment, "", "", 0, atMillis, atMillis, 0, 0, 0, 0, 0, why, "",
        List.of(), rules);
  }

  /** Whether this is no window, but the last word. */
  public boolean ended() {
    return fromMillis == untilMillis;
  }

  /** Whether it says what its columns' figures were made of. */
  public boolean whole() {
    return columns.stream().anyMatch(column -> !column.measures().isEmpty());
  }

  /** The same with its columns' figures alone. */
  public DriftReport figures() {
    return new DriftReport(
        id,
        rule,
        table,
        system,
        segmentedBy,
        segment,
        reference,
        version,
        referenceFromMillis,
        fromMillis,
        untilMillis,
        rows,
        referenceRows,
        level,
        critical,
        leastEffect,
        unknown,
        signal,
        columns.stream().map(Column::figures).toList(),
        rules);
  }

  /**
   * A column.
   *
   * @param name the column
   * @param drifted whether it counts: sure enough, and far enough
   * @param pValue how often nothing gives as much, 0 to 1; 1 where it is not known
   * @param effect the part of the rows that lie elsewhere, 0 to 1; 0 where it is not known
   * @param how what is surest, as the rest of a sentence; empty where it is not known
   * @param unknown why it was not judged; empty where it was
   * @param measures what can be said of reference and window
   * @param distances how far apart both are
   * @param bars the histogram of both; empty where either has no value
   */
  public record Column(
      String name,
      boolean drifted,
      double pValue,
      double effect,
      String how,
      String unknown,
      List<Measure> measures,
      List<Distance> distances,
      List<Bar> bars) {

    public Column {
      measures = List.copyOf(measures);
      distances = List.copyOf(distances);
      bars = List.copyOf(bars);
    }

    /** Its figures alone. */
    public Column figures() {
      return new Column(name, drifted, pValue, effect, "", "", List.of(), List.of(), List.of());
    }
  }

  /**
   * Something of the reference and of the window.
   *
   * @param name {@code missing}, {@code other_type}, {@code repeats} (shares, 0 to 1), {@code
   *     distinct} (about how many values there are), {@code least}, {@code p10}, {@code p50},
   *     {@code p90}, {@code greatest} (in the column's unit)
   * @param before of the reference
   * @param after of the window
   */
  public record Measure(String name, double before, double after) {}

  /**
   * How far the window's values are from the reference's; of numbers and categories over the bars,
   * but for Kolmogorov–Smirnov, which is over all cells.
   *
   * @param name {@code psi} (nats), {@code jensen_shannon} (bits, 0 to 1), {@code hellinger},
   *     {@code l_infinity}, {@code kolmogorov_smirnov} (0 to 1)
   */
  public record Distance(String name, double value) {}

  /**
   * A bar of a histogram: an interval of numbers, one number, or a category.
   *
   * @param name the category; empty for numbers
   * @param above the interval's lower end, which is not in it, unless it equals {@code upTo}
   * @param upTo its upper end
   * @param before the part of the reference's values, 0 to 1
   * @param after the part of the window's values, 0 to 1
   */
  public record Bar(String name, double above, double upTo, double before, double after) {}
}
