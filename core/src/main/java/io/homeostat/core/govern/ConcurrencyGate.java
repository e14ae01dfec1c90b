package io.homeostat.core.govern;

import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.rules.Policy;

/** Passes while fewer actions are under way, in the system and anywhere, than the policy allows. */
final class ConcurrencyGate {
  static final String NAME = "concurrency";

  private ConcurrencyGate() {}

  static Gate ask(Circumstances circumstances, Proposal proposal) {
    if (circumstances.policy().isEmpty()) {
      return new Gate(NAME, Gate.Answer.UNKNOWN, "No policy states how many actions may be open");
    }
    Policy policy = circumstances.policy().get();
    boolean systemFull = circumstances.openInSystem() >= policy.mostPerSystem();
    boolean full = circumstances.openTotal() >= policy.mostTotal();
    String sentence =
        circumstances.openInSystem()
            + " of "
            + policy.mostPerSystem()
            + " actions are under way in "
            + proposal.system()
            + ", "
            + circumstances.openTotal()
            + " of "
            + policy.mostTotal()
            + " anywhere";
    return new Gate(NAME, systemFull || full ? Gate.Answer.FAIL : Gate.Answer.PASS, sentence);
  }
}
