package io.homeostat.core.form;

/**
 * A value whose only form is its text; its class has a static {@code parse(String)} that reads it
 * back.
 */
public interface Textual {

  /** The text, from which {@code parse} makes an equal value. */
  String text();
}
