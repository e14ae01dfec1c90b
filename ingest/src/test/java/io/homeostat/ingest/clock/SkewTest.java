package io.homeostat.ingest.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SkewTest {
  private final Skew skew = new Skew();

  @Test
  void aClockAheadIsToldAfterFiveTicksInARow() {
    for (int i = 0; i < 4; i++) {
      assertThat(skew.observe(9_001, 9_002, 8_000)).isEmpty();
    }
    assertThat(skew.observe(9_001, 9_002, 8_000)).isEqualTo(OptionalLong.of(1_001));
  }

  @Test
  void aClockBehindGivesANegativeSkew() {
    for (int i = 0; i < 4; i++) {
      assertThat(skew.observe(1_000, 1_010, 5_010)).isEmpty();
    }
    assertThat(skew.observe(1_000, 1_010, 5_010)).isEqualTo(OptionalLong.of(-4_000));
  }

  @Test
  void oneTickInTimeBeginsTheCountAnew() {
    for (int i = 0; i < 4; i++) {
      assertThat(skew.observe(9_001, 9_002, 8_000)).isEmpty();
    }
    assertThat(skew.observe(9_000, 9_002, 8_000)).isEmpty();
    assertThat(skew.observe(9_001, 9_002, 8_000)).isEmpty();
  }

  @Test
  void aBrokerThatAnswersLateShowsNoSkew() {
    for (int i = 0; i < 20; i++) {
      assertThat(skew.observe(1_000, 6_000, 5_900)).isEmpty();
    }
  }
}
