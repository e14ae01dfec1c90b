package io.homeostat.actuators.action;

/**
 * Why an effect must not begin now.
 *
 * @param kind whether waiting may help
 * @param reason one sentence for a person
 */
record Objection(Kind kind, String reason) {
  /** Whether waiting may help. */
  enum Kind {
    /** It stays so for this command. */
    LASTING,
    /** It says only that something can't be known now. */
    PASSING
  }

  static Objection lasting(String reason) {
    return new Objection(Kind.LASTING, reason);
  }

  static Objection passing(String reason) {
    return new Objection(Kind.PASSING, reason);
  }

  boolean isPassing() {
    return kind == Kind.PASSING;
  }
}
