package io.homeostat.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.Severity;
import io.homeostat.core.rules.DetectorRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchTest {

  private static DetectorRule rule(String series, double bound, String explain) {
    return new DetectorRule(
        "r", List.of(), series, new DetectorRule.Above(bound), 0, 0, "k", Severity.INFO, explain);
  }

  @Test
  void aNameWithoutLabelsIsAboutEverySetOfThem() {
    assertThat(Watch.about(rule("a.b", 1, ""), "a.b")).isTrue();
    assertThat(Watch.about(rule("a.b", 1, ""), "a.b{x=\"1\"}")).isTrue();
    assertThat(Watch.about(rule("a.b", 1, ""), "a.b.c")).isFalse();
    assertThat(Watch.about(rule("a.b", 1, ""), "a")).isFalse();
  }

  @Test
  void aNameWithLabelsIsAboutThatSeriesAlone() {
    assertThat(Watch.about(rule("a{x=\"1\"}", 1, ""), "a{x=\"1\"}")).isTrue();
    assertThat(Watch.about(rule("a{x=\"1\"}", 1, ""), "a{x=\"2\"}")).isFalse();
    assertThat(Watch.about(rule("a{x=\"1\"}", 1, ""), "a")).isFalse();
  }

  @Test
  void theFingerprintIsOfWhatTheRuleAsksAndNotOfItsWording() {
    String one = Watch.fingerprint(rule("a", 1, "one"));
    assertThat(Watch.fingerprint(rule("a", 1, "two"))).isEqualTo(one);
    assertThat(Watch.fingerprint(rule("a", 2, "one"))).isNotEqualTo(one);
    assertThat(Watch.fingerprint(rule("b", 1, "one"))).isNotEqualTo(one);
  }
}
