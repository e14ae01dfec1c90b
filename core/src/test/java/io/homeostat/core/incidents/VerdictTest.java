package io.homeostat.core.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.ObservationRequest;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Verdict;
import org.junit.jupiter.api.Test;

final class VerdictTest {
  private static final long EFFECT_MILLIS = Story.START + 16_250;

  /** A story whose action has just been applied, in a world that is then what the test says. */
  private static Story applied() {
    Story story = Story.proposed();
    Worlds.healedAt(story.telemetry, EFFECT_MILLIS);
    Proposal proposal = story.granted();
    story.pass(EFFECT_MILLIS - story.now());
    return story.say(story.outcome(proposal, Outcome.Result.APPLIED, 4_000));
  }

  @Test
  void noImprovementIsTriedAgainAndThenAPersonIsNeeded() {
    Story story = applied();
    Worlds.sick(story.telemetry);

    assertThat(story.verdict().result()).isEqualTo(Verdict.Result.NOT_IMPROVED);
    assertThat(story.verdict().reason())
        .startsWith("not improved as promised: size 41.2 MB")
        .contains("41.2 MB → 41.2 MB (1.00×)");
    assertThat(story.incident().state()).isEqualTo(Incident.State.OPEN);
    Proposal second = story.proposal(2);
    story.say(story.intent(second)).pass(2_000);
    story.say(story.outcome(second, Outcome.Result.APPLIED, 1_000));
    assertThat(story.passUntil(() -> story.verdicts().size() == 2, 120_000)).isTrue();

    assertThat(story.incident().state()).isEqualTo(Incident.State.ESCALATED);
    assertThat(story.incident().inaction()).contains("is judged NOT_IMPROVED");
  }

  @Test
  void improvementThatThePeerSharesIsNotOurDoing() {
    Story story = applied();
    story.telemetry.set(Demo.PEER, Demo.SIZE, time -> time < EFFECT_MILLIS ? 12e6 : 3e6);

    assertThat(story.verdict().result()).isEqualTo(Verdict.Result.NOT_IMPROVED);
    assertThat(story.verdict().reason())
        .startsWith("not our doing: the untouched peer improved too: ")
        .contains("12 MB → 3 MB (0.25×)");
  }

  @Test
  void symptomThatIsWorseBesideAStillPeerIsHarmAfterASecondLook() {
    Story story = applied();
    story.telemetry.set(Demo.RETRIEVER, Demo.LATENCY, time -> time < EFFECT_MILLIS ? 38 : 95);

    Verdict verdict = story.verdict();

    assertThat(verdict.result()).isEqualTo(Verdict.Result.HARMED);
    assertThat(verdict.reason()).isEqualTo("worse than before: " + latency("95 ms (2.50×)"));
    assertThat(verdict.judgedMillis()).isGreaterThan(EFFECT_MILLIS + 5_000 + 2 * 20_000);
    assertThat(story.incident().state()).isEqualTo(Incident.State.ESCALATED);
    story.pass(600_000);
    assertThat(story.all(Proposal.class)).hasSize(1);
  }

  @Test
  void symptomThatRecoversLateIsLookedAtOnceMore() {
    Story story = applied();
    long recovered = EFFECT_MILLIS + 20_000;
    story.telemetry.set(Demo.RETRIEVER, Demo.LATENCY, time -> time < recovered ? 38 : 9);

    assertThat(story.verdict().result()).isEqualTo(Verdict.Result.VERIFIED);
    assertThat(story.verdict().judgedMillis()).isGreaterThan(EFFECT_MILLIS + 5_000 + 2 * 20_000);
  }

  @Test
  void missingDataIsWaitedForThreeMinutesAndThenNothingIsClaimed() {
    Story story = applied();
    story.telemetry.set(
        Demo.RETRIEVER, Demo.LATENCY, time -> time < EFFECT_MILLIS ? 38 : Double.NaN);

    Verdict verdict = story.verdict();

    assertThat(verdict.result()).isEqualTo(Verdict.Result.UNKNOWN);
    assertThat(verdict.reason())
        .isEqualTo("no data before or after for retriever.search.latency.p95 of retriever");
    assertThat(verdict.judgedMillis())
        .isBetween(EFFECT_MILLIS + 5_000 + 160_000, EFFECT_MILLIS + 5_000 + 200_000);
    assertThat(story.incident().state()).isEqualTo(Incident.State.ESCALATED);
    assertThat(verdict.plots().get(1).after()).isNaN();
  }

  @Test
  void dataThatComesLateInTheLongerWindowIsEnough() {
    Story story = applied();
    long back = EFFECT_MILLIS + 30_000;
    story.telemetry.set(
        Demo.RETRIEVER,
        Demo.LATENCY,
        time -> time < EFFECT_MILLIS ? 38 : time < back ? Double.NaN : 9);

    assertThat(story.verdict().result()).isEqualTo(Verdict.Result.VERIFIED);
  }

  /** No longer window after brings back what is missing of the time before. */
  @Test
  void dataThatIsMissingOfTheTimeBeforeIsNotWaitedFor() {
    Story story = applied();
    story.telemetry.set(
        Demo.RETRIEVER, Demo.LATENCY, time -> time < EFFECT_MILLIS ? Double.NaN : 9);

    Verdict verdict = story.verdict();

    assertThat(verdict.result()).isEqualTo(Verdict.Result.UNKNOWN);
    assertThat(verdict.judgedMillis()).isLessThan(EFFECT_MILLIS + 5_000 + 20_000 + 15_000);
  }

  /** A gateway that was killed together with the governor, and is back after a while. */
  @Test
  void dataThatIsBackAfterAMinuteAndAHalfIsEnough() {
    Story story = applied();
    long back = EFFECT_MILLIS + 90_000;
    story.telemetry.set(
        Demo.RETRIEVER,
        Demo.LATENCY,
        time -> time < EFFECT_MILLIS ? 38 : time < back ? Double.NaN : 9);

    assertThat(story.verdict().result()).isEqualTo(Verdict.Result.VERIFIED);
    assertThat(story.verdict().judgedMillis()).isLessThan(EFFECT_MILLIS + 220_000);
  }

  @Test
  void telemetryThatHasStoppedForTenMinutesVerifiesNothing() {
    Story story = applied();
    story.telemetry.lag(Long.MAX_VALUE / 2);
    story.resolve();

    story.pass(600_000);
    assertThat(story.verdicts()).isEmpty();
    assertThat(story.incident().state()).isEqualTo(Incident.State.VERIFYING);

    story.pass(60_000);
    assertThat(story.verdict().result()).isEqualTo(Verdict.Result.UNKNOWN);
    assertThat(story.states()).doesNotContain(Incident.State.HEALED);
  }

  @Test
  void telemetryThatCatchesUpIsJudgedThen() {
    Story story = applied();
    story.telemetry.lag(300_000);

    story.pass(250_000);
    assertThat(story.verdicts()).isEmpty();

    assertThat(story.verdict().result()).isEqualTo(Verdict.Result.VERIFIED);
  }

  @Test
  void theTimeSinceTheFailureBeganIsAskedAboutWhenTheActionIsGranted() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    Proposal proposal = story.granted();

    assertThat(story.all(ObservationRequest.class).subList(4, 7))
        .allSatisfy(
            request -> {
              assertThat(request.toMillis())
                  .isBetween(proposal.proposedMillis(), proposal.proposedMillis() + 250);
              assertThat(request.fromMillis())
                  .isEqualTo(Demo.bloat(Story.START + 250 - 8_000).beganMillis());
            });
  }

  @Test
  void longActionIsJudgedByFineStepsBeforeAndAfter() {
    Story story = Story.proposed();
    long effect = Story.START + 1_500_000;
    Worlds.healedAt(story.telemetry, effect);
    Proposal proposal = story.granted();
    for (int i = 0; i < 6; i++) {
      story.pass(240_000).say(story.outcome(proposal, Outcome.Result.UNKNOWN, 0));
    }
    story.pass(effect - story.now());
    story.say(story.outcome(proposal, Outcome.Result.APPLIED, effect - Story.START - 12_000));

    assertThat(story.verdict().result()).isEqualTo(Verdict.Result.VERIFIED);
    assertThat(story.verdict().plots())
        .allSatisfy(plot -> assertThat(plot.timesMillis()).hasSizeLessThan(20));
  }

  @Test
  void verdictGoesToTheGovernorAndIsPublishedUnderItsCommand() {
    Story story = applied();
    Verdict verdict = story.verdict();

    assertThat(story.outputs)
        .filteredOn(output -> output.fact() instanceof Verdict)
        .extracting(output -> output.stream() + "/" + output.key())
        .containsExactly(Stream.GOVERNANCE + "/", Stream.OUTCOMES + "/" + verdict.commandId());
  }

  private static String latency(String after) {
    return "latency p95 of retriever 38 ms → " + after;
  }
}
