package io.homeostat.core.govern;

import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.rules.Playbook;

/** Passes when the plan was made by the rules in force, and says what its playbook says. */
final class RulesGate {
  static final String NAME = "rules";

  private RulesGate() {}

  static Gate ask(Circumstances circumstances, Proposal proposal) {
    if (circumstances.rules().isEmpty()) {
      return new Gate(NAME, Gate.Answer.UNKNOWN, "No rules are in force");
    }
    if (!circumstances.rules().equals(proposal.rules())) {
      return new Gate(NAME, Gate.Answer.FAIL, "The rules have changed since this was planned");
    }
    return circumstances
        .playbook()
        .map(playbook -> compare(playbook, proposal))
        .orElseGet(
            () ->
                new Gate(
                    NAME, Gate.Answer.FAIL, "The rules have no playbook " + proposal.playbook()));
  }

  private static Gate compare(Playbook playbook, Proposal proposal) {
    if (proposal.undoOf().isPresent()) {
      return new Gate(
          NAME,
          Gate.Answer.PASS,
          "Undoes what the playbook "
              + playbook.name()
              + " did, as "
              + proposal.undoOf().get().by().text()
              + " asked");
    }
    return playbook.action().equals(proposal.action())
        ? new Gate(NAME, Gate.Answer.PASS, "Planned by the rules in force")
        : new Gate(
            NAME,
            Gate.Answer.FAIL,
            "The playbook "
                + playbook.name()
                + " says "
                + playbook.action()
                + ", not "
                + proposal.action());
  }
}
