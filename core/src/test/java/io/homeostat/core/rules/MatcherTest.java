package io.homeostat.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.document.CheckResult;
import io.homeostat.core.model.EntityId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MatcherTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "name=\"a.b\" # a.b # true",
        "name=\"a.b\" # axb # false",
        "name!=\"a\" # b # true",
        "name=~\"a.*\" # abc # true",
        "name=~\"a\" # abc # false",
        "name!~\"a.*\" # abc # false",
        "name=~\"a|b\" # b # true",
        "name = bare # bare # true",
        "name=\"quote\\\"d\" # quote\"d # true",
        "name=\"back\\\\slash\" # back\\slash # true",
        "name=~\"\\\\w+\" # word # true"
      })
  void matchersCompareAsAlertmanagersDo(String matcher, String name, boolean matches) {
    Matcher parsed = parse(matcher);

    assertThat(parsed.matches(Map.of("name", name))).isEqualTo(matches);
  }

  @Test
  void aMissingLabelIsEmpty() {
    assertThat(parse("scope=\"\"").matches(Map.of())).isTrue();
    assertThat(parse("scope!=\"x\"").matches(Map.of())).isTrue();
    assertThat(parse("scope=~\".+\"").matches(Map.of())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name",
        "name==\"a\"",
        "=\"a\"",
        "name=\"a",
        "name=a b",
        "name=~\"(\"",
        "name=~\"(?=a)\"",
        "name=\"a\\q\"",
        "colour=\"red\""
      })
  void whatIsNoMatcherIsRejected(String matcher) {
    assertThat(RuleParser.check(policy(matcher))).isInstanceOf(CheckResult.Broken.class);
  }

  @Test
  @Timeout(10)
  void anExpressionTakesNoMoreTimeThanItsLabelIsLong() {
    Matcher nested = parse("name=~\"(a+)+b\"");

    assertThat(nested.matches(Map.of("name", "a".repeat(1_000)))).isFalse();
    assertThat(nested.matches(Map.of("name", "a".repeat(1_000) + "b"))).isTrue();
  }

  @Test
  void labelsAreThePartsOfAnEntity() {
    EntityId entity = EntityId.parse("pg-index:demo/rag/public.documents_source_idx");

    assertThat(Labels.of(entity, "rag"))
        .isEqualTo(
            Map.of(
                "kind", "pg-index",
                "scope", "demo/rag",
                "name", "public.documents_source_idx",
                "system", "rag"));
    assertThat(Labels.of(entity, "rag", "pg-index.rebuild"))
        .containsEntry("action", "pg-index.rebuild");
    assertThat(Labels.match(List.of(), Map.of())).isTrue();
  }

  private static Matcher parse(String matcher) {
    return RuleParser.parse(policy(matcher)).policies().get(0).match().get(0);
  }

  private static String policy(String matcher) {
    return "policies: [{name: p, mode: auto, match: ['" + matcher.replace("'", "''") + "']}]";
  }
}
