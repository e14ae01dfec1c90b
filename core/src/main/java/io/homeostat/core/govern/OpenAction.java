package io.homeostat.core.govern;

import io.homeostat.core.model.Command;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Proposal;
import java.util.List;
import java.util.stream.Stream;

/**
 * A granted command on its way. While it is open, its target and everything involved is locked.
 *
 * @param commandId the command
 * @param proposalId the proposal
 * @param incidentId the incident
 * @param system the system
 * @param target what is acted on
 * @param involved what else must not be acted on meanwhile
 * @param action the action
 * @param phase how far it is
 * @param giveUpMillis when an end is overdue: the command's expiry and its time limit
 * @param settleMillis how long after the effect the judged window begins
 * @param windowMillis the length of the judged window
 * @param dueMillis when this phase is overdue
 */
record OpenAction(
    String commandId,
    String proposalId,
    String incidentId,
    String system,
    EntityId target,
    List<EntityId> involved,
    String action,
    Phase phase,
    long giveUpMillis,
    long settleMillis,
    long windowMillis,
    long dueMillis) {

  /** How long after the last window that may be judged a verdict is waited for. */
  static final long VERDICT_GRACE_MILLIS = 60_000;

  /**
   * The windows that a verdict may take: the first, a longer one where data is missing, and one
   * more where a symptom may still be recovering.
   */
  static final int MOST_WINDOWS = 3;

  /** A phase that no time ends. */
  static final long NEVER_MILLIS = Long.MAX_VALUE;

  /** How far an action is. */
  enum Phase {
    /** The command was written; no intent was seen. */
    GRANTED,
    /** An intent was seen. */
    BEGUN,
    /** Its outcome is not known: locked until it is. */
    UNKNOWN,
    /** Its effect is there; the verdict is awaited. */
    VERIFYING,
    /** Closed: it ended. */
    COMPLETED,
    /** Closed: the actuator did not begin it. */
    REFUSED,
    /** Closed: nobody began it in time. */
    EXPIRED;

    boolean open() {
      return this == GRANTED || this == BEGUN || this == UNKNOWN || this == VERIFYING;
    }
  }

  static OpenAction granted(Proposal proposal, Command command) {
    long giveUp = command.expiresMillis() + command.limitMillis();
    return new OpenAction(
        command.id(),
        proposal.id(),
        proposal.incidentId(),
        proposal.system(),
        proposal.target(),
        proposal.involved(),
        proposal.action(),
        Phase.GRANTED,
        giveUp,
        proposal.verification().settleMillis(),
        proposal.verification().windowMillis(),
        giveUp);
  }

  /** This action in another phase, which is overdue at {@code due}. */
  OpenAction in(Phase next, long due) {
    return new OpenAction(
        commandId,
        proposalId,
        incidentId,
        system,
        target,
        involved,
        action,
        next,
        giveUpMillis,
        settleMillis,
        windowMillis,
        due);
  }

  /** When a verdict on an effect that was reported at {@code nowMillis} is overdue. */
  long verdictDueMillis(long nowMillis) {
    return nowMillis + settleMillis + MOST_WINDOWS * windowMillis + VERDICT_GRACE_MILLIS;
  }

  /** Everything that it locks, each once. */
  Stream<EntityId> locked() {
    return locked(target, involved);
  }

  /** What an action on a target locks. */
  static Stream<EntityId> locked(EntityId target, List<EntityId> involved) {
    return Stream.concat(Stream.of(target), involved.stream()).distinct();
  }
}
