package io.homeostat.core.plan;

import io.homeostat.core.correlate.Attempt;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Verification;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An effect that was made, as far as it must be remembered to be undone.
 *
 * <p>Whether and how it can be undone only its actuator knows. It says so in the outcome's details:
 * {@code undo.action} names the action that undoes, and every other {@code undo.NAME} is the
 * parameter {@code NAME} of it. An outcome without {@code undo.action} can't be undone.
 *
 * @param proposalId the proposal
 * @param commandId its command
 * @param incidentId the incident
 * @param system the system
 * @param target what was acted on
 * @param playbook the rule that proposed it
 * @param action what was done
 * @param verification how it was judged
 * @param undo the outcome's details about undoing, without their prefix
 * @param undoIncident the incident of its undo, while that is under way and once it has had its
 *     effect; else empty
 * @param undone true once an undo has had its effect
 * @param keepMillis until when it is remembered
 */
public record Deed(
    String proposalId,
    String commandId,
    String incidentId,
    String system,
    EntityId target,
    String playbook,
    String action,
    Verification verification,
    SortedMap<String, String> undo,
    String undoIncident,
    boolean undone,
    long keepMillis) {
  private static final String PREFIX = "undo.";
  private static final String ACTION = "action";
  private static final int MOST_DETAILS = 32;
  private static final long KEPT_MILLIS = 7 * 86_400_000L;

  public Deed {
    undo = Collections.unmodifiableSortedMap(new TreeMap<>(undo));
  }

  /** What an applied outcome leaves to remember. */
  public static Deed of(Attempt attempt, Outcome outcome, long nowMillis) {
    TreeMap<String, String> undo = new TreeMap<>();
    outcome
        .details()
        .forEach(
            (name, value) -> {
              if (name.startsWith(PREFIX) && undo.size() < MOST_DETAILS) {
                undo.put(name.substring(PREFIX.length()), value);
              }
            });
    return new Deed(
        outcome.proposalId(),
        outcome.commandId(),
        outcome.incidentId(),
        outcome.system(),
        outcome.target(),
        attempt.playbook(),
        outcome.action(),
        attempt.verification(),
        undo,
        "",
        false,
        nowMillis + KEPT_MILLIS);
  }

  /** The action that undoes it, if it can be undone. */
  public Optional<String> undoAction() {
    return Optional.ofNullable(undo.get(ACTION)).filter(action -> !action.isEmpty());
  }

  /** The parameters of that action. */
  public SortedMap<String, String> undoParameters() {
    TreeMap<String, String> parameters = new TreeMap<>(undo);
    parameters.remove(ACTION);
    return Collections.unmodifiableSortedMap(parameters);
  }

  /** With the incident of its undo. */
  public Deed beingUndone(String incident) {
    return with(incident, undone);
  }

  /** Its undo has had its effect. */
  public Deed wasUndone() {
    return with(undoIncident, true);
  }

  private Deed with(String incident, boolean done) {
    return new Deed(
        proposalId,
        commandId,
        incidentId,
        system,
        target,
        playbook,
        action,
        verification,
        undo,
        incident,
        done,
        keepMillis);
  }

  /** The action on its target, for a person. */
  public String subject() {
    return action + " on " + target.called();
  }
}
