package io.homeostat.core.lane;

import io.homeostat.core.model.Fact;

/** Takes what a fold puts out; the driver gives each output its origin. */
public interface Outputs {

  /** To the lane of {@code key} in {@code stream}. */
  void emit(Stream stream, String key, Fact fact);

  /** To every lane of {@code stream}. */
  void broadcast(Stream stream, Fact fact);
}
