package io.homeostat.core.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.DeadLetter;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Evidence;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Moment;
import io.homeostat.core.model.ObservationRequest;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Signal;
import io.homeostat.core.model.Suspect;
import io.homeostat.core.model.Verdict;
import org.junit.jupiter.api.Test;

final class HappyStoryTest {

  /** Bloat, then latency; proposed, granted, applied; better, resolved. */
  static Story told() {
    Story story = Story.begin(Demo.RULES);
    Signal bloat = Demo.bloat(story.now() - 8_000);
    Signal latency = Demo.latency(story.now() - 5_000);
    Worlds.healedAt(story.telemetry, Story.START + 13_000);
    story.say(bloat).pass(1_000).say(latency);
    Proposal proposal = story.proposal(1);
    story.pass(500).say(story.decision(proposal, Decision.Result.GRANTED));
    story.pass(500).say(story.intent(proposal));
    story.pass(Story.START + 13_000 - story.now());
    story.say(story.outcome(proposal, Outcome.Result.APPLIED, 1_000)).pass(20_000);
    story.say(Demo.in(Signal.State.RESOLVED, bloat, story.now()));
    story.verdict();
    story.pass(2_000).say(Demo.in(Signal.State.RESOLVED, latency, story.now())).pass(1_000);
    return story;
  }

  @Test
  void signalsBecomeAnIncidentAProposalAVerdictAndAHealedIncident() {
    Story story = told();

    assertThat(story.states())
        .containsExactly(
            Incident.State.OPEN,
            Incident.State.PROPOSED,
            Incident.State.ACTING,
            Incident.State.VERIFYING,
            Incident.State.HEALED);
    assertThat(story.course())
        .containsExactly(
            "METRICS ObservationRequest",
            "METRICS ObservationRequest",
            "METRICS ObservationRequest",
            "METRICS ObservationRequest",
            "GOVERNANCE Proposal",
            "METRICS ObservationRequest",
            "METRICS ObservationRequest",
            "METRICS ObservationRequest",
            "METRICS ObservationRequest",
            "METRICS ObservationRequest",
            "METRICS ObservationRequest",
            "GOVERNANCE Verdict",
            "OUTCOMES Verdict");
    assertThat(story.all(DeadLetter.class)).isEmpty();
  }

  @Test
  void proposalCarriesItsProof() {
    Proposal proposal = told().last(Proposal.class);

    assertThat(proposal.action()).isEqualTo("pg-index.rebuild");
    assertThat(proposal.target()).isEqualTo(Demo.INDEX);
    assertThat(proposal.involved()).containsExactly(Demo.TABLE);
    assertThat(proposal.generation()).isEqualTo(1);
    assertThat(proposal.evidence())
        .extracting(Evidence::series)
        .containsExactly(Demo.SIZE, Demo.LATENCY, Demo.SIZE, Demo.DENSITY);
    assertThat(proposal.evidence())
        .allSatisfy(
            each ->
                assertThat(each.observedMillis())
                    .isBetween(proposal.proposedMillis() - 15_000, proposal.proposedMillis()));
    assertThat(proposal.deadlineMillis()).isEqualTo(proposal.proposedMillis() + 60_000);
    assertThat(proposal.planHash()).hasSize(64);
    assertThat(proposal.verification().checks()).hasSize(3);
    assertThat(proposal.rules()).hasSize(64);
  }

  @Test
  void verdictSaysTheNumbersAndPlotsTheSeries() {
    Verdict verdict = told().last(Verdict.class);

    assertThat(verdict.result()).isEqualTo(Verdict.Result.VERIFIED);
    assertThat(verdict.reason())
        .contains("41.2 MB → 9.8 MB (0.24×)")
        .contains("38 ms → 9 ms (0.24×)")
        .contains("peer unchanged");
    assertThat(verdict.effectMillis()).isEqualTo(Story.START + 13_000);
    assertThat(verdict.plots())
        .hasSize(3)
        .allSatisfy(plot -> assertThat(plot.timesMillis()).hasSizeBetween(10, 240));
  }

  @Test
  void incidentTellsItsWholeStory() {
    Incident incident = told().incident();

    assertThat(incident.title())
        .isEqualTo("Index public.documents_tenant_created_idx is bloated; retriever latency up");
    assertThat(incident.suspects()).extracting(Suspect::entity).first().isEqualTo(Demo.INDEX);
    assertThat(incident.timeline())
        .extracting(Moment::kind)
        .containsExactly(
            Moment.Kind.OPENED,
            Moment.Kind.SIGNAL,
            Moment.Kind.SIGNAL,
            Moment.Kind.PROPOSAL,
            Moment.Kind.DECISION,
            Moment.Kind.INTENT,
            Moment.Kind.OUTCOME,
            Moment.Kind.SIGNAL,
            Moment.Kind.VERDICT,
            Moment.Kind.SIGNAL,
            Moment.Kind.CLOSED);
    assertThat(incident.signals()).hasSize(2);
    assertThat(incident.inaction()).isEmpty();
    assertThat(incident.closedMillis()).isPresent();
  }

  @Test
  void everyRevisionIsOneMoreThanTheLast() {
    Story story = told();

    assertThat(story.all(Incident.class))
        .extracting(Incident::revision)
        .isSorted()
        .doesNotHaveDuplicates()
        .first()
        .isEqualTo(1);
    assertThat(story.incident().revision()).isEqualTo(story.all(Incident.class).size());
  }

  @Test
  void evidenceIsAskedForOverTheTimeBefore() {
    ObservationRequest first = told().all(ObservationRequest.class).get(0);

    assertThat(first.toMillis() - first.fromMillis()).isEqualTo(30_000);
    assertThat(first.toMillis()).isBetween(Story.START, Story.START + 2_000);
  }
}
