package io.homeostat.core.detect;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.form.FormException;

/** What a test remembers of a series. Mutable: part of a detector. */
sealed interface Memory
    permits RobustScore.State, RareState, StillState, MissingState, BurnState, ForecastState {

  /** A deep copy. */
  Memory copy();

  /** Writes it in its canonical form, without {@link #tag}. */
  void write(ByteSink sink);

  /** What tells the kinds apart in the form: 1 to 15. */
  int tag();

  static Memory read(int tag, ByteSource source) {
    return switch (tag) {
      case 1 -> RobustScore.State.read(source);
      case 2 -> RareState.read(source);
      case 3 -> StillState.read(source);
      case 4 -> MissingState.read(source);
      case 5 -> BurnState.read(source);
      case 6 -> ForecastState.read(source);
      default -> throw new FormException("a detector remembers something of kind " + tag);
    };
  }
}
