package io.homeostat.core.model;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * An action that the planner would take, with its proof: what it rests on, what it will do, how
 * that will be verified, how it is undone.
 *
 * @param id derived from the incident, the playbook, the target and the generation
 * @param incidentId the incident
 * @param system the system
 * @param target what would be acted on
 * @param involved what else must not be acted on meanwhile: the declared dependency set
 * @param playbook the rule that proposes it
 * @param action such as {@code pg-index.rebuild}
 * @param parameters the action's settings
 * @param generation counts the plans for this incident; only the newest may be carried out
 * @param evidence what it rests on
 * @param predicted the effect expected, one sentence for a person
 * @param verification how the effect will be judged
 * @param undo how it is undone, or why that is not needed
 * @param proposedMillis the lane's time of the proposal
 * @param deadlineMillis after this it must not begin
 * @param planHash the hash over everything that decides the effect: what an approval binds to
 * @param rules the version of the rules that planned it
 * @param undoOf what it undoes at a person's wish; empty for what Homeostat itself proposes
 */
public record Proposal(
    String id,
    String incidentId,
    String system,
    EntityId target,
    List<EntityId> involved,
    String playbook,
    String action,
    SortedMap<String, String> parameters,
    int generation,
    List<Evidence> evidence,
    String predicted,
    Verification verification,
    String undo,
    long proposedMillis,
    long deadlineMillis,
    String planHash,
    String rules,
    Optional<UndoOf> undoOf)
    implements Fact {

  /** A proposal that undoes nothing. */
  public Proposal(
      String id,
      String incidentId,
      String system,
      EntityId target,
      List<EntityId> involved,
      String playbook,
      String action,
      SortedMap<String, String> parameters,
      int generation,
      List<Evidence> evidence,
      String predicted,
      Verification verification,
      String undo,
      long proposedMillis,
      long deadlineMillis,
      String planHash,
      String rules) {
    this(
        id,
        incidentId,
        system,
        target,
        involved,
        playbook,
        action,
        parameters,
        generation,
        evidence,
        predicted,
        verification,
        undo,
        proposedMillis,
        deadlineMillis,
        planHash,
        rules,
        Optional.empty());
  }
}
