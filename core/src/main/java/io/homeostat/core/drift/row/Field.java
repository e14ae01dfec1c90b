package io.homeostat.core.drift.row;

/** The value of a column in a row. */
public sealed interface Field {

  /** A finite number, also one that is written as text, as decimals are. */
  record Numeric(double value) implements Field {}

  /** Text or a truth value. */
  record Text(String value) implements Field {}

  /** There is none. */
  record Missing() implements Field {}

  /** There is one, and the log does not tell it: large values that an update left as they were. */
  record Untold() implements Field {}
}
