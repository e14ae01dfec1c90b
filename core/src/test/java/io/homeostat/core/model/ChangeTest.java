package io.homeostat.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What is known of a change by its words. */
class ChangeTest {
  private static final EntityId ENTITY = EntityId.parse("deployment:prod/rag/retriever");

  @Property
  void anyOrderAndAnyDoublingOfItsWordsGivesTheSame(
      @ForAll("words") List<Change> words, @ForAll Random random) {
    List<Change> told = new ArrayList<>(words);
    for (int i = random.nextInt(4); i > 0; i--) {
      told.add(words.get(random.nextInt(words.size())));
    }
    Collections.shuffle(told, random);
    assertThat(known(told)).isEqualTo(known(words));
  }

  @Property
  void whatIsKnownOfSomeGoesTogetherWithWhatIsKnownOfTheOthers(
      @ForAll("words") List<Change> words, @ForAll("words") List<Change> others) {
    List<Change> all = new ArrayList<>(words);
    all.addAll(others);
    assertThat(known(others).continuing(known(words))).isEqualTo(known(all));
  }

  @Test
  void aNewerWordThatKnowsLessTakesNothingAway() {
    Change begun = word(10, 10, Change.State.BEGUN, "ada", "1", Delivery.Health.UNKNOWN);
    Change done = word(20, 30, Change.State.FINISHED, "", "", Delivery.Health.HEALTHY);
    assertThat(done.continuing(begun))
        .isEqualTo(word(10, 30, Change.State.FINISHED, "ada", "1", Delivery.Health.HEALTHY))
        .isEqualTo(begun.continuing(done));
  }

  private static Change known(List<Change> words) {
    return words.stream().reduce((before, next) -> next.continuing(before)).orElseThrow();
  }

  @Provide
  Arbitrary<List<Change>> words() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 3),
            Arbitraries.longs().between(4, 6),
            Arbitraries.of(Change.State.class),
            Arbitraries.of("", "ada", "grace"),
            Arbitraries.of("", "1", "2"),
            Arbitraries.of(Delivery.Health.class))
        .as(ChangeTest::word)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  private static Change word(
      long began,
      long updated,
      Change.State state,
      String actor,
      String from,
      Delivery.Health health) {
    return new Change(
        "c1",
        "deployment",
        ENTITY,
        "rag",
        state,
        began,
        updated,
        actor,
        "retriever: " + state,
        Optional.of(new Delivery(from, "3", "argocd", health)));
  }
}
