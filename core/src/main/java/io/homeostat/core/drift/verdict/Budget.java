package io.homeostat.core.drift.verdict;

import java.util.ArrayList;
import java.util.List;

/**
 * The error rate, spent over repeated looks in time: LORD++ (A. Ramdas and others, "Online control
 * of the false discovery rate with decaying memory", NeurIPS 2017). While nothing drifts, at most
 * {@code level} of all budgets ever alarm falsely, however the looks depend on each other; each
 * discovery earns a part back. Immutable.
 *
 * @param looks how many looks there were
 * @param discoveries at which looks something was found, the newest 64
 */
public record Budget(long looks, List<Long> discoveries) {
  /** Nothing was looked at yet. */
  public static final Budget FRESH = new Budget(0, List.of());

  private static final int MOST = 64;
  private static final double ZETA = 5.591582441177750;

  public Budget {
    discoveries = List.copyOf(discoveries);
  }

  /** The level at which the next look judges. */
  public double next(double level) {
    long look = looks + 1;
    double half = level / 2;
    double sum = half * weight(look);
    for (int i = 0; i < discoveries.size(); i++) {
      sum += (i == 0 ? half : level) * weight(look - discoveries.get(i));
    }
    return Math.min(level, sum);
  }

  /** The weights of looks: look^−1.2 over Riemann's ζ(1.2), so that all of them sum to 1. */
  private static double weight(long look) {
    return StrictMath.pow((double) look, -1.2) / ZETA;
  }

  /** After the next look. */
  public Budget after(boolean found) {
    List<Long> more = new ArrayList<>(discoveries);
    if (found) {
      more.add(looks + 1);
    }
    return new Budget(
        looks + 1, more.size() > MOST ? more.subList(more.size() - MOST, more.size()) : more);
  }
}
