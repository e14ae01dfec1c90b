package io.homeostat.core.form;

/**
 * How a value of state is written, read and copied. Writing is canonical: equal values give equal
 * bytes.
 *
 * @param <V> the value
 */
public interface CellForm<V> {

  /** Writes the value in its canonical binary form. */
  void write(V value, ByteSink sink);

  /**
   * Reads one value.
   *
   * @throws FormException when the bytes are not of this form
   */
  V read(ByteSource source);

  /**
   * A deep copy: no later change of one is seen in the other. An immutable value may be returned as
   * it is.
   */
  V copy(V value);
}
