package io.homeostat.demo.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is deployed, as Argo CD would keep it: its history, and its newest operation.
 *
 * @param history what was deployed, oldest first
 * @param operation the newest operation
 */
public record Application(List<Deployed> history, Optional<Operation> operation) {
  /** Nothing was deployed. */
  static final Application NEW = new Application(List.of(), Optional.empty());

  private static final int MOST_HISTORY = 10;

  /**
   * An entry of the history.
   *
   * @param revision the Git revision
   * @param content the id of the deployed folder's content
   * @param at when, in ISO 8601
   */
  public record Deployed(String revision, String content, String at) {}

  /**
   * A sync.
   *
   * @param revision to this revision
   * @param phase {@code Running}, {@code Succeeded} or {@code Failed}, in Argo CD's words
   * @param health {@code Progressing}, {@code Healthy} or {@code Degraded}
   * @param message what went wrong; else empty
   * @param startedAt when, in ISO 8601
   * @param finishedAt when; empty while it runs
   */
  public record Operation(
      String revision,
      String phase,
      String health,
      String message,
      String startedAt,
      String finishedAt) {}

  public Application {
    history = List.copyOf(history);
  }

  /** What was deployed last. */
  public Optional<Deployed> newest() {
    return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
  }

  Application with(Deployed deployed) {
    List<Deployed> more = new ArrayList<>(history);
    more.add(deployed);
    return new Application(
        more.subList(Math.max(0, more.size() - MOST_HISTORY), more.size()), operation);
  }

  Application with(Operation next) {
    return new Application(history, Optional.of(next));
  }

  /**
   * The body of a notification: what {@code deploy/argocd/notifications.yaml} has Argo CD send of
   * an Application.
   *
   * @param now the time of the notification, in ISO 8601
   */
  Map<String, Object> notification(String url, String path, String now) {
    Map<String, Object> app = new LinkedHashMap<>();
    app.put("metadata", Map.of("name", "retriever", "namespace", "argocd"));
    app.put(
        "spec",
        Map.of(
            "destination", Map.of("name", "demo", "namespace", "rag"),
            "source", Map.of("repoURL", url, "path", path, "targetRevision", "main")));
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("reconciledAt", now);
    operation.ifPresent(
        each -> {
          status.put("health", Map.of("status", each.health()));
          status.put("operationState", state(each));
        });
    List<Map<String, Object>> entries = new ArrayList<>();
    for (Deployed each : history) {
      entries.add(Map.of("revision", each.revision(), "deployedAt", each.at()));
    }
    status.put("history", entries);
    app.put("status", status);
    return Map.of("app", app);
  }

  private static Map<String, Object> state(Operation operation) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("phase", operation.phase());
    state.put("message", operation.message());
    state.put("startedAt", operation.startedAt());
    if (!operation.finishedAt().isEmpty()) {
      state.put("finishedAt", operation.finishedAt());
    }
    state.put(
        "operation",
        Map.of(
            "initiatedBy", Map.of("automated", true),
            "sync", Map.of("revision", operation.revision())));
    state.put("syncResult", Map.of("revision", operation.revision()));
    return state;
  }
}
