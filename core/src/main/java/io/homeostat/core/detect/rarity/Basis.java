package io.homeostat.core.detect.rarity;

/** What a sample's usual value is told by. */
public enum Basis {
  /** The last thousand samples. */
  PAST,
  /** This time of day. */
  DAY,
  /** This time of day on this day of the week. */
  WEEK
}
