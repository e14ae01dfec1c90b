package io.homeostat.core.govern;

import io.homeostat.core.document.Durations;
import io.homeostat.core.model.Evidence;
import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Proposal;
import java.util.Optional;

/** Passes when all evidence is known, and none is older than the playbook allows. */
final class FreshnessGate {
  static final String NAME = "freshness";

  /** How far a sender's clock may be ahead of the lane. */
  static final long AHEAD_MILLIS = 5_000;

  private FreshnessGate() {}

  static Gate ask(Circumstances circumstances, Proposal proposal) {
    if (circumstances.nowMillis().isEmpty() || circumstances.playbook().isEmpty()) {
      return new Gate(
          NAME, Gate.Answer.UNKNOWN, "The time, or how fresh evidence must be, is not known");
    }
    long now = circumstances.nowMillis().get();
    for (Evidence evidence : proposal.evidence()) {
      if (Double.isNaN(evidence.value()) || evidence.observedMillis() > now + AHEAD_MILLIS) {
        return new Gate(
            NAME,
            Gate.Answer.UNKNOWN,
            "The evidence \"" + evidence.what() + "\" has no value, or a time to come");
      }
    }
    return oldest(proposal)
        .map(oldest -> judge(now - oldest, circumstances.playbook().get().freshMillis()))
        .orElseGet(() -> new Gate(NAME, Gate.Answer.UNKNOWN, "There is no evidence"));
  }

  /** The time of the oldest evidence. */
  static Optional<Long> oldest(Proposal proposal) {
    return proposal.evidence().stream().map(Evidence::observedMillis).min(Long::compare);
  }

  private static Gate judge(long age, long most) {
    return age > most
        ? new Gate(
            NAME,
            Gate.Answer.FAIL,
            "The oldest evidence is of "
                + Durations.rough(age)
                + " ago; at most "
                + Durations.format(most)
                + " are allowed")
        : new Gate(
            NAME, Gate.Answer.PASS, "The oldest evidence is of " + Durations.rough(age) + " ago");
  }
}
