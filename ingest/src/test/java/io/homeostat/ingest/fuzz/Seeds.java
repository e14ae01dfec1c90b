package io.homeostat.ingest.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A sound input of each parser: what is damaged, and what a fuzzer begins with. */
final class Seeds {
  private static final List<Batch.Item> ITEMS =
      List.of(new Batch.Item("one \u00e4", true), new Batch.Item("two", false));

  private static final Map<Parser, String> FILES =
      Map.of(
          Parser.REMOTE_WRITE_1, "prometheus/prometheus-2.42-write.pb",
          Parser.OTLP_METRICS, "otlp/java-agent-metrics.pb",
          Parser.OTLP_LOGS, "otlp/java-agent-logs.pb",
          Parser.ALERTMANAGER, "alert/am025_0_firing.json",
          Parser.GITHUB, "deployment/github-deployment_status.json",
          Parser.GITLAB, "deployment/gitlab-deployment.json",
          Parser.FLUX, "deployment/flux-event.json");

  private static final String CLOUD_EVENT =
      "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"s\", \"type\": \"t\","
          + " \"time\": \"2026-11-20T10:00:00Z\", \"severity\": \"critical\","
          + " \"data\": {\"status\": \"ok\", \"message\": \"m\"}}";

  private static final String INCIDENT =
      "{\"event\": {\"id\": \"1\", \"event_type\": \"incident.x\", \"occurred_at\":"
          + " \"2026-11-20T10:00:00Z\", \"data\": {\"type\": \"incident\", \"id\": \"P\","
          + " \"status\": \"resolved\", \"service\": {\"summary\": \"s\"}}}}";

  private static final String ARGOCD =
      "{\"app\": {\"metadata\": {\"name\": \"a\", \"namespace\": \"n\"}, \"status\":"
          + " {\"health\": {\"status\": \"Healthy\"}, \"operationState\": {\"phase\": \"Running\","
          + " \"startedAt\": \"2026-11-20T10:00:00Z\"}}}}";

  private Seeds() {}

  /** The parser's sound input. */
  static byte[] of(Parser parser) throws IOException {
    String file = FILES.getOrDefault(parser, "");
    if (!file.isEmpty()) {
      try (InputStream in =
          Objects.requireNonNull(
              Seeds.class.getResourceAsStream("/io/homeostat/ingest/" + file), file)) {
        return in.readAllBytes();
      }
    }
    return switch (parser) {
      case PAGERDUTY -> bytes(INCIDENT);
      case CLOUD_EVENT, CLOUD_EVENT_BINARY -> bytes(CLOUD_EVENT);
      case ARGOCD -> bytes(ARGOCD);
      default -> Batch.valueOf(parser.name()).written(ITEMS);
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
