package io.homeostat.core.govern;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Answer;
import io.homeostat.core.model.Approval;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.Person;
import io.homeostat.core.model.Proposal;
import java.util.List;
import java.util.Optional;

/**
 * Takes people's words to plans that wait for them. A word counts for one plan's hash, in time,
 * once; everything else is answered with the reason. When enough people have approved, every gate
 * is asked again: evidence that has become too old is never acted on, but the approval then counts
 * for the same plan on fresh evidence. Any other gate that says no uses the approval up.
 */
final class Approving {
  /** A command is granted on an approval only with at least so much time left to begin. */
  private static final long LEAST_LEFT_MILLIS = 10_000;

  private final Granting granting;
  private final GovernorState state;
  private final Account account;
  private final long now;

  Approving(Granting granting) {
    this.granting = granting;
    this.state = granting.state();
    this.account = granting.account();
    this.now = state.now().orElse(0L);
  }

  /** Takes a person's word in. */
  void take(Approval approval) {
    String verb = approval.word() == Approval.Word.APPROVE ? " approves " : " denies ";
    account.fact(
        "approval",
        approval.id(),
        approval.who().text() + verb + approval.proposalId() + because(approval.reason()),
        Approval.class,
        approval);
    Optional<Request> request = state.request(approval.incidentId());
    Optional<String> objection =
        request.isEmpty() ? Optional.of(notAwaited(approval)) : objection(request.get(), approval);
    if (objection.isPresent()) {
      answer(approval, false, objection.get());
    } else if (approval.word() == Approval.Word.APPROVE) {
      approve(request.orElseThrow(), approval);
    } else {
      deny(request.orElseThrow(), approval);
    }
  }

  /** The time of a request may be over. */
  void due(String incidentId) {
    state
        .request(incidentId)
        .filter(request -> request.untilMillis() <= now)
        .ifPresent(this::expire);
  }

  private Optional<String> objection(Request request, Approval approval) {
    Proposal proposal = request.proposal();
    Consent consent = consent(request);
    if (!request.planHash().equals(approval.planHash())) {
      return Optional.of(
          "It was for the plan with hash "
              + approval.planHash()
              + "; what waits has "
              + request.planHash()
              + ": look at it anew");
    }
    if (state.seen(approval.proposalId()).isEmpty()) {
      return Optional.of("No proposal " + approval.proposalId() + " is known");
    }
    if (now >= request.untilMillis()) {
      return Optional.of("It came too late");
    }
    return switch (approval.word()) {
      case DENY -> Optional.empty();
      case APPROVE -> mayNotApprove(approval.who(), proposal, consent);
      case UNKNOWN -> Optional.of("It is neither an approval nor a denial that can be read");
    };
  }

  private static Optional<String> mayNotApprove(Person who, Proposal proposal, Consent consent) {
    if (consent.missing() == 0) {
      return Optional.of("It is approved already; the same plan on fresh evidence is on its way");
    }
    if (consent.by(who)) {
      return Optional.of(who.name() + " has approved it already; another person is needed");
    }
    if (consent.needed() > 1 && who.known() != Person.Known.TOKEN) {
      return Optional.of(
          consent.needed()
              + " people are asked for, and whether they are two can be told by their tokens only");
    }
    boolean proposer = proposal.undoOf().filter(undo -> undo.by().is(who)).isPresent();
    return consent.needed() > 1 && proposer
        ? Optional.of(who.name() + " has proposed it; two other people are needed")
        : Optional.empty();
  }

  private String notAwaited(Approval approval) {
    return state
        .ending(approval.proposalId())
        .map(ending -> "It does not wait for anybody: " + ending.how())
        .orElseGet(
            () ->
                state.seen(approval.proposalId()).isPresent()
                    ? "It does not wait for approval: its decision tells why"
                    : "No proposal " + approval.proposalId() + " is known");
  }

  private void approve(Request request, Approval approval) {
    Request signed = request.signed(new Signature(approval.who(), now));
    Circumstances circumstances = granting.circumstances(signed.proposal(), signed.signatures());
    List<Gate> gates = granting.ask(circumstances, signed.proposal());
    Decision.Result result = Granting.result(gates, circumstances.mode());
    if (circumstances.consent().missing() > 0) {
      state.request(signed);
      tell(
          signed,
          approval.id(),
          Decision.Result.AWAITING,
          gates,
          Optional.of(signed.untilMillis()));
      answer(approval, true, "Approved; another person's approval is awaited");
    } else if (result == Decision.Result.GRANTED && signed.live()) {
      grantInTime(signed, approval, circumstances, gates);
    } else if (!signed.live() || Granting.onlyAged(gates)) {
      aged(signed, approval, gates);
    } else {
      turnAway(signed, approval, gates, result);
    }
  }

  /** A command that would expire before it can begin would waste the approval. */
  private void grantInTime(
      Request request, Approval approval, Circumstances circumstances, List<Gate> gates) {
    Command command =
        granting.command(request.proposal(), circumstances.playbook().orElseThrow(), now);
    long least = Math.min(LEAST_LEFT_MILLIS, command.freshMillis() / 2);
    if (command.expiresMillis() - now < least) {
      aged(request, approval, gates);
    } else {
      grant(request, approval, circumstances, gates, command);
    }
  }

  private void grant(
      Request request,
      Approval approval,
      Circumstances circumstances,
      List<Gate> gates,
      Command command) {
    Proposal proposal = request.proposal();
    state.ledger(ledger -> ledger.approved(command.fence()));
    granting.open(proposal, command, circumstances.consent(), now);
    granting.tell(
        decisionId(request, approval.id()),
        proposal,
        Decision.Result.GRANTED,
        gates,
        Optional.of(command),
        Optional.of(command.expiresMillis()),
        now);
    answer(approval, true, "Approved and granted");
  }

  private void aged(Request request, Approval approval, List<Gate> gates) {
    if (request.live()) {
      state.ledger(Ledger::denied);
    }
    state.request(request.aged());
    tell(
        request, approval.id(), Decision.Result.REFUSED, gates, Optional.of(request.untilMillis()));
    answer(
        approval,
        true,
        "Approved; its evidence is too old to act on, so the same is planned on fresh evidence, and"
            + " granted if the plan is still the same");
  }

  private void turnAway(
      Request request, Approval approval, List<Gate> gates, Decision.Result result) {
    state.ledger(Ledger::denied);
    String against =
        gates.stream()
            .filter(gate -> gate.verdict() != Gate.Answer.PASS)
            .findFirst()
            .map(gate -> gate.name() + ": " + gate.reason())
            .orElse("");
    state.end(request, "the gate " + against, now);
    tell(request, approval.id(), result, gates, Optional.empty());
    answer(approval, false, "Approved, but refused by the gate " + against);
  }

  private void deny(Request request, Approval approval) {
    Gate gate = ApprovalGate.denied(approval.who(), approval.reason());
    if (request.live()) {
      state.ledger(Ledger::denied);
    }
    state.end(
        request, "it was denied by " + approval.who().text() + because(approval.reason()), now);
    tell(request, approval.id(), Decision.Result.REFUSED, List.of(gate), Optional.empty());
    answer(approval, true, "Denied; it is not done");
  }

  private void expire(Request request) {
    if (request.live()) {
      state.ledger(Ledger::notApproved);
    }
    Gate gate = ApprovalGate.silent(consent(request));
    state.end(request, "its time was over", now);
    if (request.live()) {
      tell(request, "expired", Decision.Result.REFUSED, List.of(gate), Optional.empty());
    } else {
      account.text(
          "note", request.proposal().id(), "It was approved, and no fresh plan of the same came");
    }
  }

  private Consent consent(Request request) {
    return granting.circumstances(request.proposal(), request.signatures()).consent();
  }

  private void tell(
      Request request,
      String occasion,
      Decision.Result result,
      List<Gate> gates,
      Optional<Long> until) {
    granting.tell(
        decisionId(request, occasion),
        request.proposal(),
        result,
        gates,
        Optional.empty(),
        until,
        now);
  }

  private static String decisionId(Request request, String occasion) {
    return Ids.of("decision", request.proposal().id(), occasion);
  }

  private void answer(Approval approval, boolean taken, String reason) {
    Answer answer =
        new Answer(approval.id(), approval.proposalId(), approval.who(), taken, reason, now);
    granting.outputs().emit(Stream.DECISIONS, approval.proposalId(), answer);
    account.fact("answer", approval.id(), reason, Answer.class, answer);
  }

  private static String because(String reason) {
    return reason.isEmpty() ? "" : ": " + reason;
  }
}
