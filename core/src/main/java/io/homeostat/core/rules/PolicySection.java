package io.homeostat.core.rules;

import io.homeostat.core.document.Section;
import java.util.Optional;

/** Reads a policy, and the one rule of correlation. */
final class PolicySection {
  private static final int MOST_ACTIONS = 10_000;
  private static final int MOST_APPROVALS = 2;
  private static final long LEAST_APPROVAL_MILLIS = 1_000;

  private PolicySection() {}

  static Optional<Policy> read(Section section) {
    return Optional.of(
        new Policy(
            section.text("name"),
            MatcherParser.read(section, "match", Labels.ACTION),
            section.choice("mode", Policy.Mode.class),
            section.duration("cooldown", 0, 0),
            section.count("mostPerSystem", 1, MOST_ACTIONS, 1),
            section.count("mostTotal", 1, MOST_ACTIONS, 1),
            section.count("approvals", 1, MOST_APPROVALS, 1),
            section.has("approvalTime")
                ? Optional.of(section.duration("approvalTime", LEAST_APPROVAL_MILLIS))
                : Optional.empty()));
  }

  static Optional<CorrelationRule> readCorrelation(Section section) {
    CorrelationRule defaults = CorrelationRule.DEFAULT;
    return Optional.of(
        new CorrelationRule(
            section.duration("window", 1_000, defaults.windowMillis()),
            section.duration("close", 0, defaults.closeMillis()),
            section.duration("changes", 0, defaults.changesMillis())));
  }
}
