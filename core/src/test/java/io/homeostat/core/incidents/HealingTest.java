package io.homeostat.core.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.homeostat.core.model.Change;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Signal;
import org.junit.jupiter.api.Test;

final class HealingTest {
  private static final long EFFECT_MILLIS = Story.START + 16_250;

  private static Story verified() {
    Story story = Story.proposed();
    Worlds.healedAt(story.telemetry, EFFECT_MILLIS);
    Proposal proposal = story.granted();
    story.pass(EFFECT_MILLIS - story.now());
    story.say(story.outcome(proposal, Outcome.Result.APPLIED, 1_000)).verdict();
    return story;
  }

  private static Signal of(Story story, EntityId entity) {
    return story.incident().signals().stream()
        .filter(signal -> signal.entity().equals(entity))
        .findFirst()
        .orElseThrow();
  }

  private static void resolve(Story story, EntityId entity) {
    story.say(Demo.in(Signal.State.RESOLVED, of(story, entity), story.now()));
  }

  @Test
  void verifiedIncidentHealsTheMomentItsLastSignalResolves() {
    Story story = verified();
    resolve(story, Demo.INDEX);
    story.pass(3_000);
    assertThat(story.incident().state()).isEqualTo(Incident.State.VERIFYING);

    resolve(story, Demo.RETRIEVER);

    assertThat(story.incident().state()).isEqualTo(Incident.State.HEALED);
  }

  @Test
  void signalsThatResolvedBeforeTheVerdictHealWithIt() {
    Story story = Story.proposed();
    Worlds.healedAt(story.telemetry, EFFECT_MILLIS);
    Proposal proposal = story.granted();
    story.pass(EFFECT_MILLIS - story.now());
    story.say(story.outcome(proposal, Outcome.Result.APPLIED, 1_000)).pass(5_000).resolve();

    story.verdict();

    assertThat(story.incident().state()).isEqualTo(Incident.State.HEALED);
    assertThat(story.states()).doesNotContain(Incident.State.RESOLVED);
  }

  @Test
  void symptomThatIsLateKeepsItUnhealedUntilItResolves() {
    Story story = verified();
    resolve(story, Demo.INDEX);
    story.pass(45_000);
    assertThat(story.incident().state()).isEqualTo(Incident.State.VERIFYING);

    resolve(story, Demo.RETRIEVER);

    assertThat(story.incident().state()).isEqualTo(Incident.State.HEALED);
    assertThat(story.incident().timeline().get(story.incident().timeline().size() - 1).text())
        .endsWith("is verified");
  }

  @Test
  void symptomThatPersistsForAMinuteIsAnsweredAnewAndWasNeverCalledHealed() {
    Story story = verified();
    resolve(story, Demo.INDEX);

    story.pass(61_000);

    assertThat(story.incident().state()).isEqualTo(Incident.State.OPEN);
    assertThat(story.states()).doesNotContain(Incident.State.HEALED);
    assertThat(story.all(Incident.class))
        .extracting(Incident::inaction)
        .anyMatch(
            text ->
                text.endsWith(
                    "is verified, but other signals persist: latency-degradation of retriever"));
    resolve(story, Demo.RETRIEVER);
    story.pass(31_000);
    assertThat(story.incident().state()).isEqualTo(Incident.State.HEALED);
  }

  @Test
  void whatWasToldOfChangesWhileItWasClosedIsKnownOnceItIsOpenAgain() {
    Story story = verified();
    long began = story.now() - 20_000;
    story.say(change("burst", Change.State.BEGUN, began, story.now()));
    resolve(story, Demo.INDEX);
    resolve(story, Demo.RETRIEVER);
    assertThat(story.incident().state()).isEqualTo(Incident.State.HEALED);

    story.say(change("burst", Change.State.FINISHED, began, story.now() + 1));
    story.pass(1_000).say(change("later", Change.State.BEGUN, story.now(), story.now()));
    assertThat(story.incident().changes())
        .as("closed, it hears how its own changes went on, and no more")
        .extracting(Change::id, Change::state)
        .containsExactly(tuple("burst", Change.State.FINISHED));
    story.pass(15_000).say(Demo.bloat(story.now() - 3_000)).pass(250);

    assertThat(story.incident().state()).isEqualTo(Incident.State.OPEN);
    assertThat(story.incident().changes())
        .extracting(Change::id, Change::state)
        .containsExactly(tuple("burst", Change.State.FINISHED), tuple("later", Change.State.BEGUN));
  }

  private static Change change(String id, Change.State state, long beganMillis, long seenMillis) {
    return new Change(
        id, "data", Demo.TABLE, Demo.SYSTEM, state, beganMillis, seenMillis, "loader", id);
  }

  @Test
  void verifiedActionWhoseCauseDoesNotResolveDoesNotHeal() {
    Story story = verified();
    resolve(story, Demo.RETRIEVER);

    story.pass(61_000);

    assertThat(story.states()).doesNotContain(Incident.State.HEALED);
    assertThat(story.all(Incident.class))
        .extracting(Incident::inaction)
        .anyMatch(
            text ->
                text.endsWith(
                    "is verified, but its cause is not resolved:"
                        + " index-degradation of public.documents_tenant_created_idx"));
  }

  @Test
  void failureThatComesBackRightAfterHealingIsTheSameIncident() {
    Story story = verified();
    resolve(story, Demo.RETRIEVER);
    resolve(story, Demo.INDEX);
    Incident healed = story.incident();
    Worlds.sick(story.telemetry);
    story.pass(20_000).say(Demo.bloat(story.now() - 3_000)).pass(250);

    assertThat(story.incident().id()).isEqualTo(healed.id());
    assertThat(story.incident().state()).isEqualTo(Incident.State.OPEN);
    assertThat(story.incident().closedMillis()).isEmpty();
    assertThat(story.proposal(2).generation()).isEqualTo(2);
  }

  @Test
  void failureThatComesBackLaterIsAnotherIncident() {
    Story story = verified();
    resolve(story, Demo.RETRIEVER);
    resolve(story, Demo.INDEX);
    Incident healed = story.incident();
    story.pass(31_000).say(Demo.bloat(story.now() - 3_000)).pass(250);

    assertThat(story.incident().id()).isNotEqualTo(healed.id());
    assertThat(story.incident().signals()).hasSize(1);
  }

  @Test
  void incidentThatGoesAwayByItselfIsResolvedAfterTheClosingTime() {
    Story story = Story.begin(Demo.RULES);
    story.say(Demo.latency(story.now() - 5_000)).pass(2_000).resolve().pass(29_000);
    assertThat(story.incident().state()).isEqualTo(Incident.State.OPEN);
    assertThat(story.incident().inaction()).isEqualTo("every signal has resolved");

    story.pass(1_500);

    assertThat(story.incident().state()).isEqualTo(Incident.State.RESOLVED);
    assertThat(story.incident().closedMillis()).hasValue(story.incident().updatedMillis());
  }

  @Test
  void flappingSignalKeepsOneIncidentOpen() {
    Story story = Story.begin(Demo.RULES);
    for (int i = 0; i < 100; i++) {
      Signal signal = Demo.latency(story.now() - 3_000);
      story.say(signal).pass(10_000);
      story.say(Demo.in(Signal.State.RESOLVED, signal, story.now())).pass(20_000);
    }

    assertThat(story.all(Incident.class))
        .extracting(Incident::id)
        .containsOnly(story.incident().id());
    assertThat(story.states()).containsExactly(Incident.State.OPEN);
    assertThat(story.incident().timeline()).hasSize(Incident.LONGEST_TIMELINE);
    assertThat(story.incident().signals()).hasSize(100);
  }
}
