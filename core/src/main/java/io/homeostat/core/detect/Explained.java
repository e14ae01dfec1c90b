package io.homeostat.core.detect;

import io.homeostat.core.detect.rarity.Usual;
import io.homeostat.core.rules.Reading;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;

/**
 * Why something is rare, in people's words, such as {@code 4.1× what Tuesdays at 10:00 are; 14 of
 * the last 15 minutes}. Times are UTC.
 *
 * @param series the series
 * @param reading what its samples are
 */
record Explained(String series, Reading reading) {
  private static final double LEAST_RATIO = 1e-3;
  private static final double MOST_RATIO = 1e4;
  private static final long MINUTE = 60_000;
  private static final int HALF_HOUR = 30;

  String rare(RareState.History event, long timeMillis, double value, Usual usual) {
    String what =
        switch (event.view()) {
          case ROUGH, SMOOTH -> varies(event);
          default -> compared(value, usual, timeMillis);
        };
    return what + "; " + recently(event);
  }

  private static String varies(RareState.History event) {
    return event.before() > 0 && event.peak() > 0
        ? "it varies " + Amount.plain(event.peak() / event.before()) + "× as much as usual"
        : "it varies " + (event.peak() > 0 ? "as never before" : "not at all");
  }

  private String compared(double value, Usual usual, long timeMillis) {
    double ratio = value / usual.value();
    boolean telling =
        reading.of(series) != Reading.Kind.RATIO && ratio >= LEAST_RATIO && ratio <= MOST_RATIO;
    return telling
        ? Amount.plain(ratio) + "× what " + times(usual, timeMillis)
        : Amount.of(series, value)
            + ", where "
            + times(usual, timeMillis)
            + " "
            + Amount.of(series, usual.value());
  }

  private static String times(Usual usual, long timeMillis) {
    ZonedDateTime time = Instant.ofEpochMilli(timeMillis).atZone(ZoneOffset.UTC);
    int half = time.getMinute() / HALF_HOUR * HALF_HOUR;
    String clock = String.format(Locale.ROOT, "%02d:%02d", time.getHour(), half);
    return switch (usual.basis()) {
      case WEEK -> day(time) + "s at " + clock + " are";
      case DAY -> "it is at " + clock + " on other days";
      case PAST -> "it usually is";
    };
  }

  private static String day(ZonedDateTime time) {
    String name = time.getDayOfWeek().name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private String recently(RareState.History event) {
    long every = reading.everyMillis();
    String unit =
        every == MINUTE
            ? " minutes"
            : every == 0 ? " samples" : " steps of " + Amount.duration(every);
    return event.unusual() + " of the last " + event.steps() + unit;
  }
}
