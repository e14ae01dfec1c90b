package io.homeostat.core.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Incident;
import io.homeostat.core.model.Proposal;
import io.homeostat.core.model.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Invariant 14: the order of different entities' records within the lateness bound is no matter.
 */
final class PermutationTest {
  private static final int ENTITIES = 8;

  /**
   * What is the same for every order.
   *
   * @param members the signals that ended up together
   * @param action what was proposed
   */
  private record Result(Set<Set<String>> members, Optional<String> action) {}

  @Property(tries = 60)
  void orderWithinTheLatenessBoundChangesNeitherMembersNorAction(
      @ForAll("orders") List<Integer> order, @ForAll("pauses") List<Integer> pauses) {
    List<Integer> natural = IntStream.range(0, ENTITIES).boxed().toList();

    Result result = told(order, pauses);

    assertThat(result.action()).isPresent();
    assertThat(result).isEqualTo(told(natural, pauses));
  }

  @Provide
  Arbitrary<List<Integer>> orders() {
    return Arbitraries.shuffle(IntStream.range(0, ENTITIES).boxed().toList());
  }

  @Provide
  Arbitrary<List<Integer>> pauses() {
    return Arbitraries.integers().between(0, 600).list().ofSize(ENTITIES);
  }

  private static Result told(List<Integer> order, List<Integer> pauses) {
    Story story = Story.begin(Demo.RULES);
    Worlds.sick(story.telemetry);
    List<Signal> signals = new ArrayList<>();
    for (int i = 0; i < ENTITIES; i++) {
      EntityId index = EntityId.of("pg-index", "demo", "rag", "public.index_" + i);
      story.telemetry.set(index, Demo.SIZE, time -> 40).set(index, Demo.DENSITY, time -> 40);
      String kind = i % 3 == 2 ? "latency-degradation" : "index-degradation";
      signals.add(Demo.signal(index, kind, Demo.DENSITY, Story.START - 4_000 - 700L * i));
    }
    for (int i = 0; i < ENTITIES; i++) {
      story.say(signals.get(order.get(i))).pass(pauses.get(i) / 250 * 250L);
    }
    story.passUntil(() -> !story.all(Proposal.class).isEmpty(), 60_000);
    story.pass(1_000);
    return new Result(
        story.all(Incident.class).stream()
            .collect(Collectors.toMap(Incident::id, each -> each, (older, newer) -> newer))
            .values()
            .stream()
            .map(each -> each.signals().stream().map(Signal::id).collect(Collectors.toSet()))
            .collect(Collectors.toSet()),
        story.all(Proposal.class).stream()
            .reduce((older, newer) -> newer)
            .map(each -> each.action() + " " + each.target() + " " + each.parameters()));
  }
}
