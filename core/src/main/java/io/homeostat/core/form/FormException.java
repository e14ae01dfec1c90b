package io.homeostat.core.form;

/** Bytes that are not of the form that the reader expects. */
public final class FormException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FormException(String message) {
    super(message);
  }

  public FormException(String message, Throwable cause) {
    super(message, cause);
  }
}
