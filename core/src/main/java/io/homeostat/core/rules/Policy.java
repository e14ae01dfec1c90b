package io.homeostat.core.rules;

import java.util.List;
import java.util.Optional;

/**
 * What may be done to the targets that it matches.
 *
 * @param name unique within the rules
 * @param match matchers over the target's {@code kind}, {@code scope}, {@code name}, {@code
 *     system}, and {@code action}
 * @param mode how far Homeostat may go
 * @param cooldownMillis the time between the end of one action on a target and the next one
 * @param mostPerSystem the most actions under way in a system
 * @param mostTotal the most actions under way anywhere
 * @param approvals how many people must approve where the mode is approve
 * @param approvalMillis how long their approval is waited for; empty: until the plan's deadline
 */
public record Policy(
    String name,
    List<Matcher> match,
    Mode mode,
    long cooldownMillis,
    int mostPerSystem,
    int mostTotal,
    int approvals,
    Optional<Long> approvalMillis) {

  public Policy {
    match = List.copyOf(match);
  }

  /** How far Homeostat may go; the default is OBSERVE. */
  public enum Mode {
    /** Watches and explains. */
    OBSERVE,
    /** Shows what it would do. */
    SUGGEST,
    /** Acts once a person has approved. */
    APPROVE,
    /** Acts. */
    AUTO
  }
}
