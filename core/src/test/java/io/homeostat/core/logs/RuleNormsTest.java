package io.homeostat.core.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Severity;
import io.homeostat.core.model.Signal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of norms when templates turn out to be one. */
class RuleNormsTest {
  private final RuleNorms norms = new RuleNorms(0);

  private static Norm norm(double value) {
    return Norm.of(value, 20);
  }

  private static Signal signal(String id) {
    return new Signal(
        id,
        EntityId.parse("service:demo/rag/retriever"),
        "rag",
        "rate",
        id,
        "errors",
        Signal.State.FIRING,
        Severity.WARNING,
        0.5,
        0,
        0,
        7,
        1,
        "",
        "v1");
  }

  @Test
  void theNormOfTheEarlierHolds() {
    norms.put("early", norm(1));
    norms.put("late", norm(9));
    norms.alias("late", "early");
    assertThat(norms.templates()).containsExactly("early");
    assertThat(norms.norm("early").orElseThrow().median()).isEqualTo(1);
  }

  @Test
  void aNormMovesToATemplateThatHasNone() {
    norms.put("late", norm(9));
    norms.alias("late", "early");
    assertThat(norms.templates()).containsExactly("early");
    assertThat(norms.norm("early").orElseThrow().median()).isEqualTo(9);
  }

  @Test
  void anOpenSignalIsTakenOver() {
    norms.put("early", norm(1));
    Norm late = norm(9);
    late.sent(Optional.of(signal("a")));
    norms.put("late", late);
    norms.alias("late", "early");
    assertThat(norms.templates()).containsExactly("early");
    assertThat(norms.norm("early").orElseThrow().sent()).contains(signal("a"));
  }

  @Test
  void theSecondOfTwoOpenSignalsWaitsToBeEnded() {
    Norm early = norm(1);
    early.sent(Optional.of(signal("a")));
    Norm late = norm(9);
    late.sent(Optional.of(signal("b")));
    norms.put("early", early);
    norms.put("late", late);
    norms.alias("late", "early");
    assertThat(norms.norm("early").orElseThrow().sent()).contains(signal("a"));
    assertThat(norms.norm("late").orElseThrow().merged()).isTrue();
    assertThat(norms.norm("late").orElseThrow().sent()).contains(signal("b"));
  }
}
