package io.homeostat.core.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Suspect;
import io.homeostat.core.topology.Topology;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SuspicionTest {
  private static final Members SICK =
      Members.EMPTY
          .with(Facts.signal(Facts.RETRIEVER, "latency-degradation", 0.95, 1_000))
          .with(Facts.signal(Facts.INDEX, "index-degradation", 0.6, 900));

  private static List<EntityId> ranked(Members members, Topology topology) {
    return Suspicion.rank(members, topology).stream().map(Suspect::entity).toList();
  }

  @Test
  void whatLiesBelowTheSymptomsComesFirst() {
    Suspect first = Suspicion.rank(SICK, Facts.TOPOLOGY).get(0);

    assertThat(first.entity()).isEqualTo(Facts.INDEX);
    assertThat(first.reason())
        .isEqualTo("Index public.documents_idx is bloated (score 0.60); retriever depends on it");
  }

  @Test
  void withoutATopologyTheStrongerFailureComesFirst() {
    Members members =
        Members.EMPTY
            .with(Facts.signal(Facts.SISTER, "index-degradation", 0.3, 1_000))
            .with(Facts.signal(Facts.INDEX, "index-degradation", 0.9, 1_000));

    assertThat(ranked(members, Topology.EMPTY)).containsExactly(Facts.INDEX, Facts.SISTER);
  }

  @Test
  void sistersDoNotLieBelowEachOther() {
    assertThat(Reach.below(Facts.INDEX, Facts.TOPOLOGY))
        .containsOnlyKeys(Facts.TABLE, Facts.DATABASE);
    assertThat(Reach.below(Facts.RETRIEVER, Facts.TOPOLOGY))
        .containsKeys(Facts.TABLE, Facts.INDEX, Facts.SISTER, Facts.DATABASE);
  }

  @Test
  void changedEntityIsSuspectedEvenIfNothingElseSaysSo() {
    Members members = SICK.with(Facts.change(Facts.SISTER, 500));

    Suspect sister =
        Suspicion.rank(members, Facts.TOPOLOGY).stream()
            .filter(suspect -> suspect.entity().equals(Facts.SISTER))
            .findFirst()
            .orElseThrow();

    assertThat(sister.reason())
        .contains("deployment change 0 s before it opened: version 7 went out");
  }

  @Test
  void changeBeforeTheFailureWeighsMoreThanOneAfterIt() {
    Members before = SICK.with(Facts.change(Facts.INDEX, 500));
    Members after = SICK.with(Facts.change(Facts.INDEX, 5_000));

    assertThat(Suspicion.rank(before, Facts.TOPOLOGY).get(0).score())
        .isGreaterThan(Suspicion.rank(after, Facts.TOPOLOGY).get(0).score())
        .isGreaterThan(Suspicion.rank(SICK, Facts.TOPOLOGY).get(0).score());
  }

  @Test
  void changeInTheSecondOfTheFailureComesBeforeARepairOfTheMinuteBefore() {
    Members members =
        Members.EMPTY
            .with(Facts.signal(Facts.RETRIEVER, "error-degradation", 0.99, 100_000))
            .with(Facts.change(Facts.INDEX, 45_000))
            .with(Facts.change(Facts.SISTER, 100_028));

    assertThat(ranked(members, Facts.TOPOLOGY)).startsWith(Facts.SISTER, Facts.INDEX);
  }

  @Test
  void whatAllSickThingsShareIsSuspectedToo() {
    Members members =
        Members.EMPTY
            .with(Facts.signal(Facts.INDEX, "index-degradation", 0.5, 1_000))
            .with(Facts.signal(Facts.SISTER, "index-degradation", 0.5, 1_000));

    assertThat(ranked(members, Facts.TOPOLOGY)).contains(Facts.TABLE, Facts.DATABASE);
  }

  @Test
  void titleNamesTheCauseThenTheSymptom() {
    List<Suspect> suspects = Suspicion.rank(SICK, Facts.TOPOLOGY);

    assertThat(Headline.of(SICK, suspects))
        .isEqualTo("Index public.documents_idx is bloated; retriever latency up");
    Members more = SICK.with(Facts.signal(Facts.SISTER, "index-degradation", 0.2, 950));
    assertThat(Headline.of(more, Suspicion.rank(more, Facts.TOPOLOGY)))
        .isEqualTo("Index public.documents_idx is bloated; retriever latency up (and 1 more)");
  }

  @Test
  void titleOfAKindWithoutWordsNamesTheKind() {
    Members members = Members.EMPTY.with(Facts.signal(Facts.DATABASE, "replication-lag", 0.2, 950));

    assertThat(Headline.of(members, List.of())).isEqualTo("Database rag: replication lag");
  }
}
