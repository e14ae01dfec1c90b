package io.homeostat.core.govern;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.AuditEntry;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Evidence;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a granted command, and of the locks that it holds. */
final class ActionCourseTest {
  private final GovernorLane lane = GovernorLane.governed();

  @Test
  void aCommandCarriesWhatTheActuatorHasToKnow() {
    Proposal plan = Plans.plan(lane, 1);

    Command command = lane.granted(plan);

    assertThat(command.proposalId()).isEqualTo(plan.id());
    assertThat(command.parameters()).containsEntry("lock_timeout", "2s");
    assertThat(command.planHash()).isEqualTo(plan.planHash());
    assertThat(command.grantedMillis()).isEqualTo(lane.now());
    assertThat(command.freshMillis()).isEqualTo(Plans.FRESH_MILLIS);
    assertThat(command.limitMillis()).isEqualTo(Plans.LIMIT_MILLIS);
    assertThat(lane.decisions().get(0).commandId()).isEqualTo(command.id());
  }

  @Test
  void aCommandExpiresWithItsDeadlineOrItsEvidence() {
    Command byEvidence = lane.granted(Plans.plan(lane, 1));
    Command byDeadline =
        lane.granted(Plans.edit(Plans.plan(lane, 2)).deadline(lane.now() + 10_000).done());

    assertThat(byEvidence.expiresMillis()).isEqualTo(lane.now() + Plans.FRESH_MILLIS);
    assertThat(byDeadline.expiresMillis()).isEqualTo(lane.now() + 10_000);
  }

  @Test
  void aCommandIsBoundByItsOldestEvidence() {
    Evidence old = new Evidence("a", Plans.TABLE, "s", 1, lane.now() - 10_000);
    Evidence fresh = new Evidence("b", Plans.TABLE, "s", 1, lane.now());

    Command command = lane.granted(Plans.edit(Plans.plan(lane, 1)).evidence(fresh, old).done());

    assertThat(command.evidenceMillis()).isEqualTo(lane.now() - 10_000);
    assertThat(command.expiresMillis()).isEqualTo(lane.now() + 20_000);
  }

  @Test
  void theFenceGrowsWithEveryGrant() {
    Command first = lane.granted(Plans.plan(lane, 1));
    Command second = lane.granted(Plans.plan(lane, 2));
    lane.pass(10);
    lane.carryOut(first, Verdict.Result.VERIFIED);
    Command third = lane.granted(Plans.plan(lane, 3));

    assertThat(second.fence()).isGreaterThan(first.fence());
    assertThat(third.fence()).isGreaterThan(second.fence());
  }

  @Test
  void aDecisionGoesToPeopleAndToTheIncidentsLane() {
    lane.propose(Plans.plan(lane, 1));

    List<Output> decisions =
        lane.outputs().stream().filter(output -> output.fact() instanceof Decision).toList();
    assertThat(decisions)
        .extracting(Output::stream)
        .containsExactly(Stream.DECISIONS, Stream.SIGNALS);
    assertThat(decisions)
        .extracting(Output::key)
        .containsExactly(lane.decisions().get(0).proposalId(), "rag");
  }

  @Test
  void aProposalThatComesAgainIsNotDecidedAgain() {
    Proposal plan = Plans.plan(lane, 1);
    lane.granted(plan);
    lane.append(plan);
    lane.pass(Memory.LONGEST_DEADLINE_MILLIS);
    lane.append(plan);

    assertThat(lane.decisions()).hasSize(1);
    assertThat(lane.commands()).hasSize(1);
  }

  @Test
  void theLockIsHeldUntilTheVerdict() {
    Command command = lane.granted(Plans.plan(lane, 1));
    lane.intent(command);
    assertThat(locked(1)).isTrue();
    lane.outcome(command, Outcome.Result.APPLIED);
    assertThat(locked(1)).isTrue();
    lane.verdict(command, Verdict.Result.NOT_IMPROVED);
    assertThat(locked(1)).isFalse();
  }

  @Test
  void theLockEndsWithAnOutcomeThatChangedNothing() {
    Command refused = lane.granted(Plans.plan(lane, 1));
    lane.outcome(refused, Outcome.Result.REFUSED);
    Command failed = lane.granted(Plans.plan(lane, 2));
    lane.intent(failed);
    lane.outcome(failed, Outcome.Result.FAILED);

    assertThat(locked(1)).isFalse();
    assertThat(locked(2)).isFalse();
    assertThat(lane.ledger().rejected()).isEqualTo(1);
    assertThat(lane.ledger().completed()).isEqualTo(1);
  }

  @Test
  void aVerdictBeforeTheOutcomeFreesNothing() {
    Command command = lane.granted(Plans.plan(lane, 1));
    lane.intent(command);
    lane.verdict(command, Verdict.Result.VERIFIED);

    assertThat(locked(1)).isTrue();
  }

  @Test
  void whatNobodyBeginsExpiresAndIsFreed() {
    Command command = lane.granted(Plans.plan(lane, 1));
    lane.pass(command.expiresMillis() + command.limitMillis() - lane.now() - 1_000);
    assertThat(locked(1)).isTrue();
    lane.pass(2_000);

    assertThat(locked(1)).isFalse();
    assertThat(lane.ledger().expired()).isEqualTo(1);
    assertThat(lane.audit("note")).extracting(AuditEntry::reference).contains(command.id());
  }

  @Test
  void whatBeganAndDidNotEndStaysLockedAndPages() {
    Command command = lane.granted(Plans.plan(lane, 1));
    lane.intent(command);
    lane.pass(Plans.FRESH_MILLIS + Plans.LIMIT_MILLIS + 1_000);

    assertThat(lane.audit("page")).extracting(AuditEntry::reference).containsExactly(command.id());
    lane.pass(30L * 86_400_000);
    assertThat(locked(1)).isTrue();
    assertThat(lane.audit("page")).hasSize(1);
  }

  @Test
  void anUnknownOutcomeStaysLockedUntilItIsKnown() {
    Command command = lane.granted(Plans.plan(lane, 1));
    lane.intent(command);
    lane.outcome(command, Outcome.Result.UNKNOWN);
    lane.outcome(command, Outcome.Result.UNKNOWN);
    lane.verdict(command, Verdict.Result.UNKNOWN);
    lane.pass(86_400_000);

    assertThat(locked(1)).isTrue();
    assertThat(lane.audit("page")).hasSize(1);
    lane.outcome(command, Outcome.Result.FAILED);
    assertThat(locked(1)).isFalse();
  }

  @Test
  void whereNoVerdictComesTheLockEndsSomeTimeAfterTheLastWindowThatMayBeJudged() {
    Command command = lane.granted(Plans.plan(lane, 1));
    lane.intent(command);
    lane.outcome(command, Outcome.Result.APPLIED);
    long wait = Plans.SETTLE_MILLIS + 3 * Plans.WINDOW_MILLIS + 60_000;
    lane.pass(wait - 1_000);
    assertThat(locked(1)).isTrue();
    lane.pass(2_000);

    assertThat(locked(1)).isFalse();
    assertThat(lane.audit("note")).extracting(AuditEntry::reference).containsExactly(command.id());
    assertThat(lane.ledger().completed()).isEqualTo(1);
  }

  @Test
  void onceTheEffectIsThereOnlyAVerdictFreesTheTarget() {
    Command command = lane.granted(Plans.plan(lane, 1));
    lane.outcome(command, Outcome.Result.APPLIED);
    for (Outcome.Result result : Outcome.Result.values()) {
      lane.outcome(command, result);
    }

    assertThat(locked(1)).isTrue();
    assertThat(lane.audit("page")).isEmpty();
    lane.verdict(command, Verdict.Result.VERIFIED);
    assertThat(locked(1)).isFalse();
    assertThat(lane.ledger().completed()).isEqualTo(1);
  }

  @Test
  void theTimeToBeginDoesNotEndTheWaitForAVerdict() {
    Command command = lane.granted(Plans.plan(lane, 1));
    lane.pass(Plans.FRESH_MILLIS + Plans.LIMIT_MILLIS - 1_000);
    lane.outcome(command, Outcome.Result.APPLIED);
    lane.pass(3_000);

    assertThat(locked(1)).isTrue();
    assertThat(lane.audit("note")).isEmpty();
  }

  @Test
  void whatBeginsAfterItWasGivenUpIsLockedAgainAndPages() {
    Command command = lane.granted(Plans.plan(lane, 1));
    lane.pass(Plans.FRESH_MILLIS + Plans.LIMIT_MILLIS + 1_000);
    assertThat(lane.ledger().expired()).isEqualTo(1);
    lane.intent(command);

    assertThat(locked(1)).isTrue();
    assertThat(lane.ledger().expired()).isZero();
    assertThat(lane.audit("page")).hasSize(1);
    lane.outcome(command, Outcome.Result.FAILED);
    assertThat(locked(1)).isFalse();
  }

  @Test
  void whatBeginsAfterItWasGivenUpDoesNotTakeALockFromAnother() {
    Command late = lane.granted(Plans.plan(lane, 1));
    lane.pass(Plans.FRESH_MILLIS + Plans.LIMIT_MILLIS + 1_000);
    Command other = lane.granted(Plans.plan(lane.now(), "rag", "incident-9", 1, List.of(), 1));
    lane.outcome(late, Outcome.Result.UNKNOWN);

    assertThat(lane.runner().cells().get(GovernorTables.LOCKS, Plans.index(1).text()))
        .contains(other.id());
    assertThat(lane.audit("page"))
        .singleElement()
        .satisfies(page -> assertThat(page.summary()).contains(other.id()));
  }

  @Test
  void anOutcomeOfACommandThatWasNeverGrantedPages() {
    GovernorLane elsewhere = GovernorLane.governed();
    Command foreign = elsewhere.granted(Plans.plan(elsewhere, 1));
    lane.intent(foreign);
    lane.outcome(foreign, Outcome.Result.APPLIED);

    assertThat(lane.audit("page")).hasSize(2);
    assertThat(locked(1)).isFalse();
  }

  @Test
  void aPlanThatAwaitsAPersonExpiresWithItsDeadline() {
    Proposal plan = Plans.plan(lane.now(), "manual", "incident", 1, List.of(), 1);

    assertThat(lane.propose(plan).result()).isEqualTo(Decision.Result.AWAITING);
    assertThat(lane.ledger().awaiting()).isEqualTo(1);
    assertThat(lane.commands()).isEmpty();
    lane.pass(Plans.DEADLINE_MILLIS + 1_000);
    assertThat(lane.ledger().awaiting()).isZero();
    assertThat(lane.ledger().expired()).isEqualTo(1);
  }

  @Test
  void whatCouldNotBeginIsNotLaidBeforeAPerson() {
    lane.stop();

    Proposal plan = Plans.plan(lane.now(), "manual", "incident", 1, List.of(), 1);

    assertThat(lane.propose(plan).result()).isEqualTo(Decision.Result.REFUSED);
  }

  @Test
  void rulesThatAreNotSoundLeaveTheOldOnesInForce() {
    lane.document(ContextDocument.RULES, Plans.RULES.replace("attempts", "atempts"));

    assertThat(lane.granted(Plans.plan(lane, 1))).isNotNull();
    assertThat(lane.audit("rules"))
        .last()
        .satisfies(entry -> assertThat(entry.summary()).contains("atempts"));
  }

  @Test
  void withoutRulesNothingIsGranted() {
    lane.noDocument(ContextDocument.RULES);

    assertThat(lane.propose(Plans.plan(lane, 1)).result()).isEqualTo(Decision.Result.SHOWN);
  }

  @Test
  void whatIsOverIsForgotten() {
    for (int i = 0; i < 20; i++) {
      lane.carryOut(lane.granted(Plans.plan(lane, i)), Verdict.Result.NOT_IMPROVED);
      lane.pass(1_000);
    }
    lane.pass(Memory.REST_MILLIS);
    lane.pass(1_000);

    GovernorLane fresh = GovernorLane.governed();
    assertThat(lane.runner().export().length).isLessThan(fresh.runner().export().length + 300);
  }

  private boolean locked(int index) {
    return lane.runner().cells().get(GovernorTables.LOCKS, Plans.index(index).text()).isPresent();
  }
}
