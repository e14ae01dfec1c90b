package io.homeostat.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistogramMemoryTest {
  private static final double[] BOUNDS = {1, 2, 4};

  @Test
  void whatWasUsedLongestAgoIsForgottenWhenThereAreTooManyBuckets() {
    HistogramMemory memory = new HistogramMemory(12);
    assertThat(memory.added("a", 0, 1, buckets(1))).isEmpty();
    assertThat(memory.added("b", 0, 1, buckets(1))).isEmpty();
    assertThat(low(memory.added("a", 0, 2, buckets(5)))).contains(4L);
    assertThat(memory.added("c", 0, 1, buckets(1))).isEmpty();
    assertThat(low(memory.added("a", 0, 3, buckets(7)))).contains(2L);
    assertThat(memory.added("b", 0, 2, buckets(3))).isEmpty();
  }

  @Test
  void oneHistogramIsRememberedHoweverLargeItIs() {
    HistogramMemory memory = new HistogramMemory(1);
    assertThat(memory.added("a", 0, 1, buckets(1))).isEmpty();
    assertThat(low(memory.added("a", 0, 2, buckets(5)))).contains(4L);
  }

  private static Buckets buckets(long low) {
    return new Buckets(BOUNDS, new long[] {low, 0, 0, 0});
  }

  private static Optional<Long> low(Optional<Buckets> added) {
    return added.map(buckets -> buckets.counts()[0]);
  }
}
