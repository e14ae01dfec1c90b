package io.homeostat.core.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.document.CheckResult;
import io.homeostat.core.document.SourceText;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.LogEntry.Level;
import io.homeostat.core.model.Signal;
import io.homeostat.core.rules.LogRule;
import io.homeostat.core.rules.RuleParser;
import io.homeostat.core.rules.RuleSet;
import io.homeostat.core.telemetry.Lane;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rules that ship, against lines as the systems write them. */
@Timeout(120)
class ShippedLogRulesTest {
  private static final Path RULES = Path.of("..", "rules");
  private static final EntityId ENTITY = EntityId.parse("pod:prod/rag/milvus-0");

  private static List<SourceText> files() throws IOException {
    try (Stream<Path> files = Files.list(RULES)) {
      List<SourceText> sources = new ArrayList<>();
      for (Path file : files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList()) {
        sources.add(new SourceText(file.getFileName().toString(), Files.readString(file)));
      }
      return sources;
    }
  }

  private static RuleSet rules() throws IOException {
    CheckResult<RuleSet> result = RuleParser.check(files());
    assertThat(result).isInstanceOf(CheckResult.Sound.class);
    return ((CheckResult.Sound<RuleSet>) result).value();
  }

  /** The lines of each rule, in the order of the resource. */
  private static Map<String, List<String>> lines() throws IOException {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    try (InputStream stream =
        Objects.requireNonNull(
            ShippedLogRulesTest.class.getResourceAsStream("known-fatal-lines.tsv"))) {
      new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t", 2))
          .forEach(row -> lines.computeIfAbsent(row[0], name -> new ArrayList<>()).add(row[1]));
    }
    return lines;
  }

  private static Set<String> fired(List<String> lines) throws IOException {
    Lane lane = new Lane().tick();
    for (SourceText file : files()) {
      if (!file.name().startsWith("templates")) {
        lane.rules(file.text());
        for (String line : lines) {
          for (int i = 0; i < 3; i++) {
            lane.fact(
                new LogEntry(ENTITY, lane.now(), lane.now(), Level.UNSET, line, new TreeMap<>()));
          }
        }
        lane.seconds(20);
      }
    }
    TreeSet<String> names = new TreeSet<>();
    lane.run(new LogsFold(), Signal.class).forEach(signal -> names.add(signal.rule()));
    return names;
  }

  @Test
  void everyRuleFindsTheLinesOfItsSystem() throws IOException {
    for (Map.Entry<String, List<String>> rule : lines().entrySet()) {
      for (String line : rule.getValue()) {
        assertThat(fired(List.of(line))).as(line).contains(rule.getKey());
      }
    }
  }

  @Test
  void everyTextOfARuleStandsInALineOfItsSystem() throws IOException {
    Map<String, List<String>> lines = lines();
    for (LogRule rule : rules().logs()) {
      if (rule.test() instanceof LogRule.Containing containing) {
        for (String text : containing.contains()) {
          assertThat(lines.get(rule.name())).as(rule.name()).anyMatch(line -> line.contains(text));
        }
      }
    }
  }

  @Test
  void everyRuleHasALine() throws IOException {
    assertThat(lines().keySet())
        .containsExactlyInAnyOrderElementsOf(
            rules().logs().stream()
                .filter(rule -> rule.test() instanceof LogRule.Containing)
                .map(LogRule::name)
                .toList());
  }

  @Test
  void ordinaryLinesAreNoSignal() throws IOException {
    assertThat(
            fired(
                List.of(
                    "2026-01-02 03:04:05.678 UTC [12] LOG:  checkpoint complete: wrote 18 buffers",
                    "2026-01-02 03:04:05.678 UTC [12] LOG:  database system is ready to accept"
                        + " connections",
                    "2026-01-02 03:04:05.678 UTC [99] LOG:  automatic aggressive vacuum to prevent"
                        + " wraparound of table \"rag.public.documents\": index scans: 0",
                    "2026-01-02 03:04:05,678 INFO: no action. I am (pg-0), the leader with the lock",
                    "[2026/01/02 03:04:05.678 +00:00] [INFO] [dc/server.go:12] [\"flush done\"]",
                    "I0102 03:04:05.678901    1234 kubelet.go:2074] \"SyncLoop ADD\" source=api")))
        .isEmpty();
  }
}
