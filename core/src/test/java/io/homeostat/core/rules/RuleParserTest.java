package io.homeostat.core.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.document.CheckResult;
import io.homeostat.core.document.DocumentException;
import io.homeostat.core.document.Problem;
import io.homeostat.core.document.SourceText;
import io.homeostat.core.model.Check;
import io.homeostat.core.model.Ids;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.Severity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class RuleParserTest {

  @Test
  void driftRulesAreReadWithWhatIsUsual() {
    DriftRule rule = RuleParser.parse(DriftExamples.DRIFT).drift().get(0);
    assertThat(rule.reference()).isEqualTo(DriftRule.Reference.TRAILING);
    assertThat(rule.windowMillis()).isEqualTo(3_600_000);
    assertThat(rule.windows()).isEqualTo(12);
    assertThat(rule.version()).isEqualTo("2");
    assertThat(rule.segment()).isEqualTo("country");
    assertThat(rule.ignore()).containsExactly("updated_at");
    assertThat(rule.duplicates()).containsExactly("user_id", "item_id");
    DriftRule usual =
        RuleParser.parse("drift: [{name: a, reference: baseline, window: 1h, kind: data-drift}]")
            .drift()
            .get(0);
    assertThat(usual.falseAlarms()).isEqualTo(0.05);
    assertThat(usual.leastEffect()).isEqualTo(0.1);
    assertThat(usual.leastRows()).isEqualTo(100);
    assertThat(usual.windows()).isEqualTo(24);
    assertThat(usual.ignore()).isEmpty();
    assertThat(usual.duplicates()).isEmpty();
  }

  @Test
  void aWrongKeyOfDriftOrImportanceIsToldWithWhatWouldBeRight() {
    assertThat(remedies(DriftExamples.DRIFT, "[user_id, item_id]", "[]"))
        .containsExactly("duplicates names 0 columns: name 1 to 16, such as [user_id, item_id]");
    assertThat(remedies(DriftExamples.DRIFT, "[updated_at]", "[]"))
        .containsExactly("ignore names 0 columns: name 1 to 200, such as [user_id, item_id]");
    assertThat(remedies(DriftExamples.DRIFT, "[user_id, item_id]", "[user_id, user_id]"))
        .containsExactly("the column 'user_id' stands here twice: keep one of them");
    assertThat(remedies(DriftExamples.DRIFT, "[user_id, item_id]", "[user_id, ' ']"))
        .containsExactly("a column's name is blank: name a column of the table");
    assertThat(remedies(DriftExamples.DRIFT, "[user_id, item_id]", "user_id"))
        .containsExactly("this is 'user_id': it must be a list");
    assertThat(remedies(FeatureExamples.FEATURE, "importance: 0.8", "importance: 1.5"))
        .containsExactly("importance is 1.5: it must be from 0.0 to 1.0");
  }

  private static List<String> remedies(String text, String right, String wrong) {
    return problems(RuleParser.check(text.replace(right, wrong))).stream()
        .map(problem -> problem.message() + ": " + problem.remedy())
        .toList();
  }

  @Test
  void detectorIsReadWholly() {
    assertThat(RuleParser.parse(Examples.DETECTOR).detectors())
        .containsExactly(
            new DetectorRule(
                "slow",
                List.of(new Matcher("kind", Matcher.Operator.EQUAL, Pattern.compile("service"))),
                "latency.p95",
                new DetectorRule.Above(90),
                5_000,
                90_000,
                "latency-degradation",
                Severity.CRITICAL,
                "{entity} takes {value}, more than {bound}"));
  }

  @Test
  void whatADetectorLeavesOutHasItsDefault() {
    DetectorRule odd = RuleParser.parse(Examples.OUTLIER).detectors().get(0);

    assertThat(odd.match()).isEmpty();
    assertThat(odd.severity()).isEqualTo(Severity.WARNING);
    assertThat(odd.forMillis()).isZero();
    assertThat(odd.test())
        .isEqualTo(new DetectorRule.Outlier(6, DetectorRule.Direction.UP, 60_000, 2));
    assertThat(RuleParser.parse(Examples.ABSENT).detectors().get(0).test())
        .isEqualTo(new DetectorRule.Absent(30_000, "gateway"));
  }

  @Test
  void logRuleIsReadWholly() {
    LogRule rule = RuleParser.parse(Examples.LOG).logs().get(0);

    assertThat(rule.level()).isEqualTo(LogEntry.Level.ERROR);
    assertThat(rule.test()).isEqualTo(new LogRule.Containing(List.of("boom"), 5, 60_000));
    assertThat(Labels.match(rule.match(), Map.of("name", "retriever"))).isTrue();
  }

  @Test
  void logRulesOverTemplatesAreRead() {
    assertThat(RuleParser.parse(Examples.NEW_TEMPLATE).logs().get(0).test())
        .isEqualTo(new LogRule.NewTemplate(600_000, 1, 300_000));
    assertThat(RuleParser.parse(Examples.TEMPLATE_RATE).logs().get(0).test())
        .isEqualTo(new LogRule.TemplateRate(6, DetectorRule.Direction.BOTH, 3_600_000));
    assertThat(RuleParser.parse(Examples.LEVEL_SHARE).logs().get(0).test())
        .isEqualTo(new LogRule.LevelShare(6, 30, 3_600_000));
  }

  @Test
  void playbookIsReadWholly() {
    Playbook playbook = RuleParser.parse(Examples.PLAYBOOK).playbooks().get(0);

    assertThat(playbook.parameters())
        .isEqualTo(Map.of("lock_timeout", "2s", "retries", "3", "verbose", "true"));
    assertThat(playbook.freshMillis()).isEqualTo(30_000);
    assertThat(playbook.deadlineMillis()).isEqualTo(60_000);
    assertThat(playbook.limitMillis()).isEqualTo(600_000);
    assertThat(playbook.mostAttempts()).isEqualTo(2);
    assertThat(playbook.beforeMillis()).isEqualTo(30_000);
    assertThat(playbook.settleMillis()).isEqualTo(5_000);
    assertThat(playbook.windowMillis()).isEqualTo(20_000);
    assertThat(playbook.checks())
        .containsExactly(
            new Playbook.CheckRule(Check.Role.TARGET, Optional.empty(), "pg.index.size", 0.7),
            new Playbook.CheckRule(
                Check.Role.SYMPTOM, Optional.of("service:demo/rag/retriever"), "latency.p95", 0.8),
            new Playbook.CheckRule(
                Check.Role.PEER, Optional.of("pg-index:demo/rag/other"), "pg.index.size", 1.2));
  }

  @Test
  void policyAndCorrelationAreReadWholly() {
    RuleSet rules = RuleParser.parse(Examples.POLICY + Examples.CORRELATION);

    assertThat(rules.policies())
        .singleElement()
        .satisfies(
            policy -> {
              assertThat(policy.mode()).isEqualTo(Policy.Mode.AUTO);
              assertThat(policy.cooldownMillis()).isEqualTo(300_000);
              assertThat(policy.mostPerSystem()).isEqualTo(1);
              assertThat(policy.mostTotal()).isEqualTo(5);
              assertThat(policy.approvals()).isEqualTo(2);
              assertThat(policy.approvalMillis()).contains(1_800_000L);
            });
    assertThat(rules.correlation()).isEqualTo(new CorrelationRule(300_000, 30_000, 900_000));
  }

  @Test
  void versionIsTheContentHashOfTheDocument() {
    String text = Examples.ALL;

    assertThat(RuleParser.parse(text).version())
        .isEqualTo(Ids.hash(text.getBytes(StandardCharsets.UTF_8)));
    assertThat(RuleParser.parse(text + "# a word\n").version())
        .isNotEqualTo(RuleParser.parse(text).version());
  }

  @Test
  void mergedFilesParseToTheRulesThatWereChecked() {
    CheckResult<RuleSet> result =
        RuleParser.check(
            List.of(
                new SourceText("b.yaml", Examples.PLAYBOOK),
                new SourceText("a.yaml", Examples.DETECTOR.stripTrailing()),
                new SourceText("empty.yaml", ""),
                new SourceText("c.yaml", "---\n" + Examples.POLICY)));

    assertThat(result).isInstanceOf(CheckResult.Sound.class);
    CheckResult.Sound<RuleSet> sound = (CheckResult.Sound<RuleSet>) result;
    assertThat(RuleParser.parse(sound.document())).isEqualTo(sound.value());
    assertThat(sound.value().detectors()).hasSize(1);
    assertThat(sound.value().playbooks()).hasSize(1);
    assertThat(sound.value().policies()).hasSize(1);
  }

  @Test
  void mistakeInAMergedDocumentIsNamedInItsOwnFile() {
    String broken = Examples.DETECTOR.replace("clear:", "cleer:");
    List<SourceText> sources =
        List.of(new SourceText("a.yaml", Examples.POLICY), new SourceText("b.yaml", broken));

    assertThat(problems(RuleParser.check(sources)))
        .containsExactly(
            new Problem(
                "b.yaml", 7, 5, "the key 'cleer' is not known here", "did you mean 'clear'?"));
  }

  @Test
  void allMistakesAreFoundInOnePass() {
    String text =
        Examples.ALL
            .replace("above: 90", "above: high")
            .replace("count: 5", "count: 0")
            .replace("mode: auto", "mode: automatic");

    assertThat(problems(RuleParser.check(text)))
        .extracting(Problem::line)
        .containsExactly(5, 16, 45);
  }

  @Test
  void secondRuleOfANameIsNamedWithTheFirst() {
    CheckResult<RuleSet> result =
        RuleParser.check(
            List.of(
                new SourceText("a.yaml", Examples.DETECTOR),
                new SourceText("b.yaml", Examples.DETECTOR)));

    assertThat(problems(result))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.file()).isEqualTo("b.yaml");
              assertThat(problem.message()).contains("slow").contains("a.yaml:2:5");
            });
  }

  @Test
  void correlationStandsOnce() {
    assertThat(
            problems(
                RuleParser.check(
                    List.of(
                        new SourceText("a.yaml", Examples.CORRELATION),
                        new SourceText("b.yaml", Examples.CORRELATION)))))
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains("a.yaml:1:1"));
  }

  @Test
  void aConditionThatDoesNotTypeCheckSaysWhatCanBeNamed() {
    String text = Examples.PLAYBOOK.replace("incident.kinds", "incident.kind");

    assertThat(problems(RuleParser.check(text)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.line()).isEqualTo(3);
              assertThat(problem.column()).isEqualTo(11);
              assertThat(problem.message()).contains("kind");
              assertThat(problem.remedy()).contains("incident.kinds");
            });
  }

  @Test
  void parsingAnUnsoundDocumentThrowsEveryProblem() {
    assertThatThrownBy(() -> RuleParser.parse("detectors: {}\npolices: []\n"))
        .isInstanceOfSatisfying(
            DocumentException.class,
            e -> assertThat(e.problems()).extracting(Problem::line).containsExactly(1, 2));
  }

  private static List<Problem> problems(CheckResult<RuleSet> result) {
    assertThat(result).isInstanceOf(CheckResult.Broken.class);
    return ((CheckResult.Broken<RuleSet>) result).problems();
  }
}
