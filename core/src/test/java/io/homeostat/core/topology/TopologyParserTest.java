package io.homeostat.core.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.document.CheckResult;
import io.homeostat.core.document.Problem;
import io.homeostat.core.document.SourceText;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Topology.Edge;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TopologyParserTest {
  private static final String INVENTORY =
      """
      systems:
        - name: rag
          criticality: 0.8
          owner: retrieval
          scopes: [demo/rag]
          entities: ['model:embedder/v3']
        - name: shop
          criticality: 1
          owner: sales
          scopes: [demo/rag/shop, demo/shop]
      edges:
        - from: service:demo/rag/retriever
          dependsOn: ['pg-index:demo/rag/a', 'pg-index:demo/rag/b']
          runsOn: 'node:demo/n1'
        - from: pg-index:demo/rag/a
          partOf: pg-table:demo/rag/t
      """;

  @Test
  void systemsMembersAndEdgesAreRead() {
    Topology topology = TopologyParser.parse(INVENTORY);

    assertThat(topology.systems())
        .containsEntry("rag", new Topology.SystemEntry("rag", 0.8, "retrieval"))
        .containsEntry("shop", new Topology.SystemEntry("shop", 1, "sales"));
    assertThat(topology.edges())
        .containsExactly(
            edge("service:demo/rag/retriever", Edge.Kind.DEPENDS_ON, "pg-index:demo/rag/a"),
            edge("service:demo/rag/retriever", Edge.Kind.DEPENDS_ON, "pg-index:demo/rag/b"),
            edge("service:demo/rag/retriever", Edge.Kind.RUNS_ON, "node:demo/n1"),
            edge("pg-index:demo/rag/a", Edge.Kind.PART_OF, "pg-table:demo/rag/t"));
  }

  @Test
  void anEntityBelongsToTheSystemThatNamesItOrHasTheLongestScope() {
    Topology topology = TopologyParser.parse(INVENTORY);

    assertThat(topology.systemOf(EntityId.parse("model:embedder/v3"))).isEqualTo("rag");
    assertThat(topology.systemOf(EntityId.parse("pg-index:demo/rag/a"))).isEqualTo("rag");
    assertThat(topology.systemOf(EntityId.parse("pg-index:demo/rag/shop/a"))).isEqualTo("shop");
    assertThat(topology.systemOf(EntityId.parse("pg-index:demo/ragtime/a")))
        .isEqualTo(Topology.UNASSIGNED);
  }

  @Test
  void mergedFilesParseToTheTopologyThatWasChecked() {
    int cut = INVENTORY.indexOf("edges:");
    CheckResult<Topology> result =
        TopologyParser.check(
            List.of(
                new SourceText("edges.yaml", INVENTORY.substring(cut)),
                new SourceText("systems.yaml", INVENTORY.substring(0, cut))));

    assertThat(result).isInstanceOf(CheckResult.Sound.class);
    CheckResult.Sound<Topology> sound = (CheckResult.Sound<Topology>) result;
    assertThat(TopologyParser.parse(sound.document())).isEqualTo(sound.value());
    assertThat(sound.value().edges()).hasSize(4);
  }

  @Test
  void everyMistakeIsNamedWithItsPlace() {
    String text =
        INVENTORY
            .replace("criticality: 0.8", "criticality: 8")
            .replace("owner: sales", "oner: sales")
            .replace("demo/shop]", "demo/rag]")
            .replace("'model:embedder/v3'", "embedder")
            .replace("partOf: pg-table:demo/rag/t", "partOf: pg-index:demo/rag/a");

    assertThat(problems(text))
        .extracting(problem -> problem.line() + " " + problem.message())
        .satisfiesExactlyInAnyOrder(
            first -> assertThat(first).startsWith("3 criticality is 8"),
            second -> assertThat(second).startsWith("6 ").contains("embedder"),
            third -> assertThat(third).startsWith("7 the key 'owner' is missing"),
            fourth -> assertThat(fourth).startsWith("9 the key 'oner'"),
            fifth -> assertThat(fifth).startsWith("10 scope demo/rag stands also at"),
            sixth -> assertThat(sixth).startsWith("16 ").contains("leads to itself"));
  }

  @Test
  void nothingIsPartOfItselfByWayOfOthers() {
    String text =
        """
        edges:
          - {from: 'a:1', partOf: 'a:2'}
          - {from: 'a:2', runsOn: 'a:3'}
          - {from: 'a:3', partOf: 'a:1'}
        """;

    assertThat(problems(text)).singleElement().asString().contains("part of or running on itself");
    assertThat(TopologyParser.check(text.replace("runsOn", "dependsOn")))
        .isInstanceOf(CheckResult.Sound.class);
  }

  @Test
  void aSystemStandsOnce() {
    String text = INVENTORY.replace("name: shop", "name: rag");

    assertThat(problems(text)).singleElement().asString().contains("stands also at topology:2:5");
  }

  private static List<Problem> problems(String text) {
    CheckResult<Topology> result = TopologyParser.check(text);
    assertThat(result).isInstanceOf(CheckResult.Broken.class);
    return ((CheckResult.Broken<Topology>) result).problems();
  }

  private static Edge edge(String from, Edge.Kind kind, String to) {
    return new Edge(EntityId.parse(from), kind, EntityId.parse(to));
  }
}
