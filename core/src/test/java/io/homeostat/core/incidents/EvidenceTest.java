package io.homeostat.core.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.Evidence;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.ObservationRequest;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Signal;
import org.junit.jupiter.api.Test;

final class EvidenceTest {

  @Test
  void silentTelemetryGivesNoActionAndTheIncidentSaysWhichSeriesIsMissing() {
    Story story = Story.proposed();
    story.telemetry.lag(Long.MAX_VALUE / 2);

    story.pass(1_000);
    assertThat(story.incident().inaction())
        .isEqualTo(
            "rebuild-bloated-index waits for evidence: pg.index.size of"
                + " public.documents_tenant_created_idx, retriever.search.latency.p95 of retriever,"
                + " pg.index.size of public.documents_source_idx, pg.index.leaf_density of"
                + " public.documents_tenant_created_idx");
    story.pass(15_000);

    assertThat(story.incident().inaction())
        .startsWith("rebuild-bloated-index is UNKNOWN for want of evidence: ")
        .contains("pg.index.leaf_density of public.documents_tenant_created_idx (no answer)");
    story.pass(600_000);
    assertThat(story.all(Proposal.class)).isEmpty();
    assertThat(story.incident().state()).isEqualTo(Incident.State.OPEN);
  }

  @Test
  void unansweredPlansAreTriedAgainAfterTenTwentyFortyAndThenSixtySeconds() {
    Story story = Story.proposed();
    story.telemetry.lag(Long.MAX_VALUE / 2);
    story.pass(400_000);

    long[] asked =
        story.all(ObservationRequest.class).stream()
            .mapToLong(ObservationRequest::toMillis)
            .distinct()
            .toArray();

    assertThat(asked.length).isBetween(6, 8);
    assertThat(asked[2] - asked[1]).isEqualTo(15_000 + 20_000);
    assertThat(asked[3] - asked[2]).isEqualTo(15_000 + 40_000);
    assertThat(asked[4] - asked[3]).isEqualTo(15_000 + 60_000);
    assertThat(asked[5] - asked[4]).isEqualTo(15_000 + 60_000);
  }

  @Test
  void laggingTelemetryDelaysTheProposalUntilItHasCaughtUp() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    story.telemetry.lag(120_000);
    story.pass(100_000);
    assertThat(story.all(Proposal.class)).isEmpty();

    story.telemetry.lag(500);

    assertThat(story.proposal(1).evidence())
        .extracting(Evidence::observedMillis)
        .allSatisfy(time -> assertThat(time).isGreaterThan(story.now() - 30_000));
  }

  @Test
  void oneSeriesWithoutDataIsEnoughToDoNothing() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    story.telemetry.set(Demo.PEER, Demo.SIZE, time -> Double.NaN);

    story.pass(60_000);

    assertThat(story.all(Proposal.class)).isEmpty();
    assertThat(story.incident().inaction())
        .contains("pg.index.size of public.documents_source_idx (no fresh data)")
        .doesNotContain("leaf_density");
  }

  @Test
  void seriesThatHasStoppedIsNoEvidence() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    long stopped = story.now() - 25_000;
    story.telemetry.set(Demo.INDEX, Demo.DENSITY, time -> time < stopped ? 38 : Double.NaN);

    story.pass(60_000);

    assertThat(story.all(Proposal.class)).isEmpty();
    assertThat(story.incident().inaction()).contains("pg.index.leaf_density").contains("(no fresh");
  }

  @Test
  void preconditionThatFailsIsQuotedAndLookedAtAgain() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    long dense = story.now() + 40_000;
    story.telemetry.set(Demo.INDEX, Demo.DENSITY, time -> time < dense ? 88 : 38);

    story.pass(20_000);
    assertThat(story.all(Proposal.class)).isEmpty();
    assertThat(story.incident().inaction())
        .contains("precondition does not hold: target[\"pg.index.leaf_density\"] < 60.0")
        .contains("88.0");

    assertThat(story.proposal(1).target()).isEqualTo(Demo.INDEX);
  }

  @Test
  void unknownSignalKeepsTheIncidentOpenAndNothingIsDoneOnIt() {
    Story story = Story.begin(Demo.RULES);
    Worlds.sick(story.telemetry);
    Signal bloat = Demo.bloat(story.now() - 8_000);
    story.say(bloat).pass(250).say(Demo.in(Signal.State.UNKNOWN, bloat, story.now()));

    story.pass(300_000);

    assertThat(story.all(Proposal.class)).isEmpty();
    assertThat(story.incident().state()).isEqualTo(Incident.State.OPEN);
    assertThat(story.incident().inaction())
        .isEqualTo(
            "nothing is done on what is not known; no data tells whether Index"
                + " public.documents_tenant_created_idx still is as signalled");
  }

  @Test
  void withoutRulesTheIncidentSaysSo() {
    Story story = new Story();
    story.pass(250).say(Demo.bloat(story.now() - 8_000)).pass(500);

    assertThat(story.incident().inaction()).isEqualTo("no rules have come yet");
  }

  @Test
  void incidentThatNoPlaybookAnswersSaysWhichConditionsDidNotHold() {
    Story story = Story.begin(Demo.RULES);
    story.say(Demo.latency(story.now() - 5_000)).pass(500);

    assertThat(story.incident().inaction())
        .isEqualTo(
            "no playbook applies: rebuild-bloated-index does not answer this:"
                + " \"index-degradation\" in incident.kinds");
  }

  @Test
  void ofAConditionOnlyThePartsThatDidNotHoldAreSaid() {
    String when = "'\"index-degradation\" in incident.kinds'";
    String longer =
        "'\"latency-degradation\" in incident.kinds && \"index-degradation\" in incident.kinds"
            + " && incident.age > 1000.0'";
    Story story = Story.begin(Demo.RULES.replace(when, longer));
    story.say(Demo.latency(story.now() - 5_000)).pass(500);

    assertThat(story.incident().inaction())
        .isEqualTo(
            "no playbook applies: rebuild-bloated-index does not answer this:"
                + " \"index-degradation\" in incident.kinds, and incident.age > 1000.0");
  }
}
