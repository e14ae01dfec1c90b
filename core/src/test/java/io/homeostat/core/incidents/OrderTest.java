package io.homeostat.core.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.ActionNote;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Moment;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Decision, intent, progress and outcome come by different ways: in any order, and again. */
final class OrderTest {
  private static final long EFFECT_MILLIS = Story.START + 16_250;
  private static final int KINDS = 4;

  @Property(tries = 80)
  void inWhateverOrderAndHoweverOftenTheyComeTheEffectIsJudgedOnce(
      @ForAll("orders") List<Integer> order) {
    Story story = Story.proposed();
    Worlds.healedAt(story.telemetry, EFFECT_MILLIS);
    Proposal proposal = story.proposal(1);
    story.pass(EFFECT_MILLIS - story.now());
    List<Fact> facts = facts(story, proposal);

    List<Integer> all = new ArrayList<>(order);
    for (int kind = 0; kind < KINDS; kind++) {
      all.add(kind);
    }
    for (int kind : all) {
      story.say(facts.get(kind)).pass(250);
    }
    story.verdict();
    story.resolve().pass(120_000);

    assertThat(story.verdicts()).hasSize(1);
    assertThat(story.last(Verdict.class).result()).isEqualTo(Verdict.Result.VERIFIED);
    assertThat(story.last(Verdict.class).effectMillis()).isEqualTo(EFFECT_MILLIS);
    assertThat(story.incident().state()).isEqualTo(Incident.State.HEALED);
    assertThat(story.all(Proposal.class)).hasSize(1);
    assertThat(story.incident().timeline())
        .extracting(Moment::kind)
        .containsOnlyOnce(
            Moment.Kind.DECISION,
            Moment.Kind.INTENT,
            Moment.Kind.PROGRESS,
            Moment.Kind.OUTCOME,
            Moment.Kind.VERDICT);
  }

  @Provide
  Arbitrary<List<Integer>> orders() {
    return Arbitraries.integers().between(0, KINDS - 1).list().ofMinSize(0).ofMaxSize(10);
  }

  private static List<Fact> facts(Story story, Proposal proposal) {
    Outcome outcome = story.outcome(proposal, Outcome.Result.APPLIED, 1_000);
    return List.of(
        story.decision(proposal, Decision.Result.GRANTED),
        story.intent(proposal),
        new ActionNote(
            outcome.commandId(),
            proposal.incidentId(),
            proposal.system(),
            story.now(),
            "half of it is built"),
        outcome);
  }
}
