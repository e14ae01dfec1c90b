package io.homeostat.core.telemetry;

/** Why something was left out by the fold over metrics. */
public enum Omission {
  /** Frames before the lane's first tick. */
  BEFORE_FIRST_TICK,
  /** Frames later than the hold. */
  LATE,
  /** Frames too far ahead of the lane's time. */
  AHEAD,
  /** Frames of an entity that had too many held already. */
  CROWDED,
  /** Second samples of a series at one time. */
  REPEATED,
  /** Samples that were no finite number. */
  NOT_FINITE,
  /** Samples of series beyond the most that an entity may have. */
  TOO_MANY_SERIES
}
