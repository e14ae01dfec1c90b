package io.homeostat.demo.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.demo.Eventually;
import io.homeostat.demo.rag.Demand;
import io.homeostat.demo.rag.Season;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class BurstTest {
  private static final Instant NOON = Instant.EPOCH;
  private final Demand demand = new Demand(new Season(20, 0.4, Duration.ofMinutes(10)));

  @Test
  void trafficTriplesUntilItIsStoppedAndIsThenAsBefore() throws Exception {
    StopSignal stop = new StopSignal();
    CompletableFuture<Void> injection =
        CompletableFuture.runAsync(
            () -> {
              try {
                new Burst(demand, Duration.ofMinutes(5)).inject(7, stop);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    Eventually.await(
        "the traffic triples",
        Duration.ofSeconds(20),
        () -> demand.ratePerSecond(NOON) > 57 && demand.ratePerSecond(NOON) < 63);
    stop.raise();
    injection.get(20, TimeUnit.SECONDS);
    assertThat(demand.ratePerSecond(NOON)).isEqualTo(20);
  }

  @Test
  void itEndsByItself() throws Exception {
    new Burst(demand, Duration.ofMillis(10)).inject(7, new StopSignal());
    assertThat(demand.ratePerSecond(NOON)).isEqualTo(20);
  }
}
