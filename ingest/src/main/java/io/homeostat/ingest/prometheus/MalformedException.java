package io.homeostat.ingest.prometheus;

/** The bytes are not the message that they should be. */
public final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedException(String message) {
    super(message);
  }
}
