package io.homeostat.core.model;

import java.util.List;

/**
 * Whether an action did what it was to do.
 *
 * @param id derived from the command
 * @param commandId the command
 * @param proposalId the proposal
 * @param incidentId the incident
 * @param system the system
 * @param target what was acted on
 * @param result what was found
 * @param reason one sentence for a person
 * @param plots the series judged
 * @param effectMillis when the effect was complete
 * @param judgedMillis the lane's time of the verdict
 */
public record Verdict(
    String id,
    String commandId,
    String proposalId,
    String incidentId,
    String system,
    EntityId target,
    Result result,
    String reason,
    List<Plot> plots,
    long effectMillis,
    long judgedMillis)
    implements Fact {

  /** What a verdict can be. */
  public enum Result {
    VERIFIED,
    NOT_IMPROVED,
    HARMED,
    UNKNOWN
  }
}
