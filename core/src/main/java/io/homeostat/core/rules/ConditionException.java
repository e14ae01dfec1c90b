package io.homeostat.core.rules;

/** An expression that is no condition. */
final class ConditionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  ConditionException(String reason) {
    super(reason);
    this.reason = reason;
  }

  ConditionException(String reason, Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  /** What is wrong. */
  String reason() {
    return reason;
  }
}
