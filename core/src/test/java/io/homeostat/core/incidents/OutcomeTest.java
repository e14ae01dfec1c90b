package io.homeostat.core.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Moment;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutcomeTest {
  private static final long HEALED_AFTER_MILLIS = 16_000;

  /** A story whose world gets better at a time at which the action will have ended. */
  private static Story story() {
    Story story = Story.proposed();
    Worlds.healedAt(story.telemetry, story.now() + HEALED_AFTER_MILLIS);
    return story;
  }

  private static void untilHealed(Story story) {
    story.pass(Story.START + 250 + HEALED_AFTER_MILLIS - story.now());
  }

  @Test
  void failedActionIsTriedAgainAndThenAPersonIsNeeded() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    story.say(story.outcome(story.granted(), Outcome.Result.FAILED, 3_000)).pass(500);
    assertThat(story.incident().state()).isEqualTo(Incident.State.OPEN);
    assertThat(story.incident().inaction()).contains("failed: so it ended; next try in 10 s");

    Proposal second = story.proposal(2);
    story.say(story.decision(second, Decision.Result.GRANTED));
    story.say(story.outcome(second, Outcome.Result.FAILED, 3_000)).pass(500);

    assertThat(story.incident().state()).isEqualTo(Incident.State.ESCALATED);
    assertThat(story.incident().inaction()).contains("failed: so it ended");
    story.pass(600_000);
    assertThat(story.all(Proposal.class)).hasSize(2);
  }

  @Test
  void refusalByTheActuatorIsNoAttemptButIsNotRepeatedForEver() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    for (int i = 1; i <= 5; i++) {
      Proposal proposal = story.proposal(i);
      assertThat(story.incident().state()).isNotEqualTo(Incident.State.ESCALATED);
      story.say(story.decision(proposal, Decision.Result.GRANTED));
      story.say(story.outcome(proposal, Outcome.Result.REFUSED, 0)).pass(500);
    }

    assertThat(story.incident().state()).isEqualTo(Incident.State.ESCALATED);
    assertThat(story.incident().inaction()).contains("was refused: so it ended (5 times in a row)");
    assertThat(story.verdicts()).isEmpty();
  }

  @Test
  void unknownOutcomeIsWaitedForAndNothingElseIsDone() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    Proposal proposal = story.granted();
    story.say(story.outcome(proposal, Outcome.Result.UNKNOWN, 3_000)).pass(120_000);
    assertThat(story.incident().state()).isEqualTo(Incident.State.ACTING);

    story.pass(300_000);

    assertThat(story.incident().state()).isEqualTo(Incident.State.ESCALATED);
    assertThat(story.incident().inaction())
        .isEqualTo(
            "the outcome of pg-index.rebuild on public.documents_tenant_created_idx has stayed"
                + " unknown for too long");
    assertThat(story.all(Proposal.class)).hasSize(1);
    assertThat(story.verdicts()).isEmpty();
    story.resolve().pass(120_000);
    assertThat(story.incident().state()).isEqualTo(Incident.State.ESCALATED);
  }

  @Test
  void unknownOutcomeThatBecomesKnownIsJudged() {
    Story story = story();
    Proposal proposal = story.granted();
    story.say(story.outcome(proposal, Outcome.Result.UNKNOWN, 1_000));
    untilHealed(story);
    story.say(story.outcome(proposal, Outcome.Result.APPLIED, 4_000));

    assertThat(story.verdict().result()).isEqualTo(Verdict.Result.VERIFIED);
  }

  @Test
  void grantThatNobodyBeginsIsPlannedAnew() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    Proposal first = story.proposal(1);
    story.say(story.decision(first, Decision.Result.GRANTED)).pass(100_000);

    assertThat(story.all(Incident.class))
        .extracting(Incident::inaction)
        .anyMatch(text -> text.startsWith("nobody began pg-index.rebuild"));
    assertThat(story.proposal(2).generation()).isEqualTo(2);
  }

  @Test
  void targetThatWasAlreadyAsWantedIsComparedWithTheTimeOfTheProposal() {
    Story story = Story.proposed();
    Worlds.healedAt(story.telemetry, Story.START + 11_500);
    Proposal proposal = story.granted();
    story.say(story.outcome(proposal, Outcome.Result.ALREADY_TRUE, 0));

    assertThat(story.verdict().result()).isEqualTo(Verdict.Result.VERIFIED);
    assertThat(story.verdict().plots().get(0).before()).isEqualTo(41_200_000);
  }

  @Test
  void outcomeThatOvertakesItsDecisionAndIntentIsFollowedAllTheSame() {
    Story story = story();
    Proposal proposal = story.proposal(1);
    untilHealed(story);
    story.say(story.outcome(proposal, Outcome.Result.APPLIED, 4_000)).pass(500);
    assertThat(story.incident().state()).isEqualTo(Incident.State.VERIFYING);

    story.say(story.decision(proposal, Decision.Result.GRANTED), story.intent(proposal)).pass(500);

    assertThat(story.incident().state()).isEqualTo(Incident.State.VERIFYING);
    assertThat(story.verdict().result()).isEqualTo(Verdict.Result.VERIFIED);
    assertThat(story.verdicts()).hasSize(1);
  }

  @Test
  void effectThatComesWhileAnotherIsWatchedIsJudgedNext() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    Proposal first = story.proposal(1);
    story.say(story.decision(first, Decision.Result.GRANTED));
    Proposal second = story.proposal(2);
    story.say(story.decision(second, Decision.Result.GRANTED), story.intent(second)).pass(1_000);
    Worlds.healedAt(story.telemetry, story.now());

    story.say(story.outcome(first, Outcome.Result.APPLIED, 500)).pass(1_000);
    story.say(story.outcome(second, Outcome.Result.ALREADY_TRUE, 0));
    story.passUntil(() -> story.verdicts().size() == 2, 120_000);

    assertThat(story.verdicts())
        .extracting(Verdict::proposalId)
        .containsExactly(first.id(), second.id());
  }

  @Test
  void intentOfAnotherAttemptDoesNotBeginThisOne() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    Proposal first = story.proposal(1);
    story.say(story.decision(first, Decision.Result.GRANTED));
    Proposal second = story.proposal(2);
    story.say(story.decision(second, Decision.Result.GRANTED), story.intent(first));

    story.pass(95_000);

    assertThat(story.all(Incident.class))
        .filteredOn(each -> each.updatedMillis() > second.proposedMillis())
        .extracting(Incident::inaction)
        .anyMatch(text -> text.startsWith("nobody began pg-index.rebuild"));
  }

  @Test
  void sameFactSaidTwiceChangesNothing() {
    Story once = story();
    Story twice = story();
    for (Story story : List.of(once, twice)) {
      Proposal proposal = story.granted();
      untilHealed(story);
      story.say(story.outcome(proposal, Outcome.Result.APPLIED, 4_000));
      if (story == twice) {
        story.say(story.outcome(proposal, Outcome.Result.APPLIED, 4_000));
      }
      story.pass(500);
      if (story == twice) {
        story.say(once.decision(proposal, Decision.Result.REFUSED));
      }
      story.verdict();
      story.pass(500);
    }

    assertThat(twice.verdicts()).hasSize(1);
    assertThat(twice.course()).isEqualTo(once.course());
    assertThat(twice.incident().timeline())
        .filteredOn(moment -> moment.kind() == Moment.Kind.OUTCOME)
        .hasSize(1);
  }

  @Test
  void recordsSentAgainByTheirHopChangeNothing() {
    Story once = HappyStoryTest.told();
    Story twice = new Story();
    for (LaneRecord record : once.records) {
      twice.repeat(record, record.appendedMillis());
      twice.repeat(record, record.appendedMillis());
    }

    assertThat(twice.course()).isEqualTo(once.course());
    assertThat(twice.incident()).isEqualTo(once.incident());
  }

  @Test
  void actuatorWithAClockAnHourAheadIsJudgedByTheLogsTime() {
    Story story = story();
    Proposal proposal = story.granted();
    untilHealed(story);
    story.say(ahead(story.outcome(proposal, Outcome.Result.APPLIED, 4_000), 3_600_000));

    assertThat(story.verdict().result()).isEqualTo(Verdict.Result.VERIFIED);
    assertThat(story.verdict().effectMillis()).isEqualTo(Story.START + 250 + HEALED_AFTER_MILLIS);
  }

  private static Outcome ahead(Outcome outcome, long millis) {
    return new Outcome(
        outcome.commandId(),
        outcome.proposalId(),
        outcome.incidentId(),
        outcome.system(),
        outcome.target(),
        outcome.action(),
        outcome.result(),
        outcome.reason(),
        outcome.details(),
        outcome.beganMillis() + millis,
        outcome.endedMillis() + millis);
  }
}
