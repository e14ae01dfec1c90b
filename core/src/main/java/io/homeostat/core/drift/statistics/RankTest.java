package io.homeostat.core.drift.statistics;

import io.homeostat.core.embedding.Tails;

/**
 * A linear rank statistic: the sum of the scores of a window's values, where the score of a value
 * depends on its place among both samples alone (J. Hájek and Z. Šidák, "Theory of Rank Tests",
 * 1967). Mean, variance and skewness are those of all ways to take the window out of both, exact
 * with any ties; the tail is Pearson's type III with these.
 *
 * @param deviation how many standard deviations the window's sum stands from its mean, with half a
 *     step of its lattice towards it; positive where the window's scores are greater
 * @param skewness of the distribution
 */
public record RankTest(double deviation, double skewness) {
  private static final double LEAST_SKEWNESS = 1e-4;

  /** Scores by the place {@code u} of a value among both samples, 0 to 1. */
  @FunctionalInterface
  public interface Score {
    /** The score; it is asked with the middle of a tie's places. */
    double at(double u);
  }

  /** Location: F. Wilcoxon's, in ranks. */
  public static final Score WILCOXON = u -> u - 0.5;

  /** Scale: A. Mood's. */
  public static final Score MOOD = u -> (u - 0.5) * (u - 0.5);

  /** Compares the cells, which are in order; both sizes are at least 1. */
  public static RankTest of(Counts counts, Score score) {
    return of(counts, scores(counts, score));
  }

  /** The scores of all cells. */
  public static double[] scores(Counts counts, Score score) {
    double total = (double) counts.referenceTotal() + counts.currentTotal();
    double[] scores = new double[counts.cells()];
    double below = 0;
    for (int i = 0; i < scores.length; i++) {
      double tie = (double) counts.reference()[i] + counts.current()[i];
      scores[i] = score.at((below + tie / 2) / total);
      below += tie;
    }
    return scores;
  }

  /** Compares the cells by their scores. */
  public static RankTest of(Counts counts, double[] scores) {
    double n = counts.referenceTotal();
    double m = counts.currentTotal();
    double total = n + m;
    double mean = 0;
    for (int i = 0; i < scores.length; i++) {
      mean += scores[i] * (counts.reference()[i] + counts.current()[i]) / total;
    }
    double sum = 0;
    double squares = 0;
    double cubes = 0;
    double step = Double.POSITIVE_INFINITY;
    double last = Double.NaN;
    for (int i = 0; i < scores.length; i++) {
      double tie = (double) counts.reference()[i] + counts.current()[i];
      double centred = scores[i] - mean;
      sum += counts.current()[i] * centred;
      squares += tie * centred * centred;
      cubes += tie * centred * centred * centred;
      if (tie > 0) {
        double gap = Math.abs(scores[i] - last);
        step = gap > 0 ? Math.min(step, gap) : step;
        last = scores[i];
      }
    }
    if (!(squares > 0) || total < 3) {
      return new RankTest(0, 0);
    }
    double variance = n * m / (total * (total - 1)) * squares;
    double third = n * m * (n - m) / (total * (total - 1) * (total - 2)) * cubes;
    double nearer = Math.max(0, Math.abs(sum) - step / 2);
    double root = Math.sqrt(variance);
    return new RankTest(Math.copySign(nearer, sum) / root, third / (variance * root));
  }

  /** The two-sided p-value. */
  public double pValue() {
    return pValue(1);
  }

  /**
   * The two-sided p-value where the statistic's variance is greater than by chance.
   *
   * @param inflation by how many times, at least 1
   */
  public double pValue(double inflation) {
    double z = deviation / Math.sqrt(inflation);
    return Math.min(1, 2 * Math.min(above(z, skewness), above(-z, -skewness)));
  }

  /** P(Z &gt; z) for a gamma variable with mean 0, variance 1 and the skewness. */
  static double above(double z, double skewness) {
    if (Math.abs(skewness) < LEAST_SKEWNESS) {
      return Tails.normal(z);
    }
    double shape = 4 / (skewness * skewness);
    double root = Math.sqrt(shape);
    return skewness > 0
        ? Tails.gamma(shape + root * z, shape)
        : 1 - Tails.gamma(shape - root * z, shape);
  }

  /**
   * The statistic U of H. Mann and D. Whitney for the reference: the pairs in which its value is
   * the greater, ties half.
   */
  public static double mannWhitney(Counts counts) {
    double pairs = 0;
    double below = 0;
    for (int i = 0; i < counts.cells(); i++) {
      pairs += counts.reference()[i] * (below + counts.current()[i] / 2.0);
      below += counts.current()[i];
    }
    return pairs;
  }
}
