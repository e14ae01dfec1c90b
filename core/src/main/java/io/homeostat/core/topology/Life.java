package io.homeostat.core.topology;

import java.util.OptionalLong;

/**
 * How long an entity has been there, as those saw it who looked.
 *
 * @param sinceMillis when it was seen first, in milliseconds since 1970
 * @param endedMillis when it was seen to be gone; empty while it is there, and while nobody could
 *     look
 */
public record Life(long sinceMillis, OptionalLong endedMillis) {

  public Life {
    if (endedMillis.isPresent() && endedMillis.getAsLong() < sinceMillis) {
      throw new IllegalArgumentException(
          "an entity that is there since "
              + sinceMillis
              + " can't have ended before: "
              + endedMillis);
    }
  }

  /** An entity that is there. */
  public static Life since(long millis) {
    return new Life(millis, OptionalLong.empty());
  }

  /** The same, ended. */
  public Life endedAt(long millis) {
    return new Life(sinceMillis, OptionalLong.of(Math.max(millis, sinceMillis)));
  }

  public boolean ended() {
    return endedMillis.isPresent();
  }
}
