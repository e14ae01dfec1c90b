package io.homeostat.core.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.model.Gate.Answer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CelConditionTest {
  private static final Map<String, Object> INCIDENT =
      Map.of(
          "incident",
          Map.of(
              "system",
              "rag",
              "kinds",
              List.of("index-degradation", "latency-degradation"),
              "entities",
              List.of("pg-index:demo/rag/idx"),
              "severity",
              "CRITICAL",
              "age",
              90L));

  @Test
  void trueIsPassAndFalseIsFail() {
    assertThat(require("target[\"density\"] < 60.0", Map.of("density", 40.0)))
        .isEqualTo(Answer.PASS);
    assertThat(require("target[\"density\"] < 60.0", Map.of("density", 80.0)))
        .isEqualTo(Answer.FAIL);
  }

  @Test
  void whatIsMissingIsUnknown() {
    assertThat(require("target[\"density\"] < 60.0", Map.of())).isEqualTo(Answer.UNKNOWN);
    assertThat(require("peer[\"density\"] < 60.0", Map.of("density", 1.0)))
        .isEqualTo(Answer.UNKNOWN);
    assertThat(require("!(target[\"density\"] < 60.0)", Map.of())).isEqualTo(Answer.UNKNOWN);
  }

  @Test
  void theConditionsThatMustAllHoldAreItsParts() throws ConditionException {
    String three =
        "\"a\" in incident.kinds && (incident.age > 1.0 || incident.age < 0.5)\n&& !(\"ü😀\" in incident.kinds)";
    assertThat(parts(three))
        .containsExactly(
            "\"a\" in incident.kinds",
            "(incident.age > 1.0 || incident.age < 0.5)",
            "!(\"ü😀\" in incident.kinds)");
    assertThat(parts("\"ü😀 && \" in incident.kinds && incident.age > 1.0"))
        .containsExactly("\"ü😀 && \" in incident.kinds", "incident.age > 1.0");
    assertThat(parts("incident.age > 1.0")).containsExactly("incident.age > 1.0");
    String nested = "(incident.age > 1.0 && incident.age < 2.0) && incident.system == \"a\"";
    assertThat(parts(nested)).as("within parentheses").containsExactly(nested);
    String either = "incident.age > 1.0 && incident.age < 2.0 || incident.system == \"a\"";
    assertThat(parts(either)).as("one of which is enough").containsExactly(either);
  }

  private static List<String> parts(String source) throws ConditionException {
    return CelCondition.compile(source, ConditionScope.INCIDENT).parts().stream()
        .map(Condition::source)
        .toList();
  }

  @Test
  void whatIsNotANumberIsUnknown() {
    assertThat(require("!(target[\"density\"] < 60.0)", Map.of("density", Double.NaN)))
        .isEqualTo(Answer.UNKNOWN);
    assertThat(require("!(target[\"a\"] / target[\"b\"] < 60.0)", Map.of("a", 0.0, "b", 0.0)))
        .isEqualTo(Answer.UNKNOWN);
  }

  @Test
  void whatIsMissingDoesNotMatterWhereTheRestDecides() {
    assertThat(require("target[\"a\"] < 1.0 || target[\"b\"] < 1.0", Map.of("a", 0.5)))
        .isEqualTo(Answer.PASS);
    assertThat(require("target[\"a\"] < 1.0 && target[\"b\"] < 1.0", Map.of("b", 2.0)))
        .isEqualTo(Answer.FAIL);
  }

  @Test
  void numbersCompareAcrossTypes() {
    assertThat(require("target[\"n\"] == 1.0", Map.of("n", 1L))).isEqualTo(Answer.PASS);
    assertThat(require("target[\"n\"] > 1", Map.of("n", 1.5))).isEqualTo(Answer.PASS);
    assertThat(when("incident.age > 60")).isEqualTo(Answer.PASS);
  }

  @Test
  void incidentHasItsFields() {
    assertThat(when("incident.system == \"rag\"")).isEqualTo(Answer.PASS);
    assertThat(when("incident.severity == \"critical\"")).isEqualTo(Answer.PASS);
    assertThat(when("incident.kinds.exists(kind, kind.startsWith(\"index\"))"))
        .isEqualTo(Answer.PASS);
    assertThat(when("incident.entities.all(entity, entity.matches(\"^pg-index:.*\"))"))
        .isEqualTo(Answer.PASS);
    assertThat(when("size(incident.kinds) == 3")).isEqualTo(Answer.FAIL);
  }

  @Test
  void anIncidentThatNobodyGaveIsUnknown() {
    assertThat(compile("incident.age > 60", ConditionScope.INCIDENT).evaluate(Map.of()))
        .isEqualTo(Answer.UNKNOWN);
  }

  @Test
  void whatIsNoTruthValueIsNoCondition() {
    assertThatThrownBy(() -> CelCondition.compile("1 + 1", ConditionScope.TARGET))
        .isInstanceOf(ConditionException.class)
        .hasMessageContaining("int");
    assertThatThrownBy(() -> CelCondition.compile("incident.kinds[0]", ConditionScope.INCIDENT))
        .isInstanceOf(ConditionException.class)
        .hasMessageContaining("string");
  }

  @Test
  void anExpressionIsLimitedInSize() {
    String large =
        IntStream.range(0, 1_000).mapToObj(i -> "true").collect(Collectors.joining(" && "));

    assertThatThrownBy(() -> CelCondition.compile(large, ConditionScope.TARGET))
        .isInstanceOf(ConditionException.class);
  }

  @Test
  void anExpressionIsLimitedInDepth() {
    String deep = "(".repeat(500) + "true" + ")".repeat(500);

    assertThatThrownBy(() -> CelCondition.compile(deep, ConditionScope.TARGET))
        .isInstanceOf(ConditionException.class);
  }

  @Test
  void anEvaluationIsLimitedInItsIterations() {
    Map<String, Object> incident = kinds(300);

    assertThat(all("a == \"kind\"").evaluate(incident)).isEqualTo(Answer.PASS);
    assertThat(all("incident.kinds.all(b, a == b)").evaluate(incident)).isEqualTo(Answer.UNKNOWN);
  }

  @Test
  void anEvaluationIsLimitedInItsSteps() {
    Map<String, Object> incident = kinds(CelCondition.MOST_ITERATIONS - 100);
    String heavy =
        IntStream.range(0, 40).mapToObj(i -> "a == \"kind\"").collect(Collectors.joining(" && "));

    assertThat(all("a == \"kind\"").evaluate(incident)).isEqualTo(Answer.PASS);
    assertThat(all(heavy).evaluate(incident)).isEqualTo(Answer.UNKNOWN);
    assertThat(all(heavy).evaluate(kinds(100))).isEqualTo(Answer.PASS);
  }

  @Test
  void aRegularExpressionIsLimitedInSize() {
    Map<String, Object> incident = Map.of("incident", Map.of("system", "aaaa"));

    assertThat(
            compile("incident.system.matches(\"(a{100}){100}\")", ConditionScope.INCIDENT)
                .evaluate(incident))
        .isEqualTo(Answer.UNKNOWN);
  }

  @Test
  void conditionsAreEqualWhenTheirSourcesAre() {
    assertThat(compile("incident.age > 60", ConditionScope.INCIDENT))
        .isEqualTo(compile("incident.age > 60", ConditionScope.INCIDENT))
        .hasSameHashCodeAs(compile("incident.age > 60", ConditionScope.INCIDENT))
        .isNotEqualTo(compile("incident.age > 61", ConditionScope.INCIDENT));
  }

  private static CelCondition all(String body) {
    return compile("incident.kinds.all(a, " + body + ")", ConditionScope.INCIDENT);
  }

  private static Map<String, Object> kinds(int count) {
    return Map.of("incident", Map.of("kinds", Collections.nCopies(count, "kind")));
  }

  private static Answer when(String source) {
    return compile(source, ConditionScope.INCIDENT).evaluate(INCIDENT);
  }

  private static Answer require(String source, Map<String, ?> target) {
    return compile(source, ConditionScope.TARGET).evaluate(Map.of("target", target));
  }

  private static CelCondition compile(String source, ConditionScope scope) {
    try {
      return CelCondition.compile(source, scope);
    } catch (ConditionException e) {
      throw new AssertionError(e);
    }
  }
}
