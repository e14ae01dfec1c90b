package io.homeostat.core.embedding;

import java.util.Arrays;
import java.util.List;

/**
 * How a statistic compares with what it is when the windows' labels are permuted: exact whatever
 * the distribution, as long as the vectors are exchangeable (E. Lehmann and J. Romano, "Testing
 * Statistical Hypotheses", 3rd edition, section 15.2).
 *
 * @param permuted the statistic of each permutation
 */
public record PermutationTest(double observed, double[] permuted) {

  /** The unbiased MMD² with one kernel and permutations drawn from the seed. */
  public static PermutationTest mmd(
      EmbeddingStatistics statistics,
      Vectors reference,
      Vectors current,
      Kernel kernel,
      int permutations,
      long seed) {
    Vectors pooled = reference.and(current);
    Labelling labelling = Labelling.of(reference.count(), pooled.count(), permutations, seed);
    return of(
        statistics.discrepancies(pooled, List.of(kernel), labelling).get(0).stream()
            .mapToDouble(Discrepancy::unbiased)
            .toArray());
  }

  /** The first value is the observed one, the rest belong to the permutations. */
  static PermutationTest of(double[] values) {
    return new PermutationTest(values[0], Arrays.copyOfRange(values, 1, values.length));
  }

  /** How many permutations reach the observed value. */
  public int exceed() {
    int exceed = 0;
    for (double value : permuted) {
      exceed += value >= observed ? 1 : 0;
    }
    return exceed;
  }

  /** (exceed + 1) / (permutations + 1): never above its level more often than the level says. */
  public double pValue() {
    return (exceed() + 1.0) / (permuted.length + 1);
  }
}
