package io.homeostat.ingest.otlp;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Judges a sender's time: it must be there and not far from the door's. */
final class PointTime {
  private static final Duration FARTHEST_AHEAD = Duration.ofMinutes(5);
  private static final Duration FARTHEST_BACK = Duration.ofHours(24);

  private PointTime() {}

  /** Milliseconds since 1970; nothing, and one rejection, when the time can't be used. */
  static OptionalLong millis(long unixNanos, long receivedMillis, Rejections rejections) {
    if (unixNanos == 0) {
      rejections.add(Reason.TIME_MISSING, 1, "a point without time_unix_nano");
      return OptionalLong.empty();
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(unixNanos);
    long ahead = millis - receivedMillis;
    if (unixNanos < 0 || ahead > FARTHEST_AHEAD.toMillis() || -ahead > FARTHEST_BACK.toMillis()) {
      rejections.add(
          Reason.TIME_FAR,
          1,
          "time_unix_nano "
              + Long.toUnsignedString(unixNanos)
              + " is more than 5 m ahead of or 24 h behind this machine's time");
      return OptionalLong.empty();
    }
    return OptionalLong.of(millis);
  }
}
