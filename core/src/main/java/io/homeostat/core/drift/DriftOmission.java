package io.homeostat.core.drift;

/** Why a row, or a wish, was left out by the fold over drift. */
public enum DriftOmission {
  /** Rows before the lane's first tick. */
  BEFORE_FIRST_TICK,
  /** Rows committed too far ahead of the lane's time. */
  AHEAD,
  /** Rows that are no flat JSON object. */
  UNREADABLE,
  /** Rows of segments, or of sets of features, beyond the most that are watched apart. */
  CROWDED,
  /** Wishes for another reference of what is not watched. */
  REBASE_OF_NOTHING
}
