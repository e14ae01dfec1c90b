package io.homeostat.core.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Moment;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Signal;
import io.homeostat.core.model.Verdict;
import org.junit.jupiter.api.Test;

final class EscalationTest {

  private static Story escalated() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    for (int i = 1; i <= 2; i++) {
      Proposal proposal = story.proposal(i);
      story.say(story.decision(proposal, Decision.Result.GRANTED));
      story.say(story.outcome(proposal, Outcome.Result.FAILED, 0)).pass(500);
    }
    return story;
  }

  @Test
  void escalatedIncidentIsResolvedWhenItsSignalsGoAway() {
    Story story = escalated();

    story.resolve().pass(31_000);

    assertThat(story.states()).endsWith(Incident.State.ESCALATED, Incident.State.RESOLVED);
  }

  @Test
  void escalationStandsInTheTimelineWithItsReason() {
    assertThat(escalated().incident().timeline())
        .filteredOn(moment -> moment.kind() == Moment.Kind.NOTE)
        .extracting(Moment::text)
        .singleElement()
        .asString()
        .startsWith("Escalated: pg-index.rebuild on public.documents_tenant_created_idx failed");
  }

  @Test
  void failureThatComesBackAfterEveryAttemptWasUsedNeedsAPerson() {
    Story story = escalated();
    story.resolve().pass(31_000).say(Demo.bloat(story.now() - 2_000)).pass(1_000);

    assertThat(story.incident().state()).isEqualTo(Incident.State.ESCALATED);
    assertThat(story.incident().inaction())
        .isEqualTo("rebuild-bloated-index was tried as often as it may be (2)");
    assertThat(story.all(Proposal.class)).hasSize(2);
  }

  @Test
  void targetOfAnotherIncidentsActionIsLeftAlone() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    Proposal first = story.proposal(1);
    story.say(story.decision(first, Decision.Result.GRANTED), story.intent(first));
    story.pass(305_000);
    Signal other = Demo.signal(Demo.INDEX, "index-degradation", Demo.SIZE, story.now() - 1_000);

    story.say(other).pass(1_000);

    Incident second = story.incident();
    assertThat(second.id()).isNotEqualTo(first.incidentId());
    assertThat(second.inaction())
        .isEqualTo(
            "incident " + first.incidentId() + " acts on public.documents_tenant_created_idx");
    assertThat(story.all(Proposal.class)).hasSize(1);
  }

  @Test
  void holeInTheTicksRunsOutNobodysPatience() {
    Story story = Story.proposed();
    Worlds.healedAt(story.telemetry, Story.START + 16_250);
    Proposal proposal = story.granted();
    story.pass(Story.START + 16_250 - story.now());
    story.say(story.outcome(proposal, Outcome.Result.APPLIED, 1_000)).pass(26_000);
    assertThat(story.verdicts()).isEmpty();

    story.hole(3_600_000);

    assertThat(story.verdict().result()).isEqualTo(Verdict.Result.VERIFIED);
  }

  @Test
  void quietTimeDoesNotPassWhileThereAreNoTicks() {
    Story story = Story.begin(Demo.RULES);
    story.say(Demo.latency(story.now() - 5_000)).pass(1_000).resolve().pass(1_000);
    story.hole(3_600_000);
    story.pass(20_000);
    assertThat(story.incident().state()).isEqualTo(Incident.State.OPEN);

    story.pass(10_000);

    assertThat(story.incident().state()).isEqualTo(Incident.State.RESOLVED);
  }

  @Test
  void grantThatComesAfterTheIncidentClosedOpensItAgain() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    Proposal proposal = story.proposal(1);
    story.resolve().pass(proposal.deadlineMillis() - story.now() + 16_000);
    assertThat(story.incident().state()).isEqualTo(Incident.State.RESOLVED);

    story.say(story.decision(proposal, Decision.Result.GRANTED), story.intent(proposal)).pass(500);
    assertThat(story.incident().state()).isEqualTo(Incident.State.ACTING);
    story.say(story.outcome(proposal, Outcome.Result.APPLIED, 400));

    assertThat(story.verdict().result()).isEqualTo(Verdict.Result.NOT_IMPROVED);
  }
}
