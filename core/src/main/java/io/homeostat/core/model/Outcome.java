package io.homeostat.core.model;

import java.util.SortedMap;

/**
 * What became of a command.
 *
 * @param commandId the command
 * @param proposalId the proposal
 * @param incidentId the incident
 * @param system the system
 * @param target what was acted on
 * @param action the action
 * @param result what happened
 * @param reason one sentence for a person
 * @param details what the actuator read before and after, by name
 * @param beganMillis when it began, by the actuator's clock
 * @param endedMillis when it ended
 */
public record Outcome(
    String commandId,
    String proposalId,
    String incidentId,
    String system,
    EntityId target,
    String action,
    Result result,
    String reason,
    SortedMap<String, String> details,
    long beganMillis,
    long endedMillis)
    implements Fact {

  /** What can become of a command. */
  public enum Result {
    /** The effect was made, once. */
    APPLIED,
    /** The target already was as wanted; nothing was done. */
    ALREADY_TRUE,
    /** Not begun: expired, stopped, not the same target, precondition gone. */
    REFUSED,
    /** Begun and ended without the effect; the target is as before. */
    FAILED,
    /** Not known yet; only reads are permitted until it is. */
    UNKNOWN;

    /** True when nothing more will come. */
    public boolean last() {
      return this != UNKNOWN;
    }
  }
}
