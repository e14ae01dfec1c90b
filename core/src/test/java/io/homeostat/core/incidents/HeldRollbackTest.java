package io.homeostat.core.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.Delivery;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Signal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was deployed is not taken back over a schema that was altered with it. */
final class HeldRollbackTest {
  private static final EntityId DEPLOYMENT = EntityId.parse("deployment:demo/rag/retriever");
  private static final EntityId OTHER = EntityId.parse("pg-table:demo/rag/public.others");
  private static final String RATIO = "retriever.error.ratio";
  private static final String RULES =
      SuspectChangeTest.RULES.replace(
          "{change: deployment, ", "{change: deployment, unless: [schema], ");
  private static final String HELD =
      "revert-bad-deployment is held: the deployment of retriever, 1111111 → 2222222, came with a"
          + " schema change (column rank dropped), and what was there before may not fit that";

  private static Story story() {
    Story story = Story.begin(RULES);
    story.document(
        ContextDocument.TOPOLOGY,
        Demo.TOPOLOGY.replace(
            "    dependsOn:", "    runsOn: deployment:demo/rag/retriever\n    dependsOn:"));
    story.telemetry.set(Demo.RETRIEVER, RATIO, time -> 0.4);
    return story.pass(60_000);
  }

  private static Change deployment(long beganMillis) {
    return new Change(
        "deployed",
        "deployment",
        DEPLOYMENT,
        Demo.SYSTEM,
        Change.State.FINISHED,
        beganMillis,
        beganMillis + 2_000,
        "someone",
        "retriever was deployed",
        Optional.of(
            new Delivery("1".repeat(40), "2".repeat(40), "argocd", Delivery.Health.HEALTHY)));
  }

  private static Change schema(EntityId table, long readMillis) {
    return schema(table, readMillis - 10_000, readMillis);
  }

  private static Change schema(EntityId table, long readBeforeMillis, long readMillis) {
    return new Change(
        "altered",
        "schema",
        table,
        Demo.SYSTEM,
        Change.State.FINISHED,
        readBeforeMillis,
        readMillis,
        "",
        "column rank dropped");
  }

  private static Signal errors(long beganMillis) {
    return Demo.signal(Demo.RETRIEVER, "error-degradation", RATIO, beganMillis);
  }

  @Test
  void aDeploymentThatCameWithASchemaChangeIsHeldForAPerson() {
    Story story = story();
    long now = story.now();
    story.say(deployment(now - 4_000), errors(now)).pass(6_000);
    story.say(schema(Demo.TABLE, story.now())).pass(60_000);

    assertThat(story.all(Proposal.class)).isEmpty();
    assertThat(story.incident().state()).isEqualTo(Incident.State.ESCALATED);
    assertThat(story.incident().inaction()).contains(HELD);
  }

  @Test
  void thatIsAlsoSaidWhereTheAlteredTableIsTheFirstSuspect() {
    Story story = story();
    long now = story.now();
    story
        .say(schema(Demo.TABLE, now - 6_000), deployment(now - 4_000), errors(now - 7_000))
        .say(Demo.signal(Demo.TABLE, "schema-mismatch", "", now))
        .pass(10_000);
    assertThat(story.incident().state()).isEqualTo(Incident.State.OPEN);
    story.pass(20_000);

    assertThat(story.incident().suspects().get(0).entity()).isEqualTo(Demo.TABLE);
    assertThat(story.incident().state()).isEqualTo(Incident.State.ESCALATED);
    assertThat(story.incident().inaction()).contains(HELD);
  }

  @Test
  void itIsTakenBackOnceItIsKnownThatNoSchemaCameWithIt() {
    Story story = story();
    long deployed = story.now() - 4_000;
    story.say(deployment(deployed), errors(story.now())).pass(10_000);
    assertThat(story.all(Proposal.class)).isEmpty();
    assertThat(story.incident().inaction())
        .contains("waits until it is known what was changed along with the newest deployment");

    assertThat(story.proposal(1).target()).isEqualTo(DEPLOYMENT);
    assertThat(story.now()).isBetween(deployed + 17_000, deployed + 30_000);
  }

  @Test
  void whatNoFailingEntityNeedsOrWasAlteredLongBeforeHoldsNothing() {
    Story elsewhere = story();
    long now = elsewhere.now();
    elsewhere.say(schema(OTHER, now - 5_000), deployment(now - 4_000), errors(now));
    assertThat(elsewhere.proposal(1).target()).isEqualTo(DEPLOYMENT);

    Story before = story();
    before.say(schema(Demo.TABLE, before.now()));
    before.pass(310_000);
    before.say(deployment(before.now() - 4_000), errors(before.now()));
    assertThat(before.proposal(1).target()).isEqualTo(DEPLOYMENT);
  }

  @Test
  void anAlteredTableThatNoFailingDeploymentNeedsHoldsNothing() {
    Story story = story();
    long now = story.now();
    story
        .say(schema(OTHER, now - 5_000), deployment(now - 4_000))
        .say(Demo.signal(OTHER, "schema-mismatch", "", now))
        .pass(60_000);

    assertThat(story.incident().state()).isEqualTo(Incident.State.OPEN);
    assertThat(story.incident().inaction()).doesNotContain("held");
  }

  @Test
  void aSchemaThatWasNotLookedAtForLongHoldsWhatWasDeployedMeanwhile() {
    Story story = story();
    long now = story.now();
    story
        .say(deployment(now - 4_000), errors(now))
        .say(schema(Demo.TABLE, now - 2 * 3_600_000, now + 1_000))
        .pass(60_000);

    assertThat(story.all(Proposal.class)).isEmpty();
    assertThat(story.incident().inaction()).contains(HELD);
    assertThat(story.incident().changes()).hasSize(2);
  }

  @Test
  void whatIsRememberedOfASystemIsForgottenOnceItIsOld() {
    Story story = story();
    story.say(schema(Demo.TABLE, story.now() - 2 * 3_600_000, story.now())).pass(1_900_000);
    story.say(errors(story.now())).pass(1_000);

    assertThat(story.incident().changes()).isEmpty();
  }
}
