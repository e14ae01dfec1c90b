package io.homeostat.core.embedding;

import io.homeostat.core.embedding.DriftJudgement.Finding;
import io.homeostat.core.embedding.DriftJudgement.Judged;
import io.homeostat.core.embedding.DriftJudgement.Unknown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The one decision: do two windows come from one distribution? Every test's statistic is computed
 * under the same permutations of the windows' labels; the decision's statistic is the least p-value
 * over its part, and its own p-value comes from those permutations as well (P. Westfall and S.
 * Young, "Resampling-Based Multiple Testing", 1993, section 2.6). So the error rate is kept
 * whatever the distribution and however the tests depend on each other.
 *
 * @param statistics the backend
 * @param permutations how many labellings are drawn: 99 at least; p-values are multiples of 1 /
 *     (permutations + 1)
 * @param mostVectors how many vectors of a window are compared at most, evenly spread over it
 */
public record DriftDecision(EmbeddingStatistics statistics, int permutations, int mostVectors) {
  /** Fewer vectors than this, after thinning, are too few. */
  public static final int LEAST_VECTORS = 8;

  public DriftDecision {
    if (permutations < 99 || mostVectors < LEAST_VECTORS) {
      throw new IllegalArgumentException(
          "a decision needs 99 permutations and "
              + LEAST_VECTORS
              + " vectors at least, not "
              + permutations
              + " and "
              + mostVectors);
    }
  }

  /** 299 permutations of at most 1,024 vectors of each window. */
  public DriftDecision(EmbeddingStatistics statistics) {
    this(statistics, 299, 1024);
  }

  /** Judges the current window against the reference; both in the order in which they came. */
  public DriftJudgement judge(Vectors reference, Vectors current) {
    if (reference.dimension() != current.dimension()) {
      return new Unknown(
          "the reference has "
              + reference.dimension()
              + " dimensions, the window "
              + current.dimension());
    }
    if (Math.min(reference.count(), current.count()) < LEAST_VECTORS) {
      return tooFew(reference.count(), current.count(), 1);
    }
    Thinning thinning = thinning(reference, current);
    Vectors before = thinning.keep(reference, mostVectors);
    Vectors after = thinning.keep(current, mostVectors);
    if (Math.min(before.count(), after.count()) < LEAST_VECTORS) {
      return tooFew(before.count(), after.count(), thinning.step());
    }
    Vectors pooled = before.and(after);
    PrincipalScores principal = PrincipalScores.of(statistics, pooled);
    if (principal.rank() == 0) {
      return new Judged(1, List.of(), thinning, before.count(), after.count());
    }
    Labelling labelling =
        Labelling.of(before.count(), pooled.count(), permutations, Lcg.seed(pooled));
    return judged(new DriftTest.Pool(statistics, pooled, principal, labelling), thinning);
  }

  private Judged judged(DriftTest.Pool pool, Thinning thinning) {
    List<Finding> findings = new ArrayList<>();
    double[] least = new double[permutations + 1];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    int before = pool.labelling().reference();
    int after = pool.labelling().total() - before;
    for (DriftTest test : DriftTest.values()) {
      double[] values = test.statistics(pool);
      double[] pValues = PearsonFit.tails(values);
      double part = test.part(Math.min(before, after));
      findings.add(new Finding(test, values[0], pValues[0]));
      for (int b = 0; b < least.length; b++) {
        least[b] = Math.min(least[b], pValues[b] / part);
      }
    }
    for (int b = 0; b < least.length; b++) {
      least[b] = -least[b];
    }
    return new Judged(PermutationTest.of(least).pValue(), findings, thinning, before, after);
  }

  /** How neighbours resemble each other, with the spread taken from an even sample. */
  private Thinning thinning(Vectors reference, Vectors current) {
    double rank = EffectiveRank.of(reference, current);
    return Thinning.of(reference, current, rank);
  }

  private static Unknown tooFew(int reference, int current, int step) {
    return new Unknown(
        "too few vectors: "
            + reference
            + " of the reference and "
            + current
            + " of the window"
            + (step > 1 ? ", one in " + step + " because neighbours are alike" : "")
            + "; "
            + LEAST_VECTORS
            + " of each are needed");
  }
}
