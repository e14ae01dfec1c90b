package io.homeostat.ingest.intake;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Judges a sender's time: it must be there and not far from the door's. */
public final class SenderTime {
  private static final Duration FARTHEST_AHEAD = Duration.ofMinutes(5);
  private static final Duration FARTHEST_BACK = Duration.ofHours(24);

  private SenderTime() {}

  /**
   * Milliseconds since 1970 of OpenTelemetry's {@code time_unix_nano}; nothing, and one rejection,
   * when the time can't be used.
   */
  public static OptionalLong nanos(long unixNanos, long receivedMillis, Rejections rejections) {
    if (unixNanos == 0) {
      rejections.add(Reason.TIME_MISSING, 1, "a point without time_unix_nano");
      return OptionalLong.empty();
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(unixNanos);
    if (unixNanos < 0 || far(millis, receivedMillis)) {
      reject("time_unix_nano " + Long.toUnsignedString(unixNanos), rejections);
      return OptionalLong.empty();
    }
    return OptionalLong.of(millis);
  }

  /**
   * Milliseconds since 1970 of a time as text (see {@link TextTime}), the door's where it is empty;
   * nothing, and one rejection, when it can't be used.
   */
  public static OptionalLong text(String time, long receivedMillis, Rejections rejections) {
    if (time.isEmpty()) {
      return OptionalLong.of(receivedMillis);
    }
    OptionalLong millis = TextTime.millis(time);
    if (millis.isEmpty()) {
      rejections.add(Reason.TIME_MISSING, 1, "time '" + time + "' is no time that is known");
      return millis;
    }
    return near(millis.getAsLong(), receivedMillis, rejections) ? millis : OptionalLong.empty();
  }

  /** Whether a time in milliseconds since 1970 can be used; if not, that is one rejection. */
  public static boolean near(long millis, long receivedMillis, Rejections rejections) {
    if (far(millis, receivedMillis)) {
      reject("the time " + millis, rejections);
      return false;
    }
    return true;
  }

  private static boolean far(long millis, long receivedMillis) {
    long ahead = millis - receivedMillis;
    return millis < 0 || ahead > FARTHEST_AHEAD.toMillis() || -ahead > FARTHEST_BACK.toMillis();
  }

  private static void reject(String what, Rejections rejections) {
    rejections.add(
        Reason.TIME_FAR, 1, what + " is more than 5 m ahead of or 24 h behind this machine's time");
  }
}
