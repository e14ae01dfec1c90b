package io.homeostat.processors.benchmark;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The load in use: a source of a job in this process finds it here. */
final class Loads {
  private static volatile @Nullable FrameLoad current;

  private Loads() {}

  static void use(FrameLoad load) {
    current = load;
  }

  static FrameLoad current() {
    return Objects.requireNonNull(current, "no load is in use");
  }
}
