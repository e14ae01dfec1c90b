package io.homeostat.core.govern;

import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Proposal;

/** Passes when no newer plan, and no other plan of this generation, came for the incident. */
final class GenerationGate {
  static final String NAME = "generation";

  private GenerationGate() {}

  static Gate ask(Circumstances circumstances, Proposal proposal) {
    return circumstances
        .newest()
        .filter(plan -> plan.generation() >= proposal.generation())
        .filter(plan -> !plan.proposalId().equals(proposal.id()))
        .map(
            plan ->
                new Gate(
                    NAME,
                    Gate.Answer.FAIL,
                    "This is plan "
                        + proposal.generation()
                        + " of the incident; plan "
                        + plan.generation()
                        + " came before it"))
        .orElseGet(
            () ->
                new Gate(
                    NAME,
                    Gate.Answer.PASS,
                    "Plan " + proposal.generation() + " is the newest of the incident"));
  }
}
