package io.homeostat.ingest.gateway;

import com.linecorp.armeria.common.HttpStatus;
import io.homeostat.ingest.intake.Rejections;
import java.util.Optional;

/** A request is not taken: with which status, and what the sender should know. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a whole request is refused. */
  enum Cause {
    UNAUTHORIZED(401),
    REPLAYED(409),
    CONTENT_TYPE(415),
    CONTENT_ENCODING(415),
    TOO_LARGE(413),
    MALFORMED(400),
    NOTHING_USABLE(400),
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

  private static final int RETRY_AFTER_SECONDS = 2;

  private final Cause why;
  private final transient Optional<Rejections> rejections;

  Refusal(Cause why, String message) {
    super(message);
    this.why = why;
    this.rejections = Optional.empty();
  }

  /** Nothing of the request can be used. */
  Refusal(Rejections rejections) {
    super(rejections.message());
    this.why = Cause.NOTHING_USABLE;
    this.rejections = Optional.of(rejections);
  }

  Refusal(Cause why, String message, Throwable cause) {
    super(message, cause);
    this.why = why;
    this.rejections = Optional.empty();
  }

  Cause why() {
    return why;
  }

  /** What was not taken, point by point; nothing when it did not come to that. */
  Optional<Rejections> rejections() {
    return rejections;
  }

  /** After how many seconds the sender should try the same again; nothing when it should not. */
  Optional<Integer> retryAfter() {
    return why.passing() ? Optional.of(RETRY_AFTER_SECONDS) : Optional.empty();
  }

  /** The message without control characters that came from outside. */
  String text() {
    return String.valueOf(getMessage()).replaceAll("\\p{Cntrl}", "?");
  }
}
