package io.homeostat.core.govern;

import io.homeostat.core.document.Durations;
import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Proposal;

/** Passes while the proposal may still begin, and its deadline is not absurdly far. */
final class DeadlineGate {
  static final String NAME = "deadline";

  private DeadlineGate() {}

  static Gate ask(Circumstances circumstances, Proposal proposal) {
    if (circumstances.nowMillis().isEmpty()) {
      return new Gate(NAME, Gate.Answer.UNKNOWN, "The time is not known yet");
    }
    long left = proposal.deadlineMillis() - circumstances.nowMillis().get();
    if (left <= 0) {
      return new Gate(
          NAME, Gate.Answer.FAIL, "It should have begun " + Durations.rough(-left) + " ago");
    }
    return left > Memory.LONGEST_DEADLINE_MILLIS
        ? new Gate(
            NAME,
            Gate.Answer.FAIL,
            "Its deadline is further away than " + Durations.format(Memory.LONGEST_DEADLINE_MILLIS))
        : new Gate(NAME, Gate.Answer.PASS, Durations.rough(left) + " are left to begin");
  }
}
