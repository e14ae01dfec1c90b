package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.HttpStatus;

/** A request is not taken: with which status, and what the sender should know. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a whole request is refused. */
  enum Cause {
    CONTENT_TYPE(415),
    CONTENT_ENCODING(415),
    TOO_LARGE(413),
    MALFORMED(400),
    NOTHING_USABLE(400),
    UNAUTHORIZED(401),
    BUSY(429),
    KAFKA(503),
    INTERNAL(500);

    private final int status;

    Cause(int status) {
      this.status = status;
    }

    HttpStatus status() {
      return HttpStatus.valueOf(status);
    }

    /** Whether the sender should try the same again later. */
    boolean passing() {
      return this == BUSY || this == KAFKA;
    }
  }

  private final Cause why;

  Refusal(Cause why, String message) {
    super(message);
    this.why = why;
  }

  Refusal(Cause why, String message, Throwable cause) {
    super(message, cause);
    this.why = why;
  }

  Cause why() {
    return why;
  }

  /** The message without control characters that came from outside. */
  String text() {
    return String.valueOf(getMessage()).replaceAll("\\p{Cntrl}", "?");
  }
}
