package io.homeostat.core.telemetry;

/**
 * The bounds of the fold over metrics. All lanes of a generation are folded with the same.
 *
 * @param holdMillis how long after its time a frame is held, so that later ones can take their
 *     place before it
 * @param aheadMillis how far ahead of the lane's time a frame may be
 * @param mostHeld the most frames of an entity that are held
 * @param mostSeries the most series of an entity
 * @param lookMillis how often a silent entity is looked at
 * @param forgetMillis how long an entity is remembered in silence
 * @param giveUpMillis how long an entity with an open signal is remembered in silence
 */
public record TelemetrySettings(
    long holdMillis,
    long aheadMillis,
    int mostHeld,
    int mostSeries,
    long lookMillis,
    long forgetMillis,
    long giveUpMillis) {
  private static final long SECOND = 1_000;
  private static final long DAY = 86_400 * SECOND;

  /** The bounds in use. */
  public static final TelemetrySettings DEFAULT =
      new TelemetrySettings(5 * SECOND, 60 * SECOND, 2_000, 4_096, 60 * SECOND, DAY, 7 * DAY);

  public TelemetrySettings {
    require("holdMillis", holdMillis, 0, aheadMillis);
    require("mostHeld", mostHeld, 1, 1_000_000);
    require("mostSeries", mostSeries, 1, 1_000_000);
    require("lookMillis", lookMillis, SECOND, forgetMillis);
    require("forgetMillis", forgetMillis, lookMillis, giveUpMillis);
  }

  private static void require(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          field + " of the fold over metrics is " + value + "; give " + least + " to " + most);
    }
  }
}
