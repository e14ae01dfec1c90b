package io.homeostat.core.model;

import java.util.List;
import java.util.Optional;

/**
 * What the governor decided on a proposal.
 *
 * @param id derived from the proposal and the attempt
 * @param proposalId the proposal
 * @param incidentId the incident
 * @param system the system
 * @param target what would be acted on
 * @param result what was decided
 * @param gates every gate's verdict, in the order in which they were asked
 * @param reason one sentence for a person
 * @param commandId the command that was granted; empty if none
 * @param decidedMillis the lane's time
 * @param rules the version of the rules
 * @param untilMillis where a person's word is awaited: until when; where a plan was approved and
 *     refused for its age alone: until when the approval counts for the same plan on fresh
 *     evidence; where it was granted: the command's expiry
 */
public record Decision(
    String id,
    String proposalId,
    String incidentId,
    String system,
    EntityId target,
    Result result,
    List<Gate> gates,
    String reason,
    String commandId,
    long decidedMillis,
    String rules,
    Optional<Long> untilMillis)
    implements Fact {

  /** A decision that holds for good. */
  public Decision(
      String id,
      String proposalId,
      String incidentId,
      String system,
      EntityId target,
      Result result,
      List<Gate> gates,
      String reason,
      String commandId,
      long decidedMillis,
      String rules) {
    this(
        id,
        proposalId,
        incidentId,
        system,
        target,
        result,
        gates,
        reason,
        commandId,
        decidedMillis,
        rules,
        Optional.empty());
  }

  /** What a decision can be. */
  public enum Result {
    /** A command was written. */
    GRANTED,
    /** Some gate said no, or could not tell. */
    REFUSED,
    /** The mode is observe or suggest: shown to people only. */
    SHOWN,
    /** A person's approval is awaited. */
    AWAITING
  }
}
