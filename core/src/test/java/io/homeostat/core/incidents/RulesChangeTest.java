package io.homeostat.core.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.model.DeadLetter;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import org.junit.jupiter.api.Test;

final class RulesChangeTest {
  private static final String STRICTER = Demo.RULES.replace("< 60.0", "< 50.0");

  @Test
  void planThatWaitsForEvidenceIsMadeAnewByTheNewRules() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    story.pass(5_000).document(ContextDocument.RULES, STRICTER);

    Proposal proposal = story.proposal(1);

    assertThat(proposal.generation()).isEqualTo(2);
    assertThat(proposal.rules()).isEqualTo(story.incident().rules());
  }

  @Test
  void proposalThatIsNotDecidedIsReplacedByOneOfTheNewRules() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    Proposal first = story.proposal(1);
    story.document(ContextDocument.RULES, STRICTER);

    Proposal second = story.proposal(2);

    assertThat(second.generation()).isEqualTo(2);
    assertThat(second.rules()).isNotEqualTo(first.rules());
    assertThat(second.planHash()).isNotEqualTo(first.planHash());
  }

  @Test
  void newRulesDoNotDisturbWhatIsBeingDone() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    Proposal proposal = story.granted();
    story.document(ContextDocument.RULES, STRICTER);

    story.pass(5_000).say(story.outcome(proposal, Outcome.Result.APPLIED, 1_000)).pass(500);

    assertThat(story.incident().state()).isEqualTo(Incident.State.VERIFYING);
    assertThat(story.all(Proposal.class)).hasSize(1);
  }

  @Test
  void newRulesAreAWayOutOfAnEscalation() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    for (int i = 1; i <= 2; i++) {
      Proposal proposal = story.proposal(i);
      story.say(story.decision(proposal, Decision.Result.GRANTED));
      story.say(story.outcome(proposal, Outcome.Result.FAILED, 0)).pass(500);
    }
    assertThat(story.incident().state()).isEqualTo(Incident.State.ESCALATED);

    story.document(ContextDocument.RULES, Demo.RULES.replace("attempts: 2", "attempts: 3"));

    assertThat(story.proposal(3).generation()).isEqualTo(3);
  }

  @Test
  void rulesThatCannotBeReadLeaveTheOldOnesInForce() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    story.document(ContextDocument.RULES, "playbooks: [{name: broken}]");

    assertThat(story.all(DeadLetter.class))
        .singleElement()
        .satisfies(letter -> assertThat(letter.reason()).contains("incidents"));
    assertThat(story.proposal(1).generation()).isEqualTo(1);
  }

  @Test
  void rulesThatAreTakenAwayLeaveNothingToDo() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    story.gone(ContextDocument.RULES);

    story.pass(60_000);

    assertThat(story.all(Proposal.class)).isEmpty();
    assertThat(story.incident().inaction()).isEqualTo("no rules have come yet");
  }
}
