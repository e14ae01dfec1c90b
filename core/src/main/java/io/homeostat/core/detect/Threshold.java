package io.homeostat.core.detect;

import io.homeostat.core.rules.DetectorRule;

/** A fixed bound. It needs no state. */
final class Threshold {

  private Threshold() {}

  static Judgement step(DetectorRule.Above params, double value) {
    return value > params.bound()
        ? Judgement.abnormal(excess(value - params.bound(), params.bound()), params.bound())
        : Judgement.normal(params.bound());
  }

  static Judgement step(DetectorRule.Below params, double value) {
    return value < params.bound()
        ? Judgement.abnormal(excess(params.bound() - value, params.bound()), params.bound())
        : Judgement.normal(params.bound());
  }

  private static double excess(double distance, double bound) {
    return distance / (bound == 0 ? 1 : Math.abs(bound));
  }
}
