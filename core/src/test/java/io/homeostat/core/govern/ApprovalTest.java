package io.homeostat.core.govern;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.Answer;
import io.homeostat.core.model.Approval;
import io.homeostat.core.model.AuditEntry;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Evidence;
import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Person;
import io.homeostat.core.model.Proposal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What people say to plans, and what comes of it. */
@Timeout(60)
final class ApprovalTest {
  private final GovernorLane lane = GovernorLane.governed();

  @Test
  void anApprovalInTimeForThisPlanGrantsItOnce() {
    Proposal plan = awaiting("manual");
    lane.pass(5_000);

    Answer answer = lane.approve(plan, "ann");

    assertThat(answer.taken()).isTrue();
    assertThat(answer.about()).isEqualTo(plan.id());
    Command command = lane.commands().get(0);
    assertThat(command.proposalId()).isEqualTo(plan.id());
    assertThat(last().result()).isEqualTo(Decision.Result.GRANTED);
    assertThat(last().gates()).allMatch(gate -> gate.verdict() == Gate.Answer.PASS);
    assertThat(last().reason()).contains("Approved by ann");
    assertThat(last().untilMillis()).contains(command.expiresMillis());
    assertThat(lane.ledger().open()).isEqualTo(1);
    assertThat(lane.ledger().awaiting()).isZero();
  }

  @Test
  void anApprovalIsUsedOnce() {
    Proposal plan = awaiting("manual");
    lane.approve(plan, "ann");

    refused(lane.approve(plan, "ann"), "it was granted, approved by ann");
    refused(lane.approve(plan, "bob"), "it was granted, approved by ann");
    refused(lane.deny(plan, "bob"), "it was granted, approved by ann");
    assertThat(lane.commands()).hasSize(1);
  }

  @Test
  void anApprovalForAnotherHashCountsForNothing() {
    Proposal plan = awaiting("manual");

    Answer answer = lane.say(plan, "0badc0de", Approval.Word.APPROVE, "ann", Person.Known.TOKEN);

    refused(answer, "It was for the plan with hash 0badc0de; what waits has " + plan.planHash());
    assertThat(lane.ledger().awaiting()).isEqualTo(1);
    assertThat(lane.approve(plan, "ann").taken()).isTrue();
  }

  @Test
  void anApprovalOfWhatNobodyProposedIsUnknown() {
    Proposal plan = Plans.plan(lane.now(), "manual", "incident", 1, List.of(), 1);

    refused(lane.approve(plan, "ann"), "No proposal " + plan.id() + " is known");
  }

  @Test
  void anApprovalThatComesTooLateIsToldSo() {
    Proposal plan = awaiting("manual");
    lane.pass(Plans.DEADLINE_MILLIS - 500);
    refusedEvenBeforeTheTick(plan);
    lane.pass(1_500);

    refused(lane.approve(plan, "ann"), "its time was over");
    assertThat(lane.ledger().expired()).isEqualTo(1);
  }

  /** Its evidence is old by now, so an approval asks for a fresh plan instead of granting. */
  private void refusedEvenBeforeTheTick(Proposal plan) {
    assertThat(lane.commands()).isEmpty();
    assertThat(lane.ledger().awaiting()).isEqualTo(1);
    assertThat(plan.deadlineMillis()).isGreaterThan(lane.now());
  }

  @Test
  void whenNobodyAnswersTheProposalEndsAndItsIncidentIsTold() {
    Proposal plan = awaiting("leisure");
    assertThat(last().untilMillis()).contains(lane.now() + 1_800_000);
    lane.pass(1_799_000);
    assertThat(lane.ledger().awaiting()).isEqualTo(1);
    lane.pass(2_000);

    assertThat(last().proposalId()).isEqualTo(plan.id());
    assertThat(last().result()).isEqualTo(Decision.Result.REFUSED);
    assertThat(last().reason()).contains("Nobody approved it in time");
    assertThat(lane.ledger().expired()).isEqualTo(1);
  }

  @Test
  void aDenialEndsItWithItsReason() {
    Proposal plan = awaiting("manual");

    assertThat(lane.deny(plan, "bob").taken()).isTrue();

    assertThat(last().result()).isEqualTo(Decision.Result.REFUSED);
    assertThat(last().gates())
        .containsExactly(
            new Gate("approval", Gate.Answer.FAIL, "Denied by bob: I have looked at it"));
    refused(lane.approve(plan, "ann"), "it was denied by bob");
    assertThat(lane.commands()).isEmpty();
    assertThat(lane.ledger().rejected()).isEqualTo(1);
  }

  @Test
  void staleEvidenceIsNeverActedOnAndTheApprovalCountsForTheSamePlanOnFreshEvidence() {
    Proposal plan = awaiting("leisure");
    lane.pass(Plans.FRESH_MILLIS + 1_000);

    Answer answer = lane.approve(plan, "ann");

    assertThat(answer.taken()).isTrue();
    assertThat(answer.reason()).contains("too old to act on");
    assertThat(lane.commands()).isEmpty();
    assertThat(last().result()).isEqualTo(Decision.Result.REFUSED);
    assertThat(failing(last())).contains("freshness");
    assertThat(last().untilMillis()).isPresent();
    lane.pass(5_000);
    Proposal fresh = again(plan, 2);
    assertThat(lane.propose(fresh).result()).isEqualTo(Decision.Result.GRANTED);
    assertThat(lane.commands())
        .singleElement()
        .extracting(Command::proposalId)
        .isEqualTo(fresh.id());
    refused(lane.approve(fresh, "ann"), "it was granted");
    assertThat(lane.propose(again(plan, 3)).result()).isNotEqualTo(Decision.Result.GRANTED);
  }

  @Test
  void anApprovalIsNotWastedOnACommandThatWouldExpireAtOnce() {
    Proposal plan = awaiting("leisure");
    lane.pass(Plans.FRESH_MILLIS - 3_000);

    lane.approve(plan, "ann");

    assertThat(lane.commands()).isEmpty();
    assertThat(lane.propose(again(plan, 2)).result()).isEqualTo(Decision.Result.GRANTED);
  }

  @Test
  void anApprovalDoesNotCountForAnotherPlanOfTheIncident() {
    Proposal plan = awaiting("leisure");
    lane.pass(Plans.FRESH_MILLIS + 1_000);
    lane.approve(plan, "ann");
    Proposal other = Plans.edit(again(plan, 2)).planHash("another").done();

    assertThat(lane.propose(other).result()).isEqualTo(Decision.Result.AWAITING);
    refused(lane.approve(plan, "ann"), "what waits has another");
    assertThat(lane.commands()).isEmpty();
  }

  @Test
  void anApprovalThatWaitsForAFreshPlanExpires() {
    Proposal plan = awaiting("leisure");
    lane.pass(Plans.FRESH_MILLIS + 1_000);
    lane.approve(plan, "ann");
    lane.pass(1_800_000);

    assertThat(lane.propose(again(plan, 2)).result()).isEqualTo(Decision.Result.AWAITING);
    assertThat(lane.audit("note"))
        .extracting(AuditEntry::summary)
        .contains("It was approved, and no fresh plan of the same came");
  }

  @Test
  void allGatesAreAskedAgainAndAnotherOneUsesTheApprovalUp() {
    Proposal plan = awaiting("leisure");
    lane.stop();

    refused(lane.approve(plan, "ann"), "refused by the gate stop");
    assertThat(failing(last())).containsExactly("stop");
    lane.start();
    assertThat(lane.propose(again(plan, 2)).result()).isEqualTo(Decision.Result.AWAITING);
  }

  @Test
  void anApprovedPlanMeetsEveryGateAgainWhenItComesOnFreshEvidence() {
    Proposal plan = awaiting("leisure");
    lane.pass(Plans.FRESH_MILLIS + 1_000);
    lane.approve(plan, "ann");
    lane.pause(plan.target(), true, Optional.empty());

    assertThat(failing(lane.propose(again(plan, 2)))).contains("pause");
    lane.pause(plan.target(), false, Optional.empty());
    assertThat(lane.propose(again(plan, 3)).result()).isEqualTo(Decision.Result.AWAITING);
  }

  @Test
  void twoPeopleAreTwoDistinctOnes() {
    Proposal plan = awaiting("grave");

    assertThat(lane.approve(plan, "ann").reason()).contains("another person");
    assertThat(last().result()).isEqualTo(Decision.Result.AWAITING);
    assertThat(last().reason()).contains("approved by ann");
    refused(lane.approve(plan, "Ann"), "another person is needed");
    assertThat(lane.commands()).isEmpty();
    assertThat(lane.approve(plan, "bob").taken()).isTrue();
    assertThat(lane.commands()).hasSize(1);
    assertThat(last().reason()).contains("Approved by ann and bob");
  }

  @Test
  void whoIsOnlyClaimedCannotBeOneOfTwo() {
    Proposal plan = awaiting("grave");

    refused(
        lane.say(plan, plan.planHash(), Approval.Word.APPROVE, "ann", Person.Known.CLAIMED),
        "by their tokens only");
    assertThat(
            lane.say(plan, plan.planHash(), Approval.Word.DENY, "ann", Person.Known.CLAIMED)
                .taken())
        .isTrue();
  }

  @Test
  void theProposerIsNeitherOfTwo() {
    Proposal plan =
        Plans.edit(Plans.plan(lane.now(), "grave", "incident", 1, List.of(), 1))
            .undoing("ann")
            .done();
    lane.propose(plan);

    refused(lane.approve(plan, "ann"), "ann has proposed it");
    lane.approve(plan, "bob");
    lane.approve(plan, "cid");
    assertThat(lane.commands()).hasSize(1);
  }

  @Test
  void whatIsUndoneStaysUndoneUntilSomebodyResumesIt() {
    Proposal undo =
        Plans.edit(Plans.plan(lane, 1)).undoing("ann").action("pg-index.restore").done();
    lane.granted(undo);
    lane.pass(Plans.LIMIT_MILLIS + Plans.COOLDOWN_MILLIS + 60_000);

    Decision decision = lane.propose(Plans.plan(lane.now(), "rag", "next", 1, List.of(), 1));
    assertThat(failing(decision)).containsExactly("pause");
    assertThat(decision.reason()).contains("its last action was undone: it was wrong");
    lane.pause(Plans.index(1), false, Optional.empty());
    assertThat(lane.granted(Plans.plan(lane.now(), "rag", "later", 1, List.of(), 1))).isNotNull();
  }

  @Test
  void aNewPlanOfTheSameKeepsWhoHasApprovedAndUntilWhenItWaits() {
    Proposal plan = awaiting("grave");
    Optional<Long> until = last().untilMillis();
    lane.approve(plan, "ann");
    lane.pass(20_000);
    Proposal fresh = again(plan, 2);

    assertThat(lane.propose(fresh).result()).isEqualTo(Decision.Result.AWAITING);
    assertThat(last().untilMillis()).isEqualTo(until);
    lane.approve(fresh, "bob");
    assertThat(lane.commands())
        .singleElement()
        .extracting(Command::proposalId)
        .isEqualTo(fresh.id());
    assertThat(lane.ledger().awaiting()).isZero();
  }

  @Test
  void anOlderPlanThatComesLateDoesNotTakeTheNewersPlace() {
    Proposal old = Plans.plan(lane.now(), "leisure", "incident", 2, List.of(), 1);
    Proposal plan = Plans.plan(lane.now(), "leisure", "incident", 1, List.of(), 2);
    lane.propose(plan);

    assertThat(failing(lane.propose(old))).contains("generation");
    assertThat(lane.approve(plan, "ann").taken()).isTrue();
    assertThat(lane.commands()).hasSize(1);
  }

  @Test
  void everyWordAndItsAnswerAreInTheAudit() {
    Proposal plan = awaiting("manual");
    Answer answer = lane.approve(plan, "ann");

    assertThat(lane.audit("approval"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.summary()).contains("ann approves " + plan.id()));
    assertThat(lane.audit("answer"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.reference()).isEqualTo(answer.requestId()));
  }

  @Test
  void whatPeopleSaidIsForgottenInTime() {
    for (int i = 0; i < 20; i++) {
      Proposal plan = Plans.plan(lane.now(), "manual", "incident" + i, i, List.of(), 1);
      lane.propose(plan);
      lane.deny(plan, "ann");
      lane.pause(Plans.index(i), true, Optional.of(lane.now() + 60_000));
    }
    lane.pass(Memory.REST_MILLIS);
    lane.pass(1_000);

    GovernorLane fresh = GovernorLane.governed();
    assertThat(lane.runner().export().length).isLessThan(fresh.runner().export().length + 400);
  }

  private Proposal awaiting(String system) {
    Proposal plan = Plans.plan(lane.now(), system, "incident", 1, List.of(), 1);
    assertThat(lane.propose(plan).result()).isEqualTo(Decision.Result.AWAITING);
    return plan;
  }

  /** The same plan, made anew on evidence of now. */
  private Proposal again(Proposal plan, int generation) {
    Proposal next =
        Plans.plan(lane.now(), plan.system(), plan.incidentId(), 1, plan.involved(), generation);
    assertThat(next.evidence()).extracting(Evidence::observedMillis).containsOnly(lane.now());
    return next;
  }

  private Decision last() {
    return lane.decisions().get(lane.decisions().size() - 1);
  }

  private static void refused(Answer answer, String reason) {
    assertThat(answer.taken()).as(answer.reason()).isFalse();
    assertThat(answer.reason()).contains(reason);
  }

  private static List<String> failing(Decision decision) {
    return decision.gates().stream()
        .filter(gate -> gate.verdict() != Gate.Answer.PASS)
        .map(Gate::name)
        .toList();
  }
}
