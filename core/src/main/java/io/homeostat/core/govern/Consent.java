package io.homeostat.core.govern;

import io.homeostat.core.model.Person;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What people have said to a plan.
 *
 * @param needed how many must approve
 * @param signatures who has approved, each person once
 */
record Consent(int needed, List<Signature> signatures) {

  Consent {
    signatures = List.copyOf(signatures);
  }

  /** How many are still missing. */
  int missing() {
    return Math.max(0, needed - signatures.size());
  }

  boolean by(Person who) {
    return signatures.stream().anyMatch(each -> each.who().is(who));
  }

  /** Such as {@code ann and bob}; empty when nobody has approved. */
  String names() {
    return signatures.stream().map(each -> each.who().text()).collect(Collectors.joining(" and "));
  }
}
