package io.homeostat.core.plan;

import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.Playbook;

/** What the planner found in the rules for an incident. */
public sealed interface Choice {

  /**
   * A playbook applies.
   *
   * @param playbook the playbook
   * @param cause the signal whose entity is the target
   */
  record Candidate(Playbook playbook, Signal cause) implements Choice {}

  /**
   * None applies, or none that may be proposed now.
   *
   * @param why one sentence
   * @param exhausted true when a playbook applies that was tried as often as it may be: a person is
   *     needed
   */
  record Nothing(String why, boolean exhausted) implements Choice {}
}
