package io.homeostat.ingest.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BeatTest {

  @Test
  void decidingStreamsTickEachQuarterOfASecondAndTelemetryAtWholeSeconds() {
    assertThat(Beat.due(10_000, 10_250))
        .containsExactlyInAnyOrder(Stream.SIGNALS, Stream.GOVERNANCE);
    assertThat(Beat.due(10_750, 11_001))
        .containsExactlyInAnyOrder(
            Stream.SIGNALS,
            Stream.GOVERNANCE,
            Stream.METRICS,
            Stream.LOGS,
            Stream.CHANGES,
            Stream.EMBEDDINGS);
  }

  @Test
  void aSecondThatWasSleptThroughIsMadeUpForAtTheNextBeat() {
    assertThat(Beat.due(10_750, 13_252)).contains(Stream.METRICS);
  }

  @Test
  void timeThatDoesNotGoOnGivesNoTick() {
    assertThat(Beat.due(10_000, 10_000)).isEmpty();
    assertThat(Beat.due(10_000, 9_000)).isEmpty();
  }

  @Property
  void theNextBeatIsAtAMultipleOfThePeriod(@ForAll int now) {
    assertThat(Beat.untilNext(now)).isBetween(1L, Beat.PERIOD_MILLIS);
    assertThat((now + Beat.untilNext(now)) % Beat.PERIOD_MILLIS).isZero();
  }
}
