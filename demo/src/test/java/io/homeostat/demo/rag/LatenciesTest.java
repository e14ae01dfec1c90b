package io.homeostat.demo.rag;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {

  @Test
  void percentilesAreByNearestRank() {
    Latencies latencies = new Latencies();
    for (int millis = 100; millis >= 1; millis--) {
      latencies.answered(millis, false);
    }
    Latencies.Summary second = latencies.endSecond();
    assertThat(second.percentileMillis(50)).hasValue(50);
    assertThat(second.percentileMillis(95)).hasValue(95);
    assertThat(second.percentileMillis(99)).hasValue(99);
    assertThat(second.percentileMillis(100)).hasValue(100);
  }

  @Test
  void aSecondWithoutRequestsHasNoPercentiles() {
    Latencies.Summary second = new Latencies().endSecond();
    assertThat(second.percentileMillis(95)).isEmpty();
    assertThat(second.requests()).isZero();
  }

  @Test
  void failuresCountAsRequestsToo() {
    Latencies latencies = new Latencies();
    latencies.answered(1, false);
    latencies.failed(2);
    assertThat(latencies.endSecond())
        .extracting(Latencies.Summary::requests, Latencies.Summary::errors)
        .containsExactly(2, 1);
  }

  @Test
  void onlyTheLastTenSecondsAreRemembered() {
    Latencies latencies = new Latencies();
    for (int second = 0; second < 15; second++) {
      latencies.answered(second, false);
      latencies.endSecond();
    }
    assertThat(latencies.recent().sortedMillis())
        .containsExactly(5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0);
  }
}
