package io.homeostat.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "0s, 0",
    "250ms, 250",
    "5s, 5000",
    "5m, 300000",
    "1h30m, 5400000",
    "1d, 86400000",
    "1w, 604800000",
    "1y, 31536000000",
    "1y1w1d1h1m1s1ms, 32230861001"
  })
  void durationsAreReadAsPrometheusWritesThem(String text, long millis) {
    assertThat(Durations.parse(text)).contains(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "5", "m", "-5m", "5 m", "5m5m", "5m1h", "1.5h", "5M", "5min", "101y"})
  void whatIsNoDurationGivesNothing(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @Test
  void aDurationThatOverflowsGivesNothing() {
    assertThat(Durations.parse("999999999y999999999w")).isEmpty();
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll @LongRange(min = 0, max = 3_153_600_000_000L) long millis) {
    assertThat(Durations.parse(Durations.format(millis))).contains(millis);
  }

  @Test
  void aPersonIsToldWholeSeconds() {
    assertThat(Durations.rough(59_750)).isEqualTo("59s");
    assertThat(Durations.rough(120_999)).isEqualTo("2m");
    assertThat(Durations.rough(750)).isEqualTo("750ms");
    assertThat(Durations.rough(0)).isEqualTo("0s");
  }
}
