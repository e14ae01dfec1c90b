package io.homeostat.core.govern;

import io.homeostat.core.lane.Outputs;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.rules.Labels;
import io.homeostat.core.rules.Playbook;
import io.homeostat.core.rules.Policy;
import io.homeostat.core.rules.RuleSet;
import java.util.List;
import java.util.Optional;

/** Decides a proposal: asks every gate, and grants only when all of them pass. */
final class Granting {
  private final GovernorState state;
  private final Account account;
  private final Outputs outputs;

  Granting(GovernorState state, Account account, Outputs outputs) {
    this.state = state;
    this.account = account;
    this.outputs = outputs;
  }

  /**
   * Takes a proposal in. One that was seen before changes nothing; one that is so old that it may
   * have been seen and forgotten is only noted.
   */
  void take(Proposal proposal, RuleSet rules, Policy.Mode mostMode) {
    if (state.seen(proposal.id()).isPresent()) {
      return;
    }
    if (state.now().orElse(0L) - proposal.proposedMillis() >= Memory.PROPOSAL_MILLIS) {
      account.text("note", proposal.id(), "This proposal is too old to be decided");
      return;
    }
    Circumstances circumstances = circumstances(proposal, rules, mostMode);
    List<Gate> gates =
        GateRule.ALL.stream().map(gate -> gate.ask(circumstances, proposal)).toList();
    Decision.Result result = result(gates, circumstances.mode());
    long now = circumstances.nowMillis().orElse(proposal.proposedMillis());
    remember(proposal, result, now);
    Optional<Command> command =
        result == Decision.Result.GRANTED
            ? circumstances.playbook().map(playbook -> grant(proposal, playbook, now))
            : Optional.empty();
    Decision decision =
        new Decision(
            Ids.of("decision", proposal.id()),
            proposal.id(),
            proposal.incidentId(),
            proposal.system(),
            proposal.target(),
            result,
            gates,
            Reasons.of(proposal, result, gates),
            command.map(Command::id).orElse(""),
            now,
            rules.version());
    outputs.emit(Stream.DECISIONS, proposal.id(), decision);
    outputs.emit(Stream.SIGNALS, proposal.system(), decision);
    account.fact("decision", decision.id(), decision.reason(), Decision.class, decision);
    command.ifPresent(granted -> outputs.emit(Stream.COMMANDS, granted.target().text(), granted));
  }

  /** Closes a proposal that nobody has approved by its deadline. */
  void awaitedInVain(String proposalId, long nowMillis) {
    state
        .seen(proposalId)
        .filter(seen -> seen.awaitingUntilMillis() > 0 && seen.awaitingUntilMillis() <= nowMillis)
        .ifPresent(
            seen -> {
              state.see(proposalId, new GovernorTables.Seen(0, seen.keepMillis()));
              state.ledger(Ledger::notApproved);
              account.text("note", proposalId, "Nobody approved it before its deadline");
            });
  }

  private Circumstances circumstances(Proposal proposal, RuleSet rules, Policy.Mode mostMode) {
    var labels = Labels.of(proposal.target(), proposal.system(), proposal.action());
    return new Circumstances(
        state.now(),
        state.stop(),
        mostMode,
        rules.version(),
        rules.policies().stream()
            .filter(policy -> Labels.match(policy.match(), labels))
            .findFirst(),
        rules.playbooks().stream()
            .filter(playbook -> playbook.name().equals(proposal.playbook()))
            .findFirst(),
        state.plan(proposal.incidentId()),
        state.locks(proposal.target(), proposal.involved()),
        state.rest(proposal.target()),
        state.openIn(proposal.system()),
        state.ledger().open(),
        state.tries(proposal.action(), proposal.target()));
  }

  private static Decision.Result result(List<Gate> gates, Policy.Mode mode) {
    boolean othersPass =
        gates.stream()
            .filter(gate -> !gate.name().equals(ModeGate.NAME))
            .allMatch(gate -> gate.verdict() == Gate.Answer.PASS);
    return switch (mode) {
      case OBSERVE, SUGGEST -> Decision.Result.SHOWN;
      case APPROVE -> othersPass ? Decision.Result.AWAITING : Decision.Result.REFUSED;
      case AUTO ->
          gates.stream().allMatch(gate -> gate.verdict() == Gate.Answer.PASS)
              ? Decision.Result.GRANTED
              : Decision.Result.REFUSED;
    };
  }

  private void remember(Proposal proposal, Decision.Result result, long now) {
    long keep = Math.max(now, proposal.proposedMillis()) + Memory.PROPOSAL_MILLIS;
    boolean awaiting = result == Decision.Result.AWAITING;
    state.see(
        proposal.id(), new GovernorTables.Seen(awaiting ? proposal.deadlineMillis() : 0, keep));
    if (state
        .plan(proposal.incidentId())
        .map(plan -> plan.generation() < proposal.generation())
        .orElse(true)) {
      state.plan(proposal.incidentId(), new Plan(proposal.generation(), proposal.id(), keep));
    }
    if (awaiting) {
      state.due(proposal.deadlineMillis(), GovernorState.Due.AWAITED, proposal.id());
      state.ledger(Ledger::awaited);
    } else if (result != Decision.Result.GRANTED) {
      state.ledger(Ledger::turnedAway);
    }
  }

  private Command grant(Proposal proposal, Playbook playbook, long now) {
    long fence = Math.max(state.ledger().fence() + 1, now);
    long evidence = FreshnessGate.oldest(proposal).orElse(now);
    Command command =
        new Command(
            Ids.of("command", proposal.id()),
            proposal.id(),
            proposal.incidentId(),
            proposal.system(),
            proposal.target(),
            proposal.action(),
            proposal.parameters(),
            proposal.planHash(),
            fence,
            evidence,
            playbook.freshMillis(),
            now,
            Math.min(proposal.deadlineMillis(), evidence + playbook.freshMillis()),
            playbook.limitMillis(),
            proposal.rules());
    state.ledger(ledger -> ledger.granted(fence));
    state.open(OpenAction.granted(proposal, command));
    return command;
  }
}
