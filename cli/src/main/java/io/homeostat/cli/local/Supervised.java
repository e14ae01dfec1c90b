package io.homeostat.cli.local;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** One process over all its lives; only the supervisor's thread touches it. */
final class Supervised {
  private final ProcessSpec spec;
  private Phase phase = new Phase.Waiting();
  private Map<String, String> addresses = Map.of();
  private int restarts;
  private int deaths;

  Supervised(ProcessSpec spec) {
    this.spec = spec;
  }

  ProcessSpec spec() {
    return spec;
  }

  String name() {
    return spec.name();
  }

  Phase phase() {
    return phase;
  }

  void become(Phase next) {
    phase = next;
  }

  Map<String, String> addresses() {
    return addresses;
  }

  void listensOn(Map<String, String> found) {
    addresses = Map.copyOf(found);
  }

  /** How often it was started again. */
  int restarts() {
    return restarts;
  }

  /** Quick deaths in a row. */
  int deaths() {
    return deaths;
  }

  /** Counts a death; the last life's start is known where it was ever started. */
  void died(RestartPolicy policy, java.time.Duration lived) {
    deaths = policy.deaths(deaths, lived);
  }

  void startedAgain() {
    restarts++;
  }

  boolean isReady() {
    return phase instanceof Phase.Ready;
  }

  /** Whether there is nothing left of it to stop. */
  boolean isOver() {
    return phase instanceof Phase.Stopped
        || phase instanceof Phase.GivenUp
        || phase instanceof Phase.Waiting;
  }

  boolean isLifeOf(ChildProcess child) {
    return phase.running().filter(running -> running == child).isPresent();
  }

  /** When the next thing is due by the clock, if one is. */
  Optional<Instant> due(java.time.Duration stopLimit) {
    if (phase instanceof Phase.Starting starting) {
      return Optional.of(starting.since().plus(spec.startLimit()));
    }
    if (phase instanceof Phase.Paused paused) {
      return Optional.of(paused.until());
    }
    return phase instanceof Phase.Stopping stopping
        ? Optional.of(stopping.since().plus(stopLimit))
        : Optional.empty();
  }
}
