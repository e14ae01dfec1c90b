package io.homeostat.console.view;

import io.homeostat.core.model.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The answers to people's words, by the word's id; the newest thousand. Safe for several threads.
 */
public final class Answers {
  private static final int MOST = 1_000;

  private final Map<String, CompletableFuture<Answer>> byRequest =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CompletableFuture<Answer>> eldest) {
          return size() > MOST;
        }
      };

  /** The answer to a word, once it has come. */
  public CompletableFuture<Answer> to(String requestId) {
    return of(requestId).copy();
  }

  void take(Answer answer) {
    of(answer.requestId()).complete(answer);
  }

  private synchronized CompletableFuture<Answer> of(String requestId) {
    return byRequest.computeIfAbsent(requestId, id -> new CompletableFuture<>());
  }
}
