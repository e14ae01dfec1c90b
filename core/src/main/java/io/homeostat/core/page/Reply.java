package io.homeostat.core.page;

/** What a receiver did with an order. */
public enum Reply {
  /** It has taken it. */
  TAKEN,
  /**
   * It may take it later: it was busy, broken or out of reach, and may have taken it all the same.
   */
  LATER,
  /** It will never take it as it is. */
  NEVER
}
