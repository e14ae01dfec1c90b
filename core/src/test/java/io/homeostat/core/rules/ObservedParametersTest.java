package io.homeostat.core.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ObservedParametersTest {
  private static final SortedMap<String, String> PARAMETERS =
      new TreeMap<>(
          Map.of(
              "expected_timeline", "{target[\"patroni.timeline\"]}",
              "expected_share", "{ target['a.share'] }",
              "lock_timeout", "2s"));

  @Test
  void aParameterThatStandsForASeriesCarriesTheObservedValue() {
    assertThat(ObservedParameters.series(PARAMETERS))
        .containsExactly("a.share", "patroni.timeline");
    assertThat(
            ObservedParameters.fill(PARAMETERS, Map.of("patroni.timeline", 7.0, "a.share", 0.25)))
        .containsExactly(
            Map.entry("expected_share", "0.25"),
            Map.entry("expected_timeline", "7"),
            Map.entry("lock_timeout", "2s"));
  }

  @Test
  void whatWasNotObservedIsNeverFilledIn() {
    assertThatThrownBy(() -> ObservedParameters.fill(PARAMETERS, Map.of("a.share", 1.0)))
        .hasMessageContaining("expected_timeline")
        .hasMessageContaining("patroni.timeline");
  }

  @Test
  void onlyOneFormStandsForASeries() {
    assertThat(ObservedParameters.malformed("{target[\"x\"]}")).isFalse();
    assertThat(ObservedParameters.malformed("2s")).isFalse();
    assertThat(ObservedParameters.malformed("{peer[\"x\"]}")).isTrue();
    assertThat(ObservedParameters.malformed("{target.x}")).isTrue();
    assertThat(ObservedParameters.malformed("{target[\"x\"]")).isTrue();
  }
}
