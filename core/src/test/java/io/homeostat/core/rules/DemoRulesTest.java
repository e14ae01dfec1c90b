package io.homeostat.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.document.CheckResult;
import io.homeostat.core.document.SourceText;
import io.homeostat.core.model.Check;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Gate;
import io.homeostat.core.topology.Topology;
import io.homeostat.core.topology.TopologyParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DemoRulesTest {
  private static final Path DEMO = Path.of("..", "demo");
  private static final EntityId INDEX =
      EntityId.parse("pg-index:demo/rag/public.documents_tenant_created_idx");

  @Test
  void demoRulesAreSound() {
    RuleSet rules = rules();

    assertThat(rules.detectors()).hasSizeGreaterThanOrEqualTo(5);
    assertThat(rules.logs()).isNotEmpty();
    assertThat(rules.playbooks())
        .filteredOn(playbook -> playbook.name().equals("rebuild-bloated-index"))
        .singleElement()
        .satisfies(DemoRulesTest::rebuildsTheIndex);
    assertThat(rules.policies())
        .isNotEmpty()
        .allSatisfy(policy -> assertThat(policy.mode()).isEqualTo(Policy.Mode.AUTO));
  }

  @Test
  void badDeploymentIsTakenBackOnceItIsDeployedAndFails() {
    Playbook playbook =
        rules().playbooks().stream()
            .filter(each -> each.name().equals("take-bad-deployment-back"))
            .findFirst()
            .orElseThrow();

    assertThat(playbook.when().evaluate(incident("error-degradation"))).isEqualTo(Gate.Answer.PASS);
    assertThat(playbook.when().evaluate(incident(List.of("deployment"), "error-degradation")))
        .as("not in the middle of a deployment")
        .isEqualTo(Gate.Answer.FAIL);
    assertThat(playbook.target()).isInstanceOf(PlaybookTarget.OfChange.class);
    EntityId retriever = EntityId.parse("deployment:demo/rag/retriever");
    assertThat(Labels.match(playbook.target().match(), Labels.of(retriever, "rag"))).isTrue();
    assertThat(playbook.require().evaluate(Map.of("symptom", Map.of("retriever.error.ratio", 0.4))))
        .isEqualTo(Gate.Answer.PASS);
    assertThat(playbook.require().evaluate(Map.of("symptom", Map.of())))
        .isEqualTo(Gate.Answer.UNKNOWN);
  }

  @Test
  void demoTopologyPutsEveryEntityOfTheDemoIntoItsSystem() throws IOException {
    Topology topology = TopologyParser.parse(Files.readString(DEMO.resolve("topology.yaml")));

    assertThat(topology.systemOf(INDEX)).isEqualTo("rag");
    assertThat(topology.systemOf(EntityId.parse("postgres:demo/rag"))).isEqualTo("rag");
    assertThat(topology.systemOf(EntityId.parse("postgres:prod/rag")))
        .isEqualTo(Topology.UNASSIGNED);
    assertThat(topology.needs(EntityId.parse("service:demo/rag/retriever")))
        .contains(EntityId.parse("deployment:demo/rag/retriever"));
    assertThat(topology.needs(INDEX))
        .containsExactly(EntityId.parse("pg-table:demo/rag/public.documents"));
    assertThat(topology.neededBy(INDEX))
        .containsExactly(EntityId.parse("service:demo/rag/retriever"));
  }

  private static void rebuildsTheIndex(Playbook playbook) {
    assertThat(playbook.when().evaluate(incident("index-degradation", "latency-degradation")))
        .isEqualTo(Gate.Answer.PASS);
    assertThat(playbook.when().evaluate(incident("index-degradation"))).isEqualTo(Gate.Answer.FAIL);
    assertThat(
            playbook
                .when()
                .evaluate(incident(List.of("data"), "index-degradation", "latency-degradation")))
        .as("not while rows are being changed in a burst")
        .isEqualTo(Gate.Answer.FAIL);
    Map<String, Double> bloated = Map.of("pg.index.leaf_density", 40.0, "pg.index.valid", 1.0);
    assertThat(playbook.require().evaluate(Map.of("target", bloated))).isEqualTo(Gate.Answer.PASS);
    assertThat(playbook.require().evaluate(Map.of("target", Map.of("pg.index.valid", 1.0))))
        .isEqualTo(Gate.Answer.UNKNOWN);
    assertThat(Labels.match(playbook.target().match(), Labels.of(INDEX, "rag"))).isTrue();
    assertThat(playbook.checks())
        .extracting(Playbook.CheckRule::role)
        .containsExactly(Check.Role.TARGET, Check.Role.SYMPTOM, Check.Role.PEER);
  }

  private static Map<String, Object> incident(String... kinds) {
    return incident(List.of(), kinds);
  }

  private static Map<String, Object> incident(List<String> underway, String... kinds) {
    return Map.of("incident", Map.of("kinds", List.of(kinds), "age", 12L, "underway", underway));
  }

  private static RuleSet rules() {
    try (Stream<Path> files = Files.list(DEMO.resolve("rules"))) {
      List<SourceText> sources =
          files.map(file -> new SourceText(file.getFileName().toString(), read(file))).toList();
      CheckResult<RuleSet> result = RuleParser.check(sources);
      assertThat(result).isInstanceOf(CheckResult.Sound.class);
      CheckResult.Sound<RuleSet> sound = (CheckResult.Sound<RuleSet>) result;
      assertThat(RuleParser.parse(sound.document())).isEqualTo(sound.value());
      return sound.value();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
