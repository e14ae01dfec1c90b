package io.homeostat.core.detect.rarity;

/** The sides from which a series is looked at; each is compared with its own past alone. */
public enum View {
  /** The value is high. */
  HIGH,
  /** The value is low. */
  LOW,
  /**
   * It is far above the smoothed value of the last few samples: a spike, or the step of a shift.
   */
  RISE,
  /** It is far below the smoothed value of the last few samples. */
  FALL,
  /** The mean of the last samples is high: a shift, or a drift. */
  MEAN_HIGH,
  /** The mean of the last samples is low. */
  MEAN_LOW,
  /** The last samples vary much. */
  ROUGH,
  /** The last samples vary little: a flatline. */
  SMOOTH,
  /** It is above what this time of day has been, within an hour. */
  ABOVE_DAY,
  /** It is below what this time of day has been, within an hour. */
  BELOW_DAY;

  /** How many there are. */
  static final int COUNT = values().length;

  /** The place of the first of the two that look at the time of day. */
  static final int DAILY = 8;

  private static final View[] ALL = values();

  /** True for the views that look up, or at more variation. */
  @SuppressWarnings("EnumOrdinal") // every second looks up
  public boolean up() {
    return ordinal() % 2 == 0;
  }

  /** The view at a place. */
  public static View at(int place) {
    return ALL[place];
  }
}
