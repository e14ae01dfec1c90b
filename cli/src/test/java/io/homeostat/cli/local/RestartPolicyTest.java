package io.homeostat.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
  private static final RestartPolicy POLICY =
      new RestartPolicy(Duration.ofMillis(500), Duration.ofSeconds(3), Duration.ofMinutes(1), 6);

  @Test
  void pausesDoubleUpToTheLongest() {
    assertThat(POLICY.pause(1)).contains(Duration.ofMillis(500));
    assertThat(POLICY.pause(2)).contains(Duration.ofSeconds(1));
    assertThat(POLICY.pause(3)).contains(Duration.ofSeconds(2));
    assertThat(POLICY.pause(4)).contains(Duration.ofSeconds(3));
  }

  @Test
  void tooManyQuickDeathsEndTheTrying() {
    assertThat(POLICY.pause(5)).isPresent();
    assertThat(POLICY.pause(6)).isEmpty();
  }

  @Test
  void aLongLifeForgivesEarlierDeaths() {
    assertThat(POLICY.deaths(4, Duration.ofSeconds(59))).isEqualTo(5);
    assertThat(POLICY.deaths(4, Duration.ofMinutes(1))).isEqualTo(1);
  }

  @Property
  void noPauseIsShorterThanTheFirstOrLongerThanTheLongest(
      @ForAll @IntRange(min = 1, max = 1_000_000) int deaths) {
    RestartPolicy patient =
        new RestartPolicy(
            Duration.ofMillis(1), Duration.ofSeconds(30), Duration.ofMinutes(1), Integer.MAX_VALUE);
    Optional<Duration> pause = patient.pause(deaths);
    assertThat(pause.orElseThrow()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(30));
  }

  @Test
  void aLongestPauseBelowTheFirstIsRefused() {
    assertThatThrownBy(
            () ->
                new RestartPolicy(
                    Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofMinutes(1), 3))
        .hasMessageContaining("PT2S to PT1S");
  }
}
