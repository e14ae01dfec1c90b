package io.homeostat.core.correlate;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Verification;

/**
 * A plan that was proposed for an incident, as far as its incident must remember it.
 *
 * @param proposalId the proposal
 * @param playbook the rule that proposed it
 * @param target what is acted on
 * @param causeId the signal that it answers
 * @param cause the failure that this signal tells of
 * @param causeBeganMillis when that failure began
 * @param action such as {@code pg-index.rebuild}
 * @param generation its number among the incident's plans
 * @param verification how its effect is judged
 * @param proposedMillis the lane's time of the proposal
 * @param deadlineMillis after this it must not begin
 * @param limitMillis how long it may take
 * @param mostAttempts how often it may be tried for one incident
 * @param commandId the command that was granted; empty while there is none
 */
public record Attempt(
    String proposalId,
    String playbook,
    EntityId target,
    String causeId,
    Cause cause,
    long causeBeganMillis,
    String action,
    int generation,
    Verification verification,
    long proposedMillis,
    long deadlineMillis,
    long limitMillis,
    int mostAttempts,
    String commandId) {

  /** The same, once its command is known. */
  public Attempt granted(String command) {
    return new Attempt(
        proposalId,
        playbook,
        target,
        causeId,
        cause,
        causeBeganMillis,
        action,
        generation,
        verification,
        proposedMillis,
        deadlineMillis,
        limitMillis,
        mostAttempts,
        command);
  }

  /** The same, when it may begin until another time. */
  public Attempt until(long millis) {
    return new Attempt(
        proposalId,
        playbook,
        target,
        causeId,
        cause,
        causeBeganMillis,
        action,
        generation,
        verification,
        proposedMillis,
        millis,
        limitMillis,
        mostAttempts,
        commandId);
  }

  /** The action on its target, for a person. */
  public String subject() {
    return action + " on " + target.called();
  }
}
