package io.homeostat.core.drift.verdict;

/** What is known of a column's drift. */
public sealed interface ColumnVerdict {

  /** The column. */
  String column();

  /**
   * There are too few rows, or they are worth too few.
   *
   * @param reason for people
   */
  record Unknown(String column, String reason) implements ColumnVerdict {}

  /**
   * It was judged. How sure and how much stand apart; an alarm needs both.
   *
   * @param pValue how often nothing gives as much, 0 to 1
   * @param aspect what is surest
   * @param effect how much: the part of the rows that lie elsewhere, 0 to 1
   * @param inflation by how many times rows that follow each other are worth less, at least 1
   */
  record Judged(String column, double pValue, Aspect aspect, double effect, double inflation)
      implements ColumnVerdict {}
}
