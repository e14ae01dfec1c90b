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
import java.util.Set;

/** Decides a proposal: asks every gate, and grants only when all of them pass. */
final class Granting {
  /** The gates that only waiting has closed: the same plan on fresh evidence passes them. */
  private static final Set<String> AGE = Set.of(FreshnessGate.NAME, DeadlineGate.NAME);

  private final GovernorState state;
  private final Account account;
  private final Outputs outputs;
  private final RuleSet rules;
  private final Policy.Mode mostMode;

  Granting(
      GovernorState state, Account account, Outputs outputs, RuleSet rules, Policy.Mode mostMode) {
    this.state = state;
    this.account = account;
    this.outputs = outputs;
    this.rules = rules;
    this.mostMode = mostMode;
  }

  GovernorState state() {
    return state;
  }

  Account account() {
    return account;
  }

  Outputs outputs() {
    return outputs;
  }

  /**
   * Takes a proposal in. One that was seen before changes nothing; one that is so old that it may
   * have been seen and forgotten is only noted. What people have said to the same plan of the same
   * incident counts; to another plan it does not.
   */
  void take(Proposal proposal) {
    if (state.seen(proposal.id()).isPresent()) {
      return;
    }
    if (state.now().orElse(0L) - proposal.proposedMillis() >= Memory.PROPOSAL_MILLIS) {
      account.text("note", proposal.id(), "This proposal is too old to be decided");
      return;
    }
    long now = state.now().orElse(proposal.proposedMillis());
    Optional<Request> before =
        state
            .request(proposal.incidentId())
            .filter(each -> each.proposal().generation() < proposal.generation());
    Optional<Request> same = before.filter(each -> each.isOf(proposal) && now < each.untilMillis());
    Circumstances circumstances =
        circumstances(proposal, same.map(Request::signatures).orElse(List.of()));
    List<Gate> gates = ask(circumstances, proposal);
    Decision.Result result = result(gates, circumstances.mode());
    remember(proposal, now);
    before.ifPresent(each -> replaced(each, proposal, now));
    Optional<Long> until = Optional.empty();
    Optional<Command> command = Optional.empty();
    switch (result) {
      case AWAITING -> {
        Request request = awaited(proposal, circumstances, same, now);
        state.ledger(Ledger::awaited);
        state.request(request);
        until = Optional.of(request.untilMillis());
      }
      case GRANTED -> {
        command = Optional.of(command(proposal, circumstances.playbook().orElseThrow(), now));
        long fence = command.get().fence();
        state.ledger(ledger -> ledger.granted(fence));
        open(proposal, command.get(), circumstances.consent(), now);
        until = command.map(Command::expiresMillis);
      }
      case REFUSED, SHOWN -> {
        state.ledger(Ledger::turnedAway);
        until = stillApproved(same, proposal, gates);
      }
    }
    tell(Ids.of("decision", proposal.id()), proposal, result, gates, command, until, now);
  }

  /** The answers of all gates to a request, with what people have said to it. */
  List<Gate> ask(Circumstances circumstances, Proposal proposal) {
    return GateRule.ALL.stream().map(gate -> gate.ask(circumstances, proposal)).toList();
  }

  /** True when nothing but age stands against it. */
  static boolean onlyAged(List<Gate> gates) {
    return gates.stream()
        .filter(gate -> gate.verdict() != Gate.Answer.PASS)
        .allMatch(gate -> gate.verdict() == Gate.Answer.FAIL && AGE.contains(gate.name()));
  }

  Circumstances circumstances(Proposal proposal, List<Signature> signatures) {
    var labels = Labels.of(proposal.target(), proposal.system(), proposal.action());
    Optional<Policy> policy =
        rules.policies().stream().filter(each -> Labels.match(each.match(), labels)).findFirst();
    return new Circumstances(
        state.now(),
        state.stop(),
        mostMode,
        rules.version(),
        policy,
        rules.playbooks().stream()
            .filter(playbook -> playbook.name().equals(proposal.playbook()))
            .findFirst(),
        state.plan(proposal.incidentId()),
        state.locks(proposal.target(), proposal.involved()),
        state.rest(proposal.target()),
        state.openIn(proposal.system()),
        state.ledger().open(),
        state.tries(proposal.action(), proposal.target()),
        state.paused(proposal.target(), proposal.involved(), state.now().orElse(0L)),
        new Consent(policy.map(Policy::approvals).orElse(1), signatures));
  }

  static Decision.Result result(List<Gate> gates, Policy.Mode mode) {
    boolean allPass = gates.stream().allMatch(gate -> gate.verdict() == Gate.Answer.PASS);
    boolean othersPass =
        gates.stream()
            .filter(gate -> !gate.name().equals(ApprovalGate.NAME))
            .allMatch(gate -> gate.verdict() == Gate.Answer.PASS);
    return switch (mode) {
      case OBSERVE, SUGGEST -> Decision.Result.SHOWN;
      case APPROVE, AUTO ->
          allPass
              ? Decision.Result.GRANTED
              : othersPass ? Decision.Result.AWAITING : Decision.Result.REFUSED;
    };
  }

  /** The command of a proposal that every gate lets pass. */
  Command command(Proposal proposal, Playbook playbook, long now) {
    long fence = Math.max(state.ledger().fence() + 1, now);
    long evidence = FreshnessGate.oldest(proposal).orElse(now);
    return new Command(
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
  }

  /** Locks what the command needs; an approval is used up, and what is undone stays undone. */
  void open(Proposal proposal, Command command, Consent consent, long now) {
    state.open(OpenAction.granted(proposal, command));
    if (!consent.signatures().isEmpty()) {
      String how = "it was granted, approved by " + consent.names();
      state
          .request(proposal.incidentId())
          .ifPresentOrElse(
              request -> state.end(request, how, now), () -> state.ending(proposal.id(), how, now));
    }
    proposal
        .undoOf()
        .ifPresent(
            undo -> new PauseBook(state, account, outputs).afterUndo(proposal.target(), undo));
  }

  /** Says a decision to everyone, and gives the command out. */
  void tell(
      String id,
      Proposal proposal,
      Decision.Result result,
      List<Gate> gates,
      Optional<Command> command,
      Optional<Long> until,
      long now) {
    Decision decision =
        new Decision(
            id,
            proposal.id(),
            proposal.incidentId(),
            proposal.system(),
            proposal.target(),
            result,
            gates,
            Reasons.of(proposal, result, gates),
            command.map(Command::id).orElse(""),
            now,
            rules.version(),
            until);
    outputs.emit(Stream.DECISIONS, proposal.id(), decision);
    outputs.emit(Stream.SIGNALS, proposal.system(), decision);
    account.fact("decision", decision.id(), decision.reason(), Decision.class, decision);
    command.ifPresent(granted -> outputs.emit(Stream.COMMANDS, granted.target().text(), granted));
  }

  private static Request awaited(
      Proposal proposal, Circumstances circumstances, Optional<Request> same, long now) {
    Optional<Long> longest = circumstances.policy().flatMap(Policy::approvalMillis);
    long until =
        longest
            .map(millis -> now + Math.min(millis, Memory.LONGEST_DEADLINE_MILLIS))
            .map(fresh -> same.map(Request::untilMillis).orElse(fresh))
            .orElse(proposal.deadlineMillis());
    return new Request(proposal, true, until, circumstances.consent().signatures());
  }

  /** A newer plan of the incident takes the place of what waits. */
  private void replaced(Request before, Proposal by, long now) {
    if (before.live()) {
      state.ledger(Ledger::notApproved);
    }
    state.end(before, "plan " + by.generation() + " of the incident took its place", now);
  }

  /** Until when an approval counts for the next plan of the same, should this one be too old. */
  private Optional<Long> stillApproved(
      Optional<Request> same, Proposal proposal, List<Gate> gates) {
    if (same.isEmpty() || same.get().signatures().isEmpty() || !onlyAged(gates)) {
      return Optional.empty();
    }
    long until = same.get().untilMillis();
    state.request(new Request(proposal, false, until, same.get().signatures()));
    return Optional.of(until);
  }

  private void remember(Proposal proposal, long now) {
    long keep = Math.max(now, proposal.proposedMillis()) + Memory.PROPOSAL_MILLIS;
    state.see(proposal.id(), new GovernorTables.Seen(0, keep));
    if (state
        .plan(proposal.incidentId())
        .map(plan -> plan.generation() < proposal.generation())
        .orElse(true)) {
      state.plan(proposal.incidentId(), new Plan(proposal.generation(), proposal.id(), keep));
    }
  }
}
