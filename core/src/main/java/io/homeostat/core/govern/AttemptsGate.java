package io.homeostat.core.govern;

import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Proposal;

/** Passes until the action has failed to help as often as the playbook allows. */
final class AttemptsGate {
  static final String NAME = "attempts";

  private AttemptsGate() {}

  static Gate ask(Circumstances circumstances, Proposal proposal) {
    if (circumstances.playbook().isEmpty()) {
      return new Gate(NAME, Gate.Answer.UNKNOWN, "How many attempts are allowed is not known");
    }
    int most = circumstances.playbook().get().mostAttempts();
    int count = circumstances.tries().count();
    String sentence =
        count + " of " + most + " attempts brought no measured improvement since it last helped";
    return new Gate(NAME, count >= most ? Gate.Answer.FAIL : Gate.Answer.PASS, sentence);
  }
}
