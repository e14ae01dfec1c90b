package io.homeostat.core.govern;

import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Person;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.rules.Policy;

/** Passes when the mode asks nobody, or as many people have approved this very plan as it asks. */
final class ApprovalGate {
  static final String NAME = "approval";

  private ApprovalGate() {}

  static Gate ask(Circumstances circumstances, Proposal proposal) {
    if (circumstances.mode() != Policy.Mode.APPROVE) {
      return new Gate(NAME, Gate.Answer.PASS, "This mode waits for nobody's approval");
    }
    Consent consent = circumstances.consent();
    if (consent.missing() == 0) {
      return new Gate(NAME, Gate.Answer.PASS, "Approved by " + consent.names());
    }
    String people =
        consent.missing() == 1 ? "one person's approval" : consent.missing() + " people's approval";
    String given = consent.signatures().isEmpty() ? "" : "; approved by " + consent.names();
    return new Gate(NAME, Gate.Answer.UNKNOWN, "Waits for " + people + given);
  }

  /** Nobody may do this on the plan that was denied. */
  static Gate denied(Person who, String reason) {
    return new Gate(
        NAME,
        Gate.Answer.FAIL,
        "Denied by " + who.text() + (reason.isEmpty() ? "" : ": " + reason));
  }

  /** Nobody said anything in time. */
  static Gate silent(Consent consent) {
    String given = consent.signatures().isEmpty() ? "Nobody" : "Nobody but " + consent.names();
    return new Gate(NAME, Gate.Answer.UNKNOWN, given + " approved it in time");
  }
}
