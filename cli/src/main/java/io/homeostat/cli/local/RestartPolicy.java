package io.homeostat.cli.local;

import java.time.Duration;
import java.util.Optional;

/**
 * When a process that died is started again: soon at first, then ever later, and no more after too
 * many quick deaths in a row.
 *
 * @param first the pause after the first quick death; it doubles with each further one
 * @param longest the longest pause
 * @param quick a process that lived shorter than this died quickly
 * @param quickDeaths how many quick deaths in a row end the trying
 */
public record RestartPolicy(Duration first, Duration longest, Duration quick, int quickDeaths) {

  public RestartPolicy {
    if (first.isNegative() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "pauses are "
              + first
              + " to "
              + longest
              + ": give a first one that is not above the longest");
    }
    if (quickDeaths < 1) {
      throw new IllegalArgumentException("quickDeaths is " + quickDeaths + ": give at least 1");
    }
  }

  /** What `up` uses. */
  public static RestartPolicy usual() {
    return new RestartPolicy(
        Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(1), 5);
  }

  /** How many quick deaths in a row there are once a process has died after this life. */
  int deaths(int before, Duration lived) {
    return lived.compareTo(quick) < 0 ? before + 1 : 1;
  }

  /**
   * The pause before the next start; empty when the process is given up.
   *
   * @param deaths quick deaths in a row, at least 1
   */
  Optional<Duration> pause(int deaths) {
    if (deaths >= quickDeaths) {
      return Optional.empty();
    }
    Duration pause = first.multipliedBy(1L << Math.min(deaths - 1, 20));
    return Optional.of(pause.compareTo(longest) < 0 ? pause : longest);
  }
}
