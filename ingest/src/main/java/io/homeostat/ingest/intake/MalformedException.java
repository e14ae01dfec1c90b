package io.homeostat.ingest.intake;

/** The bytes are not the message that they should be. */
public final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Something is wrong with the whole of a message.
   *
   * @param message what, and where
   */
  public MalformedException(String message) {
    super(message);
  }
}
