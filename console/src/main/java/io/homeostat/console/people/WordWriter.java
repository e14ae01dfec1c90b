package io.homeostat.console.people;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Fact;
import java.util.concurrent.CompletableFuture;

/** Where people's words go: the log. */
@FunctionalInterface
public interface WordWriter {

  /**
   * Writes a fact to the lane of a key.
   *
   * @return completes when the log has it for certain; exceptionally when it does not
   */
  CompletableFuture<Void> write(Stream stream, String key, Fact fact);
}
