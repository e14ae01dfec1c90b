package io.homeostat.core.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.model.DeadLetter;
import io.homeostat.core.model.Decision;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Gate;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Outcome;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Signal;
import io.homeostat.core.model.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever happens in whatever order, some things hold. */
final class WalkTest {
  private static final int STEPS = 120;
  private static final List<EntityId> INDEXES =
      List.of(
          Demo.INDEX,
          EntityId.parse("pg-index:demo/rag/public.a_idx"),
          EntityId.parse("pg-index:demo/rag/public.b_idx"));
  private static final List<Outcome.Result> RESULTS = List.of(Outcome.Result.values());
  private static final Gate MODE = new Gate("mode", Gate.Answer.FAIL, "The mode is observe");
  private static final Gate LOCK = new Gate("lock", Gate.Answer.FAIL, "It is locked");

  private final Map<EntityId, Signal> firing = new HashMap<>();
  private final Set<String> applied = new HashSet<>();
  private final Set<String> decided = new HashSet<>();
  private final List<Proposal> granted = new ArrayList<>();
  private Random random = new Random(0);
  private Story story = new Story();

  @Property(tries = 40)
  void invariantsHoldOnEveryWalk(@ForAll long seed) {
    begin(seed);
    for (int i = 0; i < STEPS; i++) {
      step();
    }
    settle();

    assertThat(story.all(DeadLetter.class)).isEmpty();
    revisionsGrowByOne();
    openIncidentsSayWhyNothingIsDone();
    generationsGrow();
    everyEffectHasOneVerdict();
    everythingIsClosedOnceItIsOver();
  }

  /** The story of one walk. */
  static Story walked(long seed) {
    WalkTest walk = new WalkTest();
    walk.begin(seed);
    for (int i = 0; i < STEPS; i++) {
      walk.step();
    }
    return walk.story;
  }

  /** For so long effects are remembered that may have to be undone. */
  private static final long EFFECTS_KEPT_MILLIS = 7 * 86_400_000L;

  private void begin(long seed) {
    random = new Random(seed);
    firing.clear();
    applied.clear();
    decided.clear();
    granted.clear();
    story = Story.begin(Demo.RULES);
    Worlds.sick(story.telemetry);
    for (EntityId index : INDEXES) {
      story.telemetry.set(index, Demo.SIZE, time -> 40 + time / 600_000 % 2 * -30);
      story.telemetry.set(index, Demo.DENSITY, time -> 40);
    }
  }

  private void step() {
    switch (random.nextInt(9)) {
      case 0, 1 -> fire();
      case 2 -> change(Signal.State.RESOLVED);
      case 3 -> change(Signal.State.UNKNOWN);
      case 4, 5 -> decide();
      case 6 -> act();
      case 7 -> disturb();
      default -> story.pass(random.nextInt(30_000));
    }
    story.pass(random.nextInt(4_000));
    oneProposalAtATimePerTarget();
  }

  private void fire() {
    EntityId entity =
        random.nextInt(3) == 0 ? Demo.RETRIEVER : INDEXES.get(random.nextInt(INDEXES.size()));
    String kind = entity.equals(Demo.RETRIEVER) ? "latency-degradation" : "index-degradation";
    if (!firing.containsKey(entity)) {
      Signal signal =
          Demo.signal(entity, kind, Demo.DENSITY, story.now() - 3_000 - random.nextInt(5_000));
      firing.put(entity, signal);
      story.say(signal);
    }
  }

  private void change(Signal.State state) {
    List<Signal> signals =
        firing.values().stream().sorted(Comparator.comparing(Signal::entity)).toList();
    if (!signals.isEmpty()) {
      Signal signal = signals.get(random.nextInt(signals.size()));
      story.say(Demo.in(state, signal, story.now()));
      if (state == Signal.State.RESOLVED) {
        firing.remove(signal.entity());
      }
    }
  }

  private void decide() {
    for (Proposal proposal : story.all(Proposal.class)) {
      if (!decided.add(proposal.id())) {
        continue;
      }
      if (story.now() >= proposal.deadlineMillis() || locked(proposal.target())) {
        story.say(story.decision(proposal, Decision.Result.REFUSED, LOCK));
      } else {
        switch (random.nextInt(6)) {
          case 0 -> story.say(story.decision(proposal, Decision.Result.SHOWN, MODE));
          case 1 -> story.say(story.decision(proposal, Decision.Result.REFUSED, LOCK));
          case 2 -> story.say(story.decision(proposal, Decision.Result.AWAITING, MODE));
          default -> {
            story.say(story.decision(proposal, Decision.Result.GRANTED));
            granted.add(proposal);
          }
        }
      }
    }
  }

  private boolean locked(EntityId target) {
    return granted.stream().anyMatch(each -> each.target().equals(target));
  }

  private void act() {
    if (granted.isEmpty()) {
      return;
    }
    Proposal proposal = granted.remove(random.nextInt(granted.size()));
    if (random.nextBoolean()) {
      story.say(story.intent(proposal)).pass(random.nextInt(9_000));
    }
    Outcome.Result result = RESULTS.get(random.nextInt(RESULTS.size()));
    story.say(story.outcome(proposal, result, random.nextInt(3_000)));
    if (result == Outcome.Result.UNKNOWN) {
      granted.add(proposal);
    } else if (result == Outcome.Result.APPLIED || result == Outcome.Result.ALREADY_TRUE) {
      applied.add(proposal.id());
    }
  }

  private void disturb() {
    switch (random.nextInt(4)) {
      case 0 -> story.telemetry.lag(random.nextInt(60_000));
      case 1 -> story.telemetry.lag(500);
      case 2 -> story.hole(10_000 + random.nextInt(120_000));
      default ->
          story.document(ContextDocument.RULES, Demo.RULES + "# " + random.nextInt(3) + "\n");
    }
  }

  /** The world comes to rest: outcomes are known, telemetry is back, all is well. */
  private void settle() {
    story.telemetry.lag(500);
    for (Proposal proposal : granted) {
      story.say(story.outcome(proposal, Outcome.Result.FAILED, 0));
    }
    for (int i = 0; i < 3; i++) {
      firing.values().forEach(s -> story.say(Demo.in(Signal.State.RESOLVED, s, story.now())));
      story.pass(400_000);
    }
  }

  private void oneProposalAtATimePerTarget() {
    Map<String, Incident> newest = newest();
    List<EntityId> busy = new ArrayList<>();
    for (Incident incident : newest.values()) {
      if (incident.state() == Incident.State.PROPOSED
          || incident.state() == Incident.State.ACTING) {
        story.all(Proposal.class).stream()
            .filter(each -> each.incidentId().equals(incident.id()))
            .reduce((older, newer) -> newer)
            .ifPresent(each -> busy.add(each.target()));
      }
    }
    assertThat(busy).doesNotHaveDuplicates();
  }

  private Map<String, Incident> newest() {
    Map<String, Incident> newest = new HashMap<>();
    story.all(Incident.class).forEach(each -> newest.put(each.id(), each));
    return newest;
  }

  private void revisionsGrowByOne() {
    Map<String, Integer> revisions = new HashMap<>();
    for (Incident incident : story.all(Incident.class)) {
      int last = revisions.getOrDefault(incident.id(), 0);
      assertThat(incident.revision()).isEqualTo(last + 1);
      revisions.put(incident.id(), incident.revision());
    }
  }

  private void openIncidentsSayWhyNothingIsDone() {
    assertThat(story.all(Incident.class))
        .filteredOn(
            each -> each.state() == Incident.State.OPEN || each.state() == Incident.State.ESCALATED)
        .extracting(Incident::inaction)
        .allSatisfy(text -> assertThat(text).isNotBlank());
  }

  private void generationsGrow() {
    Map<String, Integer> generations = new HashMap<>();
    for (Proposal proposal : story.all(Proposal.class)) {
      int last = generations.getOrDefault(proposal.incidentId(), 0);
      assertThat(proposal.generation()).isGreaterThan(last);
      generations.put(proposal.incidentId(), proposal.generation());
    }
  }

  private void everyEffectHasOneVerdict() {
    assertThat(story.verdicts())
        .extracting(Verdict::proposalId)
        .containsExactlyInAnyOrderElementsOf(applied);
  }

  private void everythingIsClosedOnceItIsOver() {
    assertThat(newest().values())
        .allSatisfy(each -> assertThat(each.state().closed()).as(each.inaction()).isTrue());
    story.pass(2_400_000).hole(EFFECTS_KEPT_MILLIS).pass(1_000);
    assertThat(story.stateOfFold().keySet())
        .isEqualTo(Story.begin(Demo.RULES).pass(250).stateOfFold().keySet());
  }
}
