package io.homeostat.ingest.kubernetes;

/** A watch can't vouch for what it has seen. */
final class StaleWatchException extends Exception {
  private static final long serialVersionUID = 1L;

  StaleWatchException(String message) {
    super(message);
  }
}
