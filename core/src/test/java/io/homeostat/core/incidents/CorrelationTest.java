package io.homeostat.core.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.Forms;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Moment;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Signal;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class CorrelationTest {

  private static Signal inSystem(String system, Signal signal) {
    return new Signal(
        system + signal.id(),
        signal.entity(),
        system,
        signal.rule(),
        signal.series(),
        signal.kind(),
        signal.state(),
        signal.severity(),
        signal.score(),
        signal.beganMillis(),
        signal.updatedMillis(),
        signal.value(),
        signal.bound(),
        signal.explanation(),
        signal.rules());
  }

  private static Change change(String id, EntityId entity, long beganMillis) {
    return new Change(
        id,
        "data",
        entity,
        Demo.SYSTEM,
        Change.State.FINISHED,
        beganMillis,
        beganMillis,
        "loader",
        "120,000 rows rewritten");
  }

  /** For so long effects are remembered that may have to be undone. */
  private static final long EFFECTS_KEPT_MILLIS = 7 * 86_400_000L;

  @Test
  void stormOfFiveHundredSignalsIsOneIncidentPerSystemAndOneProposalAtATime() {
    Story story = Story.begin(Demo.RULES);
    Worlds.sick(story.telemetry);
    for (int i = 0; i < 500; i++) {
      EntityId index = EntityId.of("pg-index", "demo", "rag", "public.index_" + i);
      for (String series : new String[] {Demo.SIZE, Demo.DENSITY}) {
        story.telemetry.set(index, series, time -> 40);
      }
      Signal signal =
          Demo.signal(index, "index-degradation", Demo.DENSITY, story.now() - 1_000 - i);
      story.say(inSystem(i % 5 == 0 ? "search" : "rag", signal));
    }
    story.pass(30_000);

    Map<String, Long> bySystem =
        story.all(Incident.class).stream()
            .collect(
                Collectors.groupingBy(
                    Incident::system,
                    Collectors.mapping(
                        Incident::id,
                        Collectors.collectingAndThen(
                            Collectors.toSet(), ids -> (long) ids.size()))));
    assertThat(bySystem).containsExactlyInAnyOrderEntriesOf(Map.of("rag", 1L, "search", 1L));
    assertThat(story.all(Proposal.class))
        .hasSize(2)
        .extracting(Proposal::system)
        .doesNotHaveDuplicates();
    assertThat(story.all(Incident.class)).hasSizeLessThan(40);
  }

  @Test
  void incidentOfAStormFitsIntoOneRecord() {
    Story story = Story.begin(Demo.RULES);
    for (int i = 0; i < 2_000; i++) {
      EntityId index = EntityId.of("pg-index", "demo", "rag", "public.index_" + i);
      story.say(Demo.signal(index, "index-degradation", Demo.DENSITY, story.now() - 1_000));
    }
    story.pass(500);

    ByteSink sink = new ByteSink();
    Forms.of(Incident.class).write(story.incident(), sink);

    assertThat(story.incident().signals()).hasSize(512);
    assertThat(sink.toByteArray().length).isLessThan(512 * 1024);
  }

  @Test
  void signalThatBeginsLongAfterTheLastActivityOpensAnotherIncident() {
    Story story = Story.begin(Demo.RULES);
    story.say(Demo.latency(story.now() - 5_000)).pass(310_000);
    story.say(Demo.bloat(story.now() - 1_000)).pass(250);

    assertThat(story.all(Incident.class).stream().map(Incident::id).distinct()).hasSize(2);
  }

  @Test
  void signalThatBeginsWithinTheWindowJoinsAndMayBeTheEarlier() {
    Story story = Story.begin(Demo.RULES);
    story.say(Demo.latency(story.now() - 5_000)).pass(250_000);
    story.say(Demo.bloat(story.now() - 1_000)).pass(1_000);
    story.say(Demo.signal(Demo.TABLE, "table-degradation", "", Story.START - 60_000)).pass(500);

    assertThat(story.all(Incident.class))
        .extracting(Incident::id)
        .containsOnly(story.incident().id());
    assertThat(story.incident().openedMillis()).isEqualTo(Story.START - 60_000);
    assertThat(story.incident().signals()).hasSize(3);
  }

  @Test
  void resolvedSignalOfWhichNothingIsKnownOpensNothing() {
    Story story = Story.begin(Demo.RULES);
    story.say(Demo.in(Signal.State.RESOLVED, Demo.bloat(story.now() - 9_000), story.now()));
    story.say(Demo.in(Signal.State.UNKNOWN, Demo.latency(story.now() - 9_000), story.now()));

    assertThat(story.all(Incident.class)).isEmpty();
  }

  @Test
  void changesShortlyBeforeAndDuringAreAttachedAndOlderOnesAreNot() {
    Story story = Story.begin(Demo.RULES);
    story.say(change("old", Demo.TABLE, story.now() - 2_000_000));
    story.say(change("mass", Demo.TABLE, story.now() - 60_000));
    story.say(Demo.bloat(story.now() - 8_000)).pass(2_000);
    story.say(change("during", Demo.PEER, story.now())).pass(500);

    assertThat(story.incident().changes()).extracting(Change::id).containsExactly("mass", "during");
    assertThat(story.incident().timeline())
        .extracting(Moment::kind)
        .startsWith(Moment.Kind.CHANGE, Moment.Kind.OPENED, Moment.Kind.SIGNAL);
    assertThat(story.incident().suspects().get(0).reason())
        .contains("data change 52 s before it opened: 120,000 rows rewritten");
  }

  @Test
  void playbookMayWaitForAChangeThatIsUnderWayToEnd() {
    Story story =
        Story.begin(
            Demo.RULES.replace(
                "in incident.kinds'", "in incident.kinds && !(\"data\" in incident.underway)'"));
    Worlds.sick(story.telemetry);
    Change burst = change("burst", Demo.TABLE, story.now() - 20_000);
    story.say(in(Change.State.BEGUN, burst), Demo.bloat(story.now() - 8_000)).pass(60_000);
    assertThat(story.all(Proposal.class)).isEmpty();
    assertThat(story.incident().inaction()).contains("incident.underway");

    story.say(in(Change.State.FINISHED, burst));

    assertThat(story.proposal(1).target()).isEqualTo(Demo.INDEX);
  }

  private static Change in(Change.State state, Change change) {
    return new Change(
        change.id(),
        change.kind(),
        change.entity(),
        change.system(),
        state,
        change.beganMillis(),
        change.updatedMillis(),
        change.actor(),
        change.summary());
  }

  @Test
  void ourOwnRepairIsAChangeForOtherIncidentsOfTheSystem() {
    Story story = Story.proposed();
    Worlds.sick(story.telemetry);
    Proposal proposal = story.proposal(1);
    story.say(story.decision(proposal, Decision.Result.GRANTED));
    story.pass(1_000).say(story.outcome(proposal, Outcome.Result.APPLIED, 500));
    assertThat(story.incident().changes()).isEmpty();

    story.pass(600_000).say(Demo.signal(Demo.PEER, "index-degradation", Demo.SIZE, story.now()));

    assertThat(story.incident().id()).isNotEqualTo(proposal.incidentId());
    assertThat(story.incident().changes())
        .extracting(Change::summary)
        .containsExactly("pg-index.rebuild on public.documents_tenant_created_idx by Homeostat");
  }

  @Test
  void revisionsOfAStormAreSentOncePerTick() {
    Story story = Story.begin(Demo.RULES);
    story.say(Demo.latency(story.now()));
    for (int i = 0; i < 50; i++) {
      story.say(
          Demo.signal(EntityId.of("pg-table", "t" + i), "table-degradation", "", story.now()));
    }
    assertThat(story.all(Incident.class)).hasSize(1);

    story.pass(250);

    assertThat(story.all(Incident.class)).hasSize(2);
    assertThat(story.incident().signals()).hasSize(51);
  }

  @Test
  void closedIncidentsAndOldChangesAreForgottenEntirely() {
    Story fresh = Story.begin(Demo.RULES);
    Story story = HappyStoryTest.told();
    story.say(change("mass", Demo.TABLE, story.now()));
    story.pass(2_000_000).hole(EFFECTS_KEPT_MILLIS).pass(1_000);
    fresh.hole(story.now() - fresh.now() - 250).pass(250);

    assertThat(story.stateOfFold()).isEqualTo(fresh.stateOfFold());
  }
}
