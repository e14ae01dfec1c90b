package io.homeostat.demo.fault;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** A way to decay the world: seeded, bounded in time, and undone by a reset. */
public interface Fault {

  /** Its name on the command line, such as {@code index-bloat}. */
  String name();

  /**
   * What its variants are called together, such as {@code primary-loss}; that name means the first
   * of them, in the order of their names.
   */
  default String family() {
    return name();
  }

  /** What it does and what that causes, in a sentence. */
  String description();

  /** What this machine lacks for it, and what would help; empty where nothing is lacking. */
  default Optional<String> missing() {
    return Optional.empty();
  }

  /** About how long the injection takes; then it ends by itself. */
  Duration lasts();

  /** What remains when it has ended, and what heals that. */
  String ending();

  /**
   * Injects it; returns when it has ended, or soon after {@code stop} was asked for.
   *
   * @param seed decides all that is left to chance
   * @throws SQLException when the database does not take it
   */
  void inject(long seed, StopSignal stop) throws SQLException, InterruptedException;

  /**
   * Puts the world's content back where an injection that was cut off has left it; does nothing
   * after one that ended by itself.
   */
  void recover() throws SQLException;

  /** Heals what it caused. */
  void undo() throws SQLException;
}
