package io.homeostat.core.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Moment;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Signal;
import io.homeostat.core.model.Verdict;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DecisionTest {
  private static final Gate MODE = new Gate("mode", Gate.Answer.FAIL, "The mode is observe");
  private static final Gate COOLDOWN =
      new Gate("cooldown", Gate.Answer.FAIL, "The last action ended 30 s ago");

  private static Story story() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    return story;
  }

  @Test
  void observeModeShowsThePlanOnceAndSaysThatItIsOnlyShown() {
    Story story = story();
    Proposal proposal = story.proposal(1);

    story.say(story.decision(proposal, Decision.Result.SHOWN, MODE)).pass(900_000);

    assertThat(story.all(Proposal.class)).hasSize(1);
    assertThat(story.incident().state()).isEqualTo(Incident.State.OPEN);
    assertThat(story.incident().inaction()).isEqualTo("shown only: The mode is observe");
    assertThat(story.verdicts()).isEmpty();
  }

  @Test
  void failureThatGoesAndComesBackIsShownAgain() {
    Story story = story();
    story.say(story.decision(story.proposal(1), Decision.Result.SHOWN, MODE)).pass(1_000);
    story.say(Demo.in(Signal.State.RESOLVED, Demo.bloat(Story.START + 250 - 8_000), story.now()));

    story.pass(2_000).say(Demo.bloat(story.now() - 1_000));

    assertThat(story.proposal(2).target()).isEqualTo(Demo.INDEX);
  }

  @Test
  void planThatWasOnlyShownIsProposedAgainUnderNewRules() {
    Story story = story();
    story.say(story.decision(story.proposal(1), Decision.Result.SHOWN, MODE)).pass(60_000);

    story.document(ContextDocument.RULES, Demo.RULES + "# in another mode\n");

    assertThat(story.proposal(2).generation()).isEqualTo(2);
    assertThat(story.proposal(2).rules()).isNotEqualTo(story.proposal(1).rules());
  }

  @Test
  void shownByAGovernorThatHasOtherRulesSaysNothingAndIsTriedAgain() {
    Story story = story();
    Gate rules = new Gate("rules", Gate.Answer.UNKNOWN, "No rules are in force");

    story.say(story.decision(story.proposal(1), Decision.Result.SHOWN, rules, MODE)).pass(500);

    assertThat(story.incident().inaction())
        .isEqualTo(
            "refused by gate rules: No rules are in force; next try 10 s after the decision");
    assertThat(story.proposal(2).generation()).isEqualTo(2);
  }

  @Test
  void passingGateIsTriedAgainWithFreshEvidenceAndANewGeneration() {
    Story story = story();
    Proposal first = story.proposal(1);
    story.say(story.decision(first, Decision.Result.REFUSED, COOLDOWN)).pass(500);
    assertThat(story.incident().inaction())
        .isEqualTo(
            "refused by gate cooldown: The last action ended 30 s ago; next try 10 s after the"
                + " decision");

    Proposal second = story.proposal(2);

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(second.planHash()).as("it is the same plan").isEqualTo(first.planHash());
    assertThat(second.generation()).isEqualTo(2);
    assertThat(second.evidence().get(0).observedMillis())
        .isGreaterThan(first.evidence().get(0).observedMillis());
    assertThat(second.proposedMillis() - first.proposedMillis()).isGreaterThanOrEqualTo(10_000);
  }

  @Test
  void lastingGateIsNotTriedAgain() {
    Story story = story();
    Gate attempts = new Gate("attempts", Gate.Answer.FAIL, "2 of 2 attempts did not help");

    story.say(story.decision(story.proposal(1), Decision.Result.REFUSED, COOLDOWN, attempts));
    story.pass(600_000);

    assertThat(story.all(Proposal.class)).hasSize(1);
    assertThat(story.incident().inaction()).startsWith("refused by gate cooldown: ");
  }

  @Test
  void approvalIsAwaitedAndThenFollowed() {
    Story story = story();
    Proposal proposal = story.proposal(1);
    Gate mode = new Gate("mode", Gate.Answer.PASS, "The mode is approve");
    Gate approval = new Gate("approval", Gate.Answer.UNKNOWN, "Waits for one person's approval");
    story.say(story.decision(proposal, Decision.Result.AWAITING, mode, approval)).pass(20_000);
    assertThat(story.incident().state()).isEqualTo(Incident.State.PROPOSED);
    assertThat(story.incident().inaction())
        .isEqualTo("Waits for one person's approval: The mode is approve");

    story.say(story.decision(proposal, Decision.Result.GRANTED)).pass(250);

    assertThat(story.incident().state()).isEqualTo(Incident.State.ACTING);
    assertThat(story.incident().inaction()).isEmpty();
  }

  @Test
  void planThatWasApprovedAndIsTooOldIsMadeAnewAtOnceOnFreshEvidence() {
    Story story = story();
    Proposal first = story.proposal(1);
    Gate approval = new Gate("approval", Gate.Answer.UNKNOWN, "Waits for one person's approval");
    story.say(until(story.decision(first, Decision.Result.AWAITING, approval), 1_800_000));
    story.pass(300_000);
    assertThat(story.incident().state()).isEqualTo(Incident.State.PROPOSED);
    Gate freshness = new Gate("freshness", Gate.Answer.FAIL, "The oldest evidence is of 5m ago");

    story.say(until(story.decision(first, Decision.Result.REFUSED, freshness), 1_800_000));
    story.pass(15_000);

    Proposal second = story.all(Proposal.class).get(1);
    assertThat(second.planHash()).isEqualTo(first.planHash());
    assertThat(second.generation()).isEqualTo(2);
    assertThat(story.now() - second.evidence().get(0).observedMillis()).isLessThan(60_000);
  }

  @Test
  void deniedPlanIsNotProposedAgainUntilTheFailureGoesAndComesBack() {
    Story story = story();
    Proposal first = story.proposal(1);
    Gate denied = new Gate("approval", Gate.Answer.FAIL, "Denied by bob: not now");
    story.say(story.decision(first, Decision.Result.REFUSED, denied)).pass(600_000);
    assertThat(story.all(Proposal.class)).hasSize(1);
    assertThat(story.incident().inaction()).startsWith("refused by gate approval: Denied by bob");

    story.say(Demo.in(Signal.State.RESOLVED, Demo.bloat(Story.START + 250 - 8_000), story.now()));
    story.pass(2_000).say(Demo.bloat(story.now() - 1_000));

    assertThat(story.proposal(2).target()).isEqualTo(Demo.INDEX);
  }

  @Test
  void whatGoesAwayWhileAPersonIsWaitedForIsClosed() {
    Story story = story();
    Gate approval = new Gate("approval", Gate.Answer.UNKNOWN, "Waits for one person's approval");
    story.say(
        until(story.decision(story.proposal(1), Decision.Result.AWAITING, approval), 1_800_000));

    story.pass(1_000).resolve().pass(120_000);

    assertThat(story.incident().state()).isEqualTo(Incident.State.RESOLVED);
  }

  private static Decision until(Decision decision, long millis) {
    return new Decision(
        decision.id() + decision.result(),
        decision.proposalId(),
        decision.incidentId(),
        decision.system(),
        decision.target(),
        decision.result(),
        decision.gates(),
        decision.reason(),
        decision.commandId(),
        decision.decidedMillis(),
        decision.rules(),
        Optional.of(decision.decidedMillis() + millis));
  }

  @Test
  void proposalThatIsNotDecidedByItsDeadlineIsPlannedAnew() {
    Story story = story();
    Proposal first = story.proposal(1);

    story.pass(first.deadlineMillis() - story.now() + 16_000);

    assertThat(story.incident().state()).isEqualTo(Incident.State.OPEN);
    assertThat(story.incident().inaction())
        .isEqualTo(
            "the governor has not decided on pg-index.rebuild on"
                + " public.documents_tenant_created_idx in time");
    assertThat(story.proposal(2).generation()).isEqualTo(2);
  }

  @Test
  void grantOfAPlanThatWasGivenUpIsStillFollowedToItsVerdict() {
    Story story = story();
    Proposal first = story.proposal(1);
    story.pass(first.deadlineMillis() - story.now() + 16_000);
    Worlds.healedAt(story.telemetry, story.now() + 5_000);

    story.say(story.decision(first, Decision.Result.GRANTED), story.intent(first)).pass(5_000);
    assertThat(story.incident().state()).isEqualTo(Incident.State.ACTING);
    story.say(story.outcome(first, Outcome.Result.APPLIED, 4_000));

    assertThat(story.verdict().result()).isEqualTo(Verdict.Result.VERIFIED);
    assertThat(story.verdict().proposalId()).isEqualTo(first.id());
  }

  @Test
  void everyDecisionStandsInTheTimeline() {
    Story story = story();
    Proposal proposal = story.proposal(1);
    story.say(story.decision(proposal, Decision.Result.REFUSED, COOLDOWN)).pass(250);

    assertThat(story.incident().timeline())
        .filteredOn(moment -> moment.kind() == Moment.Kind.DECISION)
        .singleElement()
        .satisfies(
            moment -> {
              assertThat(moment.text()).isEqualTo("so it was decided");
              assertThat(moment.reference()).isEqualTo("decision-" + proposal.id());
            });
  }

  @Test
  void decisionOnAnUnknownIncidentChangesNothing() {
    Story story = story();
    Proposal proposal = story.proposal(1);
    Story other = Story.begin(Demo.RULES);

    other.say(story.decision(proposal, Decision.Result.GRANTED), story.intent(proposal));
    other.say(story.outcome(proposal, Outcome.Result.APPLIED, 1_000)).pass(60_000);

    assertThat(other.course()).isEmpty();
  }
}
