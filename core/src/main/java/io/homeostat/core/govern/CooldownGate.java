package io.homeostat.core.govern;

import io.homeostat.core.document.Durations;
import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Proposal;

/** Passes when the last action on the target has ended long enough ago. */
final class CooldownGate {
  static final String NAME = "cooldown";

  private CooldownGate() {}

  static Gate ask(Circumstances circumstances, Proposal proposal) {
    if (circumstances.nowMillis().isEmpty() || circumstances.policy().isEmpty()) {
      return new Gate(
          NAME, Gate.Answer.UNKNOWN, "The time, or a policy that states the cooldown, is missing");
    }
    if (circumstances.rest().isEmpty()) {
      return new Gate(NAME, Gate.Answer.PASS, "Nothing was done to the target lately");
    }
    long cooldown = circumstances.policy().get().cooldownMillis();
    long rested = circumstances.nowMillis().get() - circumstances.rest().get().endedMillis();
    String sentence =
        "The last action on the target ended "
            + Durations.rough(rested)
            + " ago; the cooldown is "
            + Durations.format(cooldown);
    return new Gate(NAME, rested < cooldown ? Gate.Answer.FAIL : Gate.Answer.PASS, sentence);
  }
}
