package io.homeostat.core.drift.row;

/** The value of a column in a row. */
public sealed interface Field {

  /**
   * A finite number, also one that is written as text, as decimals are.
   *
   * @param value the nearest double
   * @param exact as it was written, where it has more characters than a double surely holds; else
   *     empty
   */
  record Numeric(double value, String exact) implements Field {

    /** A number that is what its double is. */
    public Numeric(double value) {
      this(value, "");
    }
  }

  /** Text or a truth value. */
  record Text(String value) implements Field {}

  /** There is none. */
  record Missing() implements Field {}

  /** There is one, and the log does not tell it: large values that an update left as they were. */
  record Untold() implements Field {}
}
