package io.homeostat.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace();
  private long time = 1_000_000;

  private boolean after(long millis) {
    time += millis;
    return pace.take(time);
  }

  @Test
  void aSeriesOfOneSecondIsSilentAfterThirty() {
    for (int i = 0; i < 10; i++) {
      assertThat(after(1_000)).isTrue();
    }
    assertThat(pace.silenceMillis()).isEqualTo(30_000);
    assertThat(after(29_999)).isTrue();
    assertThat(after(30_000)).isFalse();
  }

  @Test
  void aSeriesOfOneMinuteIsSilentAfterFour() {
    after(60_000);
    after(60_000);
    for (int i = 0; i < 10; i++) {
      assertThat(after(60_000)).isTrue();
    }
    assertThat(pace.silenceMillis()).isEqualTo(240_000);
  }

  @Test
  void aHoleDoesNotMakeASeriesLookSlow() {
    for (int i = 0; i < 10; i++) {
      after(10_000);
    }
    assertThat(after(600_000)).isFalse();
    assertThat(pace.silenceMillis()).isEqualTo(80_000);
    after(10_000);
    assertThat(pace.silenceMillis()).isEqualTo(40_000);
  }

  @Test
  void theTimeFromWhichSilenceCountsIsNoSample() {
    pace.startAt(time);
    assertThat(after(600_000)).isTrue();
    assertThat(pace.silenceMillis()).isEqualTo(30_000);
    assertThat(pace.lastMillis()).isEqualTo(time);
  }
}
