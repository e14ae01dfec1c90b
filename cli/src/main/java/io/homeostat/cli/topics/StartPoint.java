package io.homeostat.cli.topics;

import io.homeostat.core.document.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** From where a topic is read. */
public sealed interface StartPoint {

  /** From its first record that is still there. */
  record Earliest() implements StartPoint {}

  /** From what comes next. */
  record Latest() implements StartPoint {}

  /**
   * From this offset, in each lane.
   *
   * @param offset zero or more
   */
  record AtOffset(long offset) implements StartPoint {
    public AtOffset {
      if (offset < 0) {
        throw new IllegalArgumentException("offset is " + offset + ": give zero or more");
      }
    }
  }

  /** From the first record of this time or later. */
  record AtTime(Instant time) implements StartPoint {}

  /**
   * Reads what a person wrote: {@code earliest}, {@code latest}, an offset, a time such as {@code
   * 2026-11-20T11:00:00Z}, or how long ago, such as {@code -5m}.
   *
   * @throws IllegalArgumentException when it is none of these, with what would be right
   */
  static StartPoint parse(String text, InstantSource clock) {
    if (text.equals("earliest")) {
      return new Earliest();
    }
    if (text.equals("latest")) {
      return new Latest();
    }
    if (text.matches("\\d{1,18}")) {
      return new AtOffset(Long.parseLong(text));
    }
    Optional<Long> ago =
        text.startsWith("-") ? Durations.parse(text.substring(1)) : Optional.empty();
    if (ago.isPresent()) {
      return new AtTime(clock.instant().minus(Duration.ofMillis(ago.get())));
    }
    try {
      return new AtTime(Instant.parse(text));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no place in a topic: give earliest, latest, an offset, a time such as"
              + " 2026-11-20T11:00:00Z, or how long ago, such as -5m",
          e);
    }
  }
}
