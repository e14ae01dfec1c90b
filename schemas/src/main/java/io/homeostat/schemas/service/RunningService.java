package io.homeostat.schemas.service;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A service that has started. */
public interface RunningService extends AutoCloseable {

  /**
   * What it listens on, by name, such as {@code console → http://127.0.0.1:7070}; empty if on
   * nothing.
   */
  default Map<String, String> addresses() {
    return Map.of();
  }

  /**
   * Completes exceptionally when the service can't go on; the process then ends and is restarted.
   */
  default CompletableFuture<Void> failure() {
    return new CompletableFuture<>();
  }

  /** Stops it in an orderly way and returns when it has stopped. */
  @Override
  void close();
}
