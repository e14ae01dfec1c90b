package io.homeostat.core.embedding;

import java.util.List;

/** What the one decision says of a current window against a reference. */
public sealed interface DriftJudgement {

  /**
   * There was enough to judge by.
   *
   * @param pValue how often windows without drift look at least so different
   * @param tests each test with its own p-value, by which the drift can be told; only {@code
   *     pValue} decides
   * @param thinning whether neighbours were alike
   * @param reference how many of its vectors were compared, after thinning
   * @param current the same of the current window
   */
  record Judged(double pValue, List<Finding> tests, Thinning thinning, int reference, int current)
      implements DriftJudgement {
    public Judged {
      tests = List.copyOf(tests);
    }

    /** Whether it is drift at the level: the share of windows without drift that may alarm. */
    public boolean drifted(double level) {
      return pValue <= level;
    }
  }

  /** There is too little to judge by: this is not "no drift". */
  record Unknown(String reason) implements DriftJudgement {}

  /**
   * One test's own result.
   *
   * @param pValue as if it were the only test, from a Pearson III fit to its permutations
   */
  record Finding(DriftTest test, double statistic, double pValue) {}
}
