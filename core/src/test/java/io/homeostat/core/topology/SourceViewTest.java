package io.homeostat.core.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.document.CheckResult;
import io.homeostat.core.document.Problem;
import io.homeostat.core.document.SourceText;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Topology.Edge;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class SourceViewTest {
  private static final String SOURCE = "postgres demo/rag";
  private static final EntityId DATABASE = EntityId.parse("pg-database:demo/rag/rag");
  private static final EntityId TABLE = EntityId.parse("pg-table:demo/rag/public.documents");
  private static final EntityId INDEX = EntityId.parse("pg-index:demo/rag/public.a%22b");
  private static final Edge IN_DATABASE = new Edge(TABLE, Edge.Kind.PART_OF, DATABASE);
  private static final Edge ON_TABLE = new Edge(INDEX, Edge.Kind.PART_OF, TABLE);
  private static final Finding ALL =
      new Finding.Seen(SOURCE, Set.of(DATABASE, TABLE, INDEX), Set.of(IN_DATABASE, ON_TABLE));

  private final SourceView first = SourceView.unknown(SOURCE).after(ALL, 1_000);

  @Test
  void whatIsNotSeenAnyMoreHasEndedAtTheTimeOfTheLookAndItsEdgesAreGone() {
    SourceView later =
        first.after(new Finding.Seen(SOURCE, Set.of(DATABASE, TABLE), Set.of(IN_DATABASE)), 5_000);

    assertThat(later.lives())
        .containsEntry(TABLE, Life.since(1_000))
        .containsEntry(INDEX, new Life(1_000, OptionalLong.of(5_000)));
    assertThat(later.edges()).containsExactly(IN_DATABASE);
  }

  @Test
  void aLookThatDidNotSucceedEndsNothing() {
    assertThat(first.after(new Finding.Unseen(SOURCE, "no answer"), 5_000)).isEqualTo(first);
  }

  @Test
  void aLookThatFoundNothingNewChangesNothing() {
    assertThat(first.after(ALL, 9_000)).isEqualTo(first);
  }

  @Test
  void whatComesBackBeginsAnew() {
    SourceView gone = first.after(new Finding.Seen(SOURCE, Set.of(), Set.of()), 5_000);
    assertThat(gone.after(ALL, 9_000).lives()).containsEntry(INDEX, Life.since(9_000));
  }

  @Test
  void whatEndedLongAgoIsForgotten() {
    SourceView gone = first.after(new Finding.Seen(SOURCE, Set.of(), Set.of()), 5_000);
    long late = 5_001 + SourceView.REMEMBERED_MILLIS;
    assertThat(gone.after(new Finding.Seen(SOURCE, Set.of(), Set.of()), late).lives()).isEmpty();
  }

  @Test
  void edgesOfAKindThatALookCouldNotJudgeStay() {
    Edge replica = new Edge(DATABASE, Edge.Kind.REPLICA_OF, EntityId.parse("pg-database:b/rag"));
    SourceView with =
        first.after(
            new Finding.Seen(SOURCE, Set.of(DATABASE, TABLE), Set.of(IN_DATABASE, replica)), 2_000);
    Finding blind =
        new Finding.Seen(SOURCE, Set.of(DATABASE, TABLE), Set.of(), Set.of(Edge.Kind.REPLICA_OF));
    assertThat(with.after(blind, 3_000).edges()).containsExactly(replica);
  }

  @Test
  void itsTextIsReadAsItWasWrittenAndEndedEntitiesHaveNoEdgesInATopology() {
    SourceView later =
        first.after(new Finding.Seen(SOURCE, Set.of(DATABASE, TABLE), Set.of(IN_DATABASE)), 5_000);
    Topology topology = sound(List.of(new SourceText("postgres.yaml", later.text())));

    assertThat(topology.discovered()).containsExactly(later);
    assertThat(topology.life(INDEX)).contains(new Life(1_000, OptionalLong.of(5_000)));

    Topology inventory =
        sound(
            List.of(
                new SourceText("postgres.yaml", later.text()),
                new SourceText(
                    "topology.yaml",
                    "edges: [{from: 'service:demo/rag/api', dependsOn: ['%s', '%s']}]"
                        .formatted(INDEX, TABLE))));
    assertThat(inventory.needs(EntityId.parse("service:demo/rag/api"))).containsExactly(TABLE);
  }

  @Test
  void anEntityThatAnotherSourceStillHasIsThere() {
    SourceView gone = first.after(new Finding.Seen(SOURCE, Set.of(), Set.of()), 5_000);
    SourceView other =
        SourceView.unknown("kubernetes demo")
            .after(new Finding.Seen("kubernetes demo", Set.of(TABLE), Set.of()), 3_000);
    Topology topology =
        sound(List.of(new SourceText("a", gone.text()), new SourceText("b", other.text())));
    assertThat(topology.life(TABLE)).contains(Life.since(1_000));
    assertThat(topology.life(INDEX).map(Life::ended)).isEqualTo(Optional.of(true));
  }

  @Test
  void aSourceThatStandsTwiceAndTimesThatAreNoneAreMistakes() {
    CheckResult<Topology> result =
        TopologyParser.check(
            List.of(
                new SourceText("a", first.text()),
                new SourceText("b", first.text()),
                new SourceText(
                    "c",
                    "discovered: [{source: x, changed: yesterday, entities: [], edges: []}]")));
    assertThat(((CheckResult.Broken<Topology>) result).problems())
        .extracting(Problem::file)
        .containsExactly("b", "c");
  }

  @Property
  void afterAnyLooksWhatTheLastOneSawIsThereAndAllElseHasEnded(
      @ForAll @Size(max = 8) List<Set<@IntRange(max = 6) Integer>> looks) {
    SourceView view = SourceView.unknown(SOURCE);
    Set<EntityId> ever = new HashSet<>();
    Set<EntityId> last = Set.of();
    long now = 1_000;
    for (Set<Integer> look : looks) {
      last = new HashSet<>();
      for (int number : look) {
        last.add(EntityId.of("pg-table", "demo", "t" + number));
      }
      ever.addAll(last);
      view = view.after(new Finding.Seen(SOURCE, last, Set.of()), now += 1_000);
      view = view.after(new Finding.Unseen(SOURCE, "away"), now += 1_000);
    }
    assertThat(view.lives().keySet()).isEqualTo(ever);
    for (EntityId entity : ever) {
      assertThat(Objects.requireNonNull(view.lives().get(entity)).ended())
          .isEqualTo(!last.contains(entity));
    }
    assertThat(sound(List.of(new SourceText("a", view.text()))).discovered()).containsExactly(view);
  }

  private static Topology sound(List<SourceText> sources) {
    CheckResult<Topology> result = TopologyParser.check(sources);
    assertThat(result).as("%s", result).isInstanceOf(CheckResult.Sound.class);
    return ((CheckResult.Sound<Topology>) result).value();
  }
}
