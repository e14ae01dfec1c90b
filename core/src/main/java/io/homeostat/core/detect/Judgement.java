package io.homeostat.core.detect;

/**
 * What an algorithm says of one sample.
 *
 * @param verdict whether it is as it should be
 * @param score how far it is from that, 0 to 1; at the bound 0.5
 * @param bound the bound, or the value expected
 */
record Judgement(Verdict verdict, double score, double bound) {

  /** UNKNOWN: there is too little to compare with. */
  enum Verdict {
    NORMAL,
    ABNORMAL,
    UNKNOWN
  }

  static Judgement normal(double bound) {
    return new Judgement(Verdict.NORMAL, 0, bound);
  }

  static Judgement unknown() {
    return new Judgement(Verdict.UNKNOWN, 0, Double.NaN);
  }

  /**
   * Abnormal.
   *
   * @param excess how far beyond the bound, as a multiple of the bound; not negative
   */
  static Judgement abnormal(double excess, double bound) {
    double most = 1_000_000;
    double capped = Math.min(excess, most);
    return new Judgement(Verdict.ABNORMAL, 0.5 + 0.5 * capped / (1 + capped), bound);
  }
}
