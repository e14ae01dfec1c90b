package io.homeostat.processors.recorded;

import io.homeostat.core.lane.ContextDocument;
import java.util.Map;

/** Rules and topology for what {@link MetricLanes} records. */
public final class SampleContext {
  private static final String RULES =
      """
      detectors:
        - name: too-much
          match: ['kind="pg-index"', 'system="rag"']
          series: metric.1
          above: 400
          for: 0s
          clear: 3s
          kind: index-degradation
          severity: warning
          explain: "{series} of {entity} is {value}, more than {bound}"
        - name: out-of-line
          match: ['system="rag"']
          series: metric.2
          outlier: {score: 6, direction: up, warmup: 20s, leastRatio: 1.1}
          for: 0s
          clear: 2s
          kind: latency-degradation
          severity: critical
          explain: "{entity} shows {value}; {bound} is usual"
        - name: silent
          match: ['kind="service"', 'system="rag"']
          series: metric.0
          absent: {after: 10s, door: gateway}
          kind: silence
          severity: critical
          explain: "{entity} is silent"

      correlation: {window: 5m, close: 30s, changes: 15m}
      """;

  private static final String TOPOLOGY =
      """
      systems:
        - name: rag
          criticality: 0.8
          owner: retrieval
          scopes: [demo/rag]
      """;

  private SampleContext() {}

  /** The documents, by key. */
  public static Map<String, String> documents() {
    return Map.of(ContextDocument.RULES, RULES, ContextDocument.TOPOLOGY, TOPOLOGY);
  }
}
