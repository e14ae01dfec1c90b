package io.homeostat.actuators.action;

import io.homeostat.core.model.Command;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What must hold right before an effect, by the actuator's own clock and eyes.
 *
 * @param mode whether effects are made at all
 * @param stop why the stop switch forbids it, read anew at each question
 * @param journal what grants are known
 * @param clock this process's clock
 */
record Conditions(
    ActionSettings.Mode mode,
    Supplier<Optional<Objection>> stop,
    Journal journal,
    InstantSource clock) {

  /**
   * Why the command must not be carried out now; empty when it may. The switch is read first, as
   * that takes the longest, and what lasts is said before what may pass.
   */
  Optional<Objection> objection(Command command) {
    Optional<Objection> switched = stop.get();
    return observing()
        .or(() -> superseded(command))
        .or(() -> expired(command))
        .or(() -> stale(command))
        .map(Objection::lasting)
        .or(() -> switched);
  }

  private Optional<String> observing() {
    return mode == ActionSettings.Mode.OBSERVE
        ? Optional.of("Homeostat only observes here: mode.observe is set")
        : Optional.empty();
  }

  private Optional<String> superseded(Command command) {
    long newest = journal.newestFence(command.target());
    return newest > command.fence()
        ? Optional.of(
            "a newer grant for "
                + command.target()
                + " is known: fence "
                + newest
                + " after "
                + command.fence())
        : Optional.empty();
  }

  private Optional<String> expired(Command command) {
    long late = clock.millis() - command.expiresMillis();
    return late > 0
        ? Optional.of(
            "it expired at "
                + Instant.ofEpochMilli(command.expiresMillis())
                + ", "
                + seconds(late)
                + " ago")
        : Optional.empty();
  }

  private Optional<String> stale(Command command) {
    long age = clock.millis() - command.evidenceMillis();
    return age > command.freshMillis()
        ? Optional.of(
            "its evidence is "
                + seconds(age)
                + " old; at most "
                + seconds(command.freshMillis())
                + " is allowed at the instant of effect")
        : Optional.empty();
  }

  private static String seconds(long millis) {
    return millis / 1000.0 + " s";
  }
}
