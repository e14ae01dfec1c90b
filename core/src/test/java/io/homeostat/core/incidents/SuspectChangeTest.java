package io.homeostat.core.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Delivery;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Signal;
import io.homeostat.core.model.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Plans that act on what was changed, told record by record. */
final class SuspectChangeTest {
  private static final EntityId DEPLOYMENT = EntityId.parse("deployment:demo/rag/retriever");
  private static final String RATIO = "retriever.error.ratio";
  private static final String GOOD = "1".repeat(40);
  private static final String BAD = "2".repeat(40);
  private static final String RUNS_ON = "    runsOn: deployment:demo/rag/retriever\n";
  static final String RULES =
      """
      playbooks:
        - name: revert-bad-deployment
          when: '"error-degradation" in incident.kinds'
          target: {change: deployment, match: ['kind="deployment"']}
          action: git.revert
          parameters: {push_timeout: 5s}
          require: 'symptom["retriever.error.ratio"] > 0.1'
          fresh: 30s
          deadline: 60s
          limit: 1m
          predicted: Requests succeed again
          undo: Revert the revert
          verify:
            before: 30s
            settle: 5s
            window: 20s
            checks:
              - {role: symptom, entity: 'service:demo/rag/retriever', series: retriever.error.ratio, atMost: 0.2}
      correlation: {window: 5m, close: 30s, changes: 15m}
      """;

  private static Story story() {
    Story story = Story.begin(RULES);
    story.document(
        ContextDocument.TOPOLOGY,
        Demo.TOPOLOGY.replace("    dependsOn:", RUNS_ON + "    dependsOn:"));
    failingUntil(story, Long.MAX_VALUE);
    return story.pass(250);
  }

  private static void failingUntil(Story story, long timeMillis) {
    story.telemetry.set(Demo.RETRIEVER, RATIO, time -> time < timeMillis ? 0.4 : 0);
  }

  private static Signal errors(long beganMillis) {
    return Demo.signal(Demo.RETRIEVER, "error-degradation", RATIO, beganMillis);
  }

  private static Change deployment(Change.State state, long beganMillis, long updatedMillis) {
    return new Change(
        "change-" + beganMillis,
        "deployment",
        DEPLOYMENT,
        Demo.SYSTEM,
        state,
        beganMillis,
        updatedMillis,
        "someone",
        "retriever was deployed",
        Optional.of(new Delivery(GOOD, BAD, "argocd", Delivery.Health.HEALTHY)));
  }

  /** What was changed shortly before a failure that depends on it, and has ended. */
  private static Story deployed() {
    Story story = story();
    long began = story.now() - 20_000;
    return story.say(
        deployment(Change.State.FINISHED, began, began + 4_000), errors(story.now() - 5_000));
  }

  @Test
  void changeIsNamedAsTheFirstSuspect() {
    Story story = deployed().pass(1_000);

    assertThat(story.incident().suspects().get(0).entity()).isEqualTo(DEPLOYMENT);
    assertThat(story.incident().changes())
        .singleElement()
        .satisfies(each -> assertThat(each.delivery()).isPresent());
  }

  @Test
  void planCarriesWhatOfTheChangeTheActionNeeds() {
    Proposal proposal = deployed().proposal(1);

    assertThat(proposal.target()).isEqualTo(DEPLOYMENT);
    assertThat(proposal.action()).isEqualTo("git.revert");
    assertThat(proposal.parameters())
        .containsEntry("change_from", GOOD)
        .containsEntry("change_to", BAD)
        .containsEntry("change_through", "argocd")
        .containsEntry("push_timeout", "5s")
        .containsKey("change_id");
  }

  @Test
  void otherRevisionMakesAnotherPlan() {
    Story other = story();
    long began = other.now() - 20_000;
    Change change = deployment(Change.State.FINISHED, began, began + 4_000);
    other.say(
        new Change(
            change.id(),
            change.kind(),
            change.entity(),
            change.system(),
            change.state(),
            began,
            began + 4_000,
            "someone",
            "retriever was deployed",
            Optional.of(new Delivery(GOOD, "3".repeat(40), "argocd", Delivery.Health.HEALTHY))),
        errors(other.now() - 5_000));

    assertThat(other.proposal(1).planHash()).isNotEqualTo(deployed().proposal(1).planHash());
  }

  @Test
  void nothingIsProposedWhileTheChangeIsUnderWay() {
    Story story = story();
    long began = story.now() - 20_000;
    story.say(deployment(Change.State.BEGUN, began, began), errors(story.now() - 5_000));

    story.pass(60_000);
    assertThat(story.all(Proposal.class)).isEmpty();
    assertThat(story.incident().inaction())
        .contains("waits for the end of the newest deployment of retriever");

    story.say(deployment(Change.State.FAILED, began, story.now()));
    assertThat(story.proposal(1).target()).isEqualTo(DEPLOYMENT);
  }

  @Test
  void changeBeganWhenItsFirstWordSaysThoughItsLastForgets() {
    Story story = story();
    long began = story.now() - 20_000;
    story.say(deployment(Change.State.BEGUN, began, began), errors(story.now() - 5_000));
    story.say(forgetful(deployment(Change.State.FINISHED, began, story.now())));

    assertThat(story.proposal(1).target()).isEqualTo(DEPLOYMENT);
    assertThat(story.incident().changes())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.beganMillis()).isEqualTo(began);
              assertThat(each.state()).isEqualTo(Change.State.FINISHED);
            });
  }

  @Test
  void olderWordOfAChangeTakesNoNewerOnesPlace() {
    Story story = story();
    long began = story.now() - 20_000;
    story.say(deployment(Change.State.FINISHED, began, began + 4_000));
    story.say(deployment(Change.State.BEGUN, began, began), errors(story.now() - 5_000));

    assertThat(story.proposal(1).target()).isEqualTo(DEPLOYMENT);
  }

  /** As a tool tells it that knows at the end only when it ended. */
  private static Change forgetful(Change change) {
    return new Change(
        change.id(),
        change.kind(),
        change.entity(),
        change.system(),
        change.state(),
        change.updatedMillis(),
        change.updatedMillis(),
        "",
        change.summary(),
        change.delivery());
  }

  @Test
  void changeAfterTheFailureIsNotActedOn() {
    Story story = story();
    story.say(errors(story.now() - 5_000)).pass(1_000);
    story.say(deployment(Change.State.FINISHED, story.now(), story.now())).pass(120_000);

    assertThat(story.all(Proposal.class)).isEmpty();
    assertThat(story.incident().inaction()).contains("no failure that began after");
  }

  @Test
  void olderChangeIsNotActedOnOnceANewerOneCame() {
    Story story = deployed();
    story.say(deployment(Change.State.FINISHED, story.now(), story.now())).pass(120_000);

    assertThat(story.all(Proposal.class)).isEmpty();
  }

  @Test
  void changeLongBeforeIsNotActedOn() {
    Story story = story();
    long began = story.now() - 16 * 60_000;
    story.say(deployment(Change.State.FINISHED, began, began), errors(story.now() - 5_000));

    story.pass(120_000);
    assertThat(story.all(Proposal.class)).isEmpty();
  }

  @Test
  void changeOfWhatTheSickDoNotDependOnIsNotActedOn() {
    Story story = Story.begin(RULES);
    failingUntil(story, Long.MAX_VALUE);
    long began = story.now() - 20_000;
    story.say(deployment(Change.State.FINISHED, began, began + 4_000), errors(story.now() - 5_000));

    story.pass(120_000);
    assertThat(story.all(Proposal.class)).isEmpty();
  }

  @Test
  void changeIsNotActedOnWhileSomethingSickIsSuspectedMore() {
    Story story = deployed();
    story.say(Demo.bloat(story.now() - 8_000)).pass(60_000);
    assertThat(story.all(Proposal.class)).isEmpty();

    Signal bloat =
        story.incident().signals().stream()
            .filter(each -> each.kind().equals("index-degradation"))
            .findFirst()
            .orElseThrow();
    story.say(Demo.in(Signal.State.RESOLVED, bloat, story.now()));

    assertThat(story.proposal(1).target()).isEqualTo(DEPLOYMENT);
  }

  @Test
  void incidentHealsOnceWhatDependsOnTheChangeHasRecovered() {
    Story story = deployed();
    Proposal proposal = story.granted();
    failingUntil(story, story.now());
    story.say(story.outcome(proposal, Outcome.Result.APPLIED, 1_000));

    assertThat(story.verdict().result()).isEqualTo(Verdict.Result.VERIFIED);
    story.pass(20_000);
    assertThat(story.incident().state())
        .as("the errors' own signal has not resolved")
        .isEqualTo(Incident.State.VERIFYING);
    story.resolve().pass(1_000);
    assertThat(story.incident().state()).isEqualTo(Incident.State.HEALED);
  }

  @Test
  void planThatWasOnlyShownIsShownAgainWhenItsFailureComesBack() {
    Story story = deployed();
    Gate mode = new Gate("mode", Gate.Answer.FAIL, "The mode is observe");
    story.say(story.decision(story.proposal(1), Decision.Result.SHOWN, mode)).pass(120_000);
    assertThat(story.all(Proposal.class)).hasSize(1);

    List<Signal> signals = story.incident().signals();
    story.say(Demo.in(Signal.State.RESOLVED, signals.get(0), story.now())).pass(1_000);
    story.say(errors(story.now()));

    assertThat(story.proposal(2).target()).isEqualTo(DEPLOYMENT);
  }
}
