package io.homeostat.core.logs;

/** Why a line was left out by the fold over logs. */
public enum LogOmission {
  /** Lines before the lane's first tick. */
  BEFORE_FIRST_TICK,
  /** Lines older than the window of the rule that looks for them. */
  LATE,
  /** Lines too far ahead of the lane's time. */
  AHEAD
}
