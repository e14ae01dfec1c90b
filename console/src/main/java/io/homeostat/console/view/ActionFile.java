package io.homeostat.console.view;

import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Intent;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of one proposed action.
 *
 * @param proposal what was proposed
 * @param decisions what was decided on it, oldest first
 * @param intents what was begun
 * @param outcomes what became of it
 * @param verdicts whether it helped
 * @param superseded true when a newer plan of its incident has taken its place
 */
public record ActionFile(
    Proposal proposal,
    List<Decision> decisions,
    List<Intent> intents,
    List<Outcome> outcomes,
    List<Verdict> verdicts,
    boolean superseded) {

  /** How far an action is. */
  public enum State {
    /** Not decided yet. */
    PROPOSED,
    /** People's approval is awaited. */
    AWAITING,
    /** People have approved; the same plan on fresh evidence is on its way. */
    APPROVED,
    /** A newer plan of the incident has taken its place. */
    SUPERSEDED,
    /** A gate said no. */
    REFUSED,
    /** A person said no. */
    DENIED,
    /** Nobody approved it in time. */
    EXPIRED,
    /** Shown to people only. */
    SHOWN,
    /** Its command was given out. */
    GRANTED,
    /** Its effect has begun. */
    BEGUN,
    /** The actuator did not begin it. */
    NOT_BEGUN,
    /** It ended without the effect. */
    FAILED,
    /** Whether it had its effect is not known yet. */
    UNKNOWN,
    /** It had its effect; whether that helped is not judged yet. */
    APPLIED,
    /** The target already was as wanted. */
    ALREADY_TRUE,
    /** It helped. */
    VERIFIED,
    /** It did not help. */
    NOT_IMPROVED,
    /** It made things worse. */
    HARMED,
    /** It had its effect; whether that helped can't be told. */
    UNJUDGED
  }

  static ActionFile of(IncidentFile file, Proposal proposal) {
    boolean superseded =
        file.proposals().stream().anyMatch(each -> each.generation() > proposal.generation());
    return new ActionFile(
        proposal,
        file.decisions().stream()
            .filter(each -> each.proposalId().equals(proposal.id()))
            .sorted(
                Comparator.comparingLong(Decision::decidedMillis)
                    .thenComparing(each -> each.result() != Decision.Result.AWAITING))
            .toList(),
        file.intents().stream().filter(each -> each.proposalId().equals(proposal.id())).toList(),
        file.outcomes().stream().filter(each -> each.proposalId().equals(proposal.id())).toList(),
        file.verdicts().stream().filter(each -> each.proposalId().equals(proposal.id())).toList(),
        superseded);
  }

  /** The newest decision. */
  public Optional<Decision> decision() {
    return last(decisions);
  }

  /** How far it is, by the furthest word of it. */
  public State state() {
    Optional<Verdict> verdict = last(verdicts);
    if (verdict.isPresent()) {
      return switch (verdict.get().result()) {
        case VERIFIED -> State.VERIFIED;
        case NOT_IMPROVED -> State.NOT_IMPROVED;
        case HARMED -> State.HARMED;
        case UNKNOWN -> State.UNJUDGED;
      };
    }
    Optional<Outcome> outcome = last(outcomes);
    if (outcome.isPresent()) {
      return switch (outcome.get().result()) {
        case APPLIED -> State.APPLIED;
        case ALREADY_TRUE -> State.ALREADY_TRUE;
        case REFUSED -> State.NOT_BEGUN;
        case FAILED -> State.FAILED;
        case UNKNOWN -> State.UNKNOWN;
      };
    }
    return intents.isEmpty()
        ? decision().map(this::decided).orElse(superseded ? State.SUPERSEDED : State.PROPOSED)
        : State.BEGUN;
  }

  private State decided(Decision decision) {
    return switch (decision.result()) {
      case GRANTED -> State.GRANTED;
      case SHOWN -> State.SHOWN;
      case AWAITING -> superseded ? State.SUPERSEDED : State.AWAITING;
      case REFUSED -> refused(decision);
    };
  }

  private State refused(Decision decision) {
    if (decision.untilMillis().isPresent()) {
      return superseded ? State.SUPERSEDED : State.APPROVED;
    }
    Optional<Gate> only =
        decision.gates().size() == 1 ? Optional.of(decision.gates().get(0)) : Optional.empty();
    return only.filter(gate -> gate.name().equals("approval"))
        .map(gate -> gate.verdict() == Gate.Answer.FAIL ? State.DENIED : State.EXPIRED)
        .orElse(State.REFUSED);
  }

  private static <T> Optional<T> last(List<T> list) {
    return list.isEmpty() ? Optional.empty() : Optional.of(list.get(list.size() - 1));
  }
}
