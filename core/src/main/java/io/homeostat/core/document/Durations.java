package io.homeostat.core.document;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Prometheus writes them: {@code 250ms}, {@code 5m}, {@code 1h30m}; units y, w, d, h,
 * m, s, ms, each at most once and in this order; a year has 365 days.
 */
public final class Durations {
  /** What a duration looks like; also in the JSON Schemas. */
  public static final String PATTERN =
      "(?=[0-9])(?:([0-9]{1,9})y)?(?:([0-9]{1,9})w)?(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?"
          + "(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?(?:([0-9]{1,9})ms)?";

  private static final Pattern FORM = Pattern.compile(PATTERN);
  private static final long SECOND_MILLIS = 1_000;
  private static final long[] UNIT_MILLIS = {
    365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1
  };
  private static final long MOST_MILLIS = 100 * 365L * 86_400_000;
  private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};

  private Durations() {}

  /** The milliseconds of a duration; empty when the text is none, or is longer than 100 years. */
  public static Optional<Long> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      long millis = 0;
      for (int i = 0; i < UNIT_MILLIS.length; i++) {
        String number = matcher.group(i + 1);
        if (number != null) {
          millis =
              Math.addExact(millis, Math.multiplyExact(Long.parseLong(number), UNIT_MILLIS[i]));
        }
      }
      return millis <= MOST_MILLIS ? Optional.of(millis) : Optional.empty();
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /**
   * Text of a duration in whole seconds, where there is a second of it: what a person wants of it.
   */
  public static String rough(long millis) {
    return format(millis < SECOND_MILLIS ? millis : millis / SECOND_MILLIS * SECOND_MILLIS);
  }

  /** The shortest text of a duration of zero or more milliseconds; {@code 0s} for none. */
  public static String format(long millis) {
    if (millis <= 0) {
      return "0s";
    }
    StringBuilder text = new StringBuilder();
    long rest = millis;
    for (int i = 0; i < UNIT_MILLIS.length; i++) {
      long whole = rest / UNIT_MILLIS[i];
      if (whole > 0) {
        text.append(whole).append(UNITS[i]);
        rest -= whole * UNIT_MILLIS[i];
      }
    }
    return text.toString();
  }
}
