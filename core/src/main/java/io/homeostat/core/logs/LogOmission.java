package io.homeostat.core.logs;

/** Why a line was left out by the fold over logs. */
public enum LogOmission {
  /** Lines before the lane's first tick. */
  BEFORE_FIRST_TICK,
  /**
   * Lines older than the window of a rule that looks for them, or of a minute judged already;
   * counted for each.
   */
  LATE,
  /** Lines too far ahead of the lane's time. */
  AHEAD
}
