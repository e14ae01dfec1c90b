package io.homeostat.ingest.intake;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** A time as text, in the forms that senders write. */
public final class TextTime {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}(\\.[0-9]{1,20})?");
  private static final double SECONDS = 1e11;
  private static final double MILLIS = 1e14;
  private static final double MICROS = 1e17;

  private TextTime() {}

  /**
   * Milliseconds since 1970 of a time in RFC 3339, or of a number since 1970 in seconds,
   * milliseconds, microseconds or nanoseconds, as its size says; nothing when it is neither.
   */
  public static OptionalLong millis(String text) {
    if (NUMBER.matcher(text).matches()) {
      double number = Double.parseDouble(text);
      return OptionalLong.of(
          (long)
              (number < SECONDS
                  ? number * 1e3
                  : number < MILLIS ? number : number < MICROS ? number / 1e3 : number / 1e6));
    }
    try {
      return OptionalLong.of(OffsetDateTime.parse(text).toInstant().toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return OptionalLong.empty();
    }
  }
}
