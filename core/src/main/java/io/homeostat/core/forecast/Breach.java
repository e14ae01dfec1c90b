package io.homeostat.core.forecast;

import java.util.Optional;

/**
 * When a series is forecast to cross a bound, in steps from now; −1 stands for later than the
 * longest horizon.
 *
 * @param steps when the likeliest course crosses it
 * @param earliest when it does so in one of ten cases
 * @param latest when it has done so in nine of ten
 */
public record Breach(int steps, int earliest, int latest) {
  private static final int NEVER = -1;
  private static final long MINUTE = 60_000;

  /**
   * Looks ahead.
   *
   * @param upward whether it is crossed from below
   * @return nothing where the likeliest course does not cross it within {@link
   *     Forecaster#MOST_STEPS}
   */
  public static Optional<Breach> of(
      Forecaster forecaster, long timeMillis, double bound, boolean upward) {
    int likely = NEVER;
    int earliest = NEVER;
    int latest = NEVER;
    for (int ahead = 1; ahead <= Forecaster.MOST_STEPS && latest == NEVER; ahead++) {
      Forecast forecast = forecaster.at(timeMillis, ahead);
      double first = upward ? forecast.high() - bound : bound - forecast.low();
      double middle = upward ? forecast.value() - bound : bound - forecast.value();
      double last = upward ? forecast.low() - bound : bound - forecast.high();
      earliest = earliest == NEVER && first >= 0 ? ahead : earliest;
      likely = likely == NEVER && middle >= 0 ? ahead : likely;
      latest = last >= 0 ? ahead : latest;
    }
    return likely == NEVER ? Optional.empty() : Optional.of(new Breach(likely, earliest, latest));
  }

  /** Such as {@code breaches in 5 h 20 min (80%: 3 h – 9 h)}. */
  public String words(long stepMillis) {
    return "breaches in "
        + time(steps * stepMillis)
        + " (80%: "
        + time(earliest * stepMillis)
        + " – "
        + (latest == NEVER
            ? "more than " + time(Forecaster.MOST_STEPS * stepMillis)
            : time(latest * stepMillis))
        + ")";
  }

  private static String time(long millis) {
    long minutes = Math.max(1, millis / MINUTE);
    long hours = minutes / 60;
    long rest = minutes % 60;
    if (hours == 0) {
      return minutes + " min";
    }
    return rest == 0 ? hours + " h" : hours + " h " + rest + " min";
  }
}
