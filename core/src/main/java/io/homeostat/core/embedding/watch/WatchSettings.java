package io.homeostat.core.embedding.watch;

/**
 * How vectors become windows.
 *
 * @param reference how many of a model's first sound vectors it is compared with from then on
 * @param window a window is judged when it has as many sound vectors
 * @param windowMillis or when it is as old, by the lane's time, and has {@code least}
 * @param least the fewest that are judged
 * @param forgetMillis how long a model must be silent until it and its reference are forgotten
 */
public record WatchSettings(
    int reference, int window, long windowMillis, int least, long forgetMillis) {
  /** What is in use. */
  public static final WatchSettings DEFAULT =
      new WatchSettings(500, 250, 300_000, 50, 7 * 86_400_000L);

  public WatchSettings {
    if (least < 8 || window < least || reference < least || windowMillis < 1_000) {
      throw new IllegalArgumentException(
          "a reference of "
              + reference
              + " vectors, a window of "
              + window
              + " or "
              + windowMillis
              + " ms with "
              + least
              + ": give at least 8 vectors and 1,000 ms, and reference and window as many");
    }
  }
}
