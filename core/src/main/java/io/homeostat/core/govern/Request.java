package io.homeostat.core.govern;

import io.homeostat.core.model.Proposal;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan that waits for people. It is a plan by its hash: when the incident plans the same anew, on
 * fresh evidence, the request goes on with the newest proposal, and what people have said counts
 * on.
 *
 * @param proposal the newest proposal of this plan
 * @param live true while that proposal itself may still be granted; false once it was turned away
 *     for its age, and the same plan on fresh evidence is awaited
 * @param untilMillis until when it waits
 * @param signatures who has approved
 */
record Request(Proposal proposal, boolean live, long untilMillis, List<Signature> signatures) {

  Request {
    signatures = List.copyOf(signatures);
  }

  String incidentId() {
    return proposal.incidentId();
  }

  String planHash() {
    return proposal.planHash();
  }

  boolean isOf(Proposal other) {
    return planHash().equals(other.planHash()) && incidentId().equals(other.incidentId());
  }

  Request signed(Signature signature) {
    List<Signature> more = new ArrayList<>(signatures);
    more.add(signature);
    return new Request(proposal, live, untilMillis, more);
  }

  /** The proposal was turned away for its age: the same plan on fresh evidence is awaited. */
  Request aged() {
    return new Request(proposal, false, untilMillis, signatures);
  }
}
