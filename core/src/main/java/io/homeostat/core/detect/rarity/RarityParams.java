package io.homeostat.core.detect.rarity;

import java.util.List;

/**
 * What rarity is judged by; the same for every series.
 *
 * @param window how many samples the mean and the deviation are taken over
 * @param smoothing the weight of a sample in the smoothed value, above 0 and at most 1
 * @param leastSurprise a view counts from this −log₁₀ of its probability on: 1 is the rarest tenth
 * @param mostSurprise no view counts for more: how far beyond its history a tail is believed
 * @param nearness by how much an earlier surprise may have been smaller to be like this one;
 *     several, each at least 1: how long ago is the mean over them
 * @param horizon how many samples back is the longest ago
 */
public record RarityParams(
    int window,
    double smoothing,
    double leastSurprise,
    double mostSurprise,
    List<Double> nearness,
    int horizon) {

  /** What is used everywhere. */
  public static final RarityParams DEFAULT =
      new RarityParams(10, 0.2, 1, 8, List.of(1.25, 1.35, 1.45, 1.55), 16_384);

  /** The most samples in a window. */
  static final int LONGEST_WINDOW = 64;

  public RarityParams {
    nearness = List.copyOf(nearness);
    check("window", window, window >= 2 && window <= LONGEST_WINDOW, "2 to " + LONGEST_WINDOW);
    check("smoothing", smoothing, smoothing > 0 && smoothing <= 1, "above 0 and at most 1");
    check("leastSurprise", leastSurprise, leastSurprise >= 1, "at least 1: no more is remembered");
    check("mostSurprise", mostSurprise, mostSurprise > leastSurprise, "more than leastSurprise");
    check(
        "horizon",
        horizon,
        horizon >= Tail.LEAST_VALUES && horizon <= Lookback.FARTHEST,
        Tail.LEAST_VALUES + " to " + Lookback.FARTHEST);
    if (nearness.isEmpty() || nearness.stream().anyMatch(ratio -> !(ratio >= 1))) {
      throw new IllegalArgumentException(
          "nearness is " + nearness + ": it must have ratios of at least 1");
    }
  }

  private static void check(String name, double value, boolean right, String wanted) {
    if (!right) {
      throw new IllegalArgumentException(name + " is " + value + ": it must be " + wanted);
    }
  }
}
