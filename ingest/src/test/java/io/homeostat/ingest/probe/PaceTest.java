package io.homeostat.ingest.probe;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long MILLI = 1_000_000;

  private final Pace pace = new Pace(2_000);

  @Test
  void aServerIsBusyWhenItsAnswersWereSlowTwiceInARowAndNotAfterTheNextQuickOne() {
    quiet();
    assertThat(pace.opened(400 * MILLI)).isFalse();
    assertThat(pace.opened(400 * MILLI)).isTrue();
    assertThat(pace.pauseMillis(0, 0)).isEqualTo(4_000);
    assertThat(pace.opened(400 * MILLI)).isTrue();
    assertThat(pace.opened(400 * MILLI)).isTrue();
    assertThat(pace.pauseMillis(0, 0)).isEqualTo(8_000);
    assertThat(pace.opened(2 * MILLI)).isFalse();
    assertThat(pace.pauseMillis(0, 0)).isEqualTo(2_000);
  }

  @Test
  void aServerFarAwayIsNotBusyForThat() {
    for (int i = 0; i < 100; i++) {
      assertThat(pace.opened((300 + i % 7) * MILLI)).isFalse();
    }
  }

  @Test
  void quickAnswersAreNeverSlowHoweverMuchQuickerTheyUsedToBe() {
    quiet();
    assertThat(pace.opened(100 * MILLI)).isFalse();
    assertThat(pace.opened(100 * MILLI)).isFalse();
  }

  @Property
  void whatIsNeededTakesAtMostASixthOfTheTime(
      @ForAll @DoubleRange(min = 0, max = 60_000) double needed,
      @ForAll @DoubleRange(min = 0, max = 60_000) double rest) {
    long pause = new Pace(2_000).pauseMillis(needed, needed + rest);
    assertThat(pause + 1.0).isGreaterThanOrEqualTo(5 * needed);
    assertThat(pause).isGreaterThanOrEqualTo(500);
  }

  private void quiet() {
    for (int i = 0; i < 10; i++) {
      assertThat(pace.opened(2 * MILLI)).isFalse();
    }
  }
}
