package io.homeostat.core.detect;

/**
 * What an algorithm says of one sample.
 *
 * @param verdict whether it is as it should be
 * @param score how far it is from that, 0 to 1; at the bound 0.5
 * @param bound the bound, or the value expected
 * @param why what is wrong, in words, where the numbers don't say it; else empty
 */
record Judgement(Verdict verdict, double score, double bound, String why) {

  /** UNKNOWN: there is too little to compare with. */
  enum Verdict {
    NORMAL,
    ABNORMAL,
    UNKNOWN
  }

  static Judgement normal(double bound) {
    return new Judgement(Verdict.NORMAL, 0, bound, "");
  }

  static Judgement unknown() {
    return new Judgement(Verdict.UNKNOWN, 0, Double.NaN, "");
  }

  /**
   * Abnormal.
   *
   * @param excess how far beyond the bound, as a multiple of the bound; not negative
   */
  static Judgement abnormal(double excess, double bound) {
    return abnormal(excess, bound, "");
  }

  /** The same with another score. */
  Judgement scored(double other) {
    return new Judgement(verdict, other, bound, why);
  }

  /** Abnormal, with a reason. */
  static Judgement abnormal(double excess, double bound, String why) {
    double most = 1_000_000;
    double capped = Math.min(excess, most);
    return new Judgement(Verdict.ABNORMAL, 0.5 + 0.5 * capped / (1 + capped), bound, why);
  }
}
