package io.homeostat.ingest.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.Change;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.TableShape;
import io.homeostat.core.model.TableShape.Column;
import io.homeostat.core.model.TableShape.Index;
import io.homeostat.ingest.shape.Comparison.Step;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Column ID = new Column(1, "id", "bigint", true);
  private static final Column WORD = new Column(2, "word", "text", false);
  private static final Column VECTOR = new Column(3, "embedding", "public.vector(384)", false);
  private static final Index KEY = new Index("docs_pkey", "primary key btree int8_ops", List.of(1));
  private static final Index NEAR = new Index("docs_near", "hnsw vector_cosine_ops", List.of(3));
  private static final TableShape DOCS =
      table("public.docs", 7, List.of(ID, WORD, VECTOR), List.of(KEY, NEAR));

  @Test
  void whatIsBuiltAsBeforeIsNoStep() {
    assertThat(steps(DOCS, DOCS)).isEmpty();
  }

  @Test
  void columnsAreToldByTheirNumbersAndWhatBreaksReadersFirst() {
    TableShape now =
        table(
            "public.docs",
            7,
            List.of(
                new Column(1, "key", "bigint", true),
                new Column(3, "embedding", "public.vector(768)", true),
                new Column(4, "extra", "integer", false)),
            List.of(KEY, NEAR));
    assertThat(told(steps(DOCS, now)))
        .containsExactly(
            "table public.docs: column word (text) dropped, column id renamed to key,"
                + " column embedding retyped: public.vector(384) → public.vector(768),"
                + " column embedding made NOT NULL, column extra (integer) added");
  }

  @Test
  void aTableMadeAnewUnderItsNameIsComparedByTheNamesOfItsColumns() {
    Index sameKey = new Index("docs_pkey", "primary key btree int8_ops", List.of(2));
    TableShape moved =
        table(
            "public.docs",
            8,
            List.of(
                new Column(1, "embedding", "public.vector(384)", false),
                new Column(2, "id", "bigint", true),
                new Column(3, "word", "text", true)),
            List.of(sameKey));
    assertThat(told(steps(DOCS, moved)))
        .containsExactly(
            "table public.docs: column word made NOT NULL,"
                + " index docs_near (hnsw vector_cosine_ops on embedding) dropped");
  }

  @Test
  void anIndexOfOtherColumnsOrAnotherFormIsToldAndARenamedColumnAloneDoesNotMakeItAnother() {
    TableShape renamed =
        table(
            "public.docs",
            7,
            List.of(ID, WORD, new Column(3, "vector", "public.vector(384)", false)),
            List.of(KEY, NEAR));
    assertThat(told(steps(DOCS, renamed)))
        .containsExactly("table public.docs: column embedding renamed to vector");
    TableShape otherForm =
        table(
            "public.docs",
            7,
            DOCS.columns(),
            List.of(
                KEY,
                new Index("docs_near", "hnsw vector_l2_ops", List.of(3)),
                new Index("docs_words", "btree text_ops", List.of(0, 2))));
    assertThat(told(steps(DOCS, otherForm)))
        .containsExactly(
            "table public.docs: index docs_near otherwise: hnsw vector_cosine_ops on embedding →"
                + " hnsw vector_l2_ops on embedding, index docs_words (btree text_ops on an"
                + " expression, word) created");
  }

  @Test
  void aRenamedTableIsOneStepThatForgetsTheOldName() {
    TableShape now = table("public.papers", 7, DOCS.columns(), DOCS.indexes());
    List<Step> steps = steps(DOCS, now);
    assertThat(told(steps)).containsExactly("table public.docs: renamed to public.papers");
    assertThat(steps.get(0).forget()).contains(DOCS.entity());
    assertThat(steps.get(0).keep().orElseThrow().count()).isEqualTo(2);
  }

  @Test
  void whatIsNewIsCreatedAndWhatIsGoneIsDropped() {
    TableShape other = table("public.other", 9, List.of(ID), List.of());
    List<Step> steps = steps(DOCS, other);
    assertThat(told(steps))
        .containsExactly(
            "table public.docs: dropped, it had 3 columns",
            "table public.other: created with 1 columns");
    assertThat(steps.get(0).keep()).isEmpty();
  }

  @Test
  void aSwapByTwoRenamesIsComparedByTheNamesThatReadersUse() {
    TableShape fresh = table("public.docs_new", 8, DOCS.columns(), DOCS.indexes());
    TableShape swapped = table("public.docs", 8, DOCS.columns(), DOCS.indexes());
    TableShape old = table("public.docs_old", 7, DOCS.columns(), DOCS.indexes());
    assertThat(told(comparison().steps(kept(DOCS, fresh), List.of(swapped, old))))
        .containsExactly("table public.docs_old: created with 3 columns");
  }

  /** The crash between keeping the new name and forgetting the old. */
  @Test
  void whatIsKeptUnderTwoNamesIsForgottenUnderTheOneThatIsGone() {
    TableShape now = table("public.papers", 7, DOCS.columns(), DOCS.indexes());
    List<Step> steps = comparison().steps(kept(DOCS, now), List.of(now));
    assertThat(told(steps)).isEmpty();
    assertThat(steps).extracting(Step::forget).containsExactly(Optional.of(DOCS.entity()));
  }

  @Test
  void theSameTwoReadingsGiveTheSameIdsAndEachFormAnotherOne() {
    TableShape now = table("public.docs", 7, List.of(ID), List.of(KEY));
    String first = steps(DOCS, now).get(0).change().orElseThrow().id();
    Comparison later = new Comparison(5, 99, entity -> "rag");
    assertThat(later.steps(kept(DOCS), List.of(now)).get(0).change().orElseThrow().id())
        .isEqualTo(first);
    assertThat(steps(DOCS.counted(3), now).get(0).change().orElseThrow().id()).isNotEqualTo(first);
  }

  private static List<Step> steps(TableShape before, TableShape now) {
    return comparison().steps(kept(before), List.of(now));
  }

  private static Comparison comparison() {
    return new Comparison(10, 20, entity -> "rag");
  }

  private static Map<EntityId, TableShape> kept(TableShape... shapes) {
    return new HashMap<>(
        Arrays.stream(shapes).collect(Collectors.toMap(TableShape::entity, Function.identity())));
  }

  private static List<String> told(List<Step> steps) {
    return steps.stream().flatMap(step -> step.change().stream()).map(Change::summary).toList();
  }

  private static TableShape table(
      String name, long number, List<Column> columns, List<Index> indexes) {
    return new TableShape(
        EntityId.of("pg-table", "test", "db", name), number, 1, 0, columns, indexes, true);
  }
}
