package io.homeostat.core.govern;

/** How long the governor remembers what is over. */
final class Memory {
  private static final long DAY_MILLIS = 86_400_000;

  /** How far ahead a deadline may be; what is granted or awaited ends before it is forgotten. */
  static final long LONGEST_DEADLINE_MILLIS = 7 * DAY_MILLIS;

  /** Proposals and plans are known again for so long: longer than any deadline. */
  static final long PROPOSAL_MILLIS = LONGEST_DEADLINE_MILLIS + DAY_MILLIS;

  /** Closed actions are known again for so long. */
  static final long ACTION_MILLIS = DAY_MILLIS;

  /** Attempts without improvement count for so long after the last of them. */
  static final long TRIES_MILLIS = DAY_MILLIS;

  /** The end of an action is known for at least so long. */
  static final long REST_MILLIS = 30 * DAY_MILLIS;

  private Memory() {}
}
