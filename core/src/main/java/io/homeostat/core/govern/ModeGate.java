package io.homeostat.core.govern;

import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.rules.Policy;
import java.util.Locale;

/**
 * Passes when a policy lets Homeostat act on this target, on its own or once people have approved,
 * and no maximum forbids it.
 */
final class ModeGate {
  static final String NAME = "mode";

  private ModeGate() {}

  static Gate ask(Circumstances circumstances, Proposal proposal) {
    Policy.Mode mode = circumstances.mode();
    String word = mode.name().toLowerCase(Locale.ROOT);
    String source =
        circumstances
            .policy()
            .map(
                policy ->
                    policy.mode() == mode
                        ? "by the policy " + policy.name()
                        : "the most that is allowed now, whatever the policy " + policy.name())
            .orElse("as no policy matches");
    boolean acts = mode == Policy.Mode.AUTO || mode == Policy.Mode.APPROVE;
    return new Gate(
        NAME, acts ? Gate.Answer.PASS : Gate.Answer.FAIL, "The mode is " + word + ", " + source);
  }
}
