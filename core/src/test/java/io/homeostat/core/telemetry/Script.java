package io.homeostat.core.telemetry;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.Form;
import io.homeostat.core.form.Forms;
import io.homeostat.core.lane.Output;
import io.homeostat.core.lane.Progress;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Fact;
import java.util.HexFormat;
import java.util.List;

/** Rules and entities that the tests of this package share, and a way to compare what comes out. */
final class Script {
  static final EntityId RETRIEVER = EntityId.parse("service:demo/rag/retriever");
  static final EntityId INDEX = EntityId.parse("pg-index:demo/rag/public.documents_idx");
  static final EntityId OTHER = EntityId.parse("service:demo/other/embedder");
  static final String LATENCY = "latency.p99";
  static final String REQUESTS = "requests";
  static final String SIZE = "pg.index.size";

  static final String RULES =
      """
      detectors:
        - name: slow
          match: ['kind="service"']
          series: latency.p99
          above: 100
          for: 3s
          clear: 5s
          kind: latency-degradation
          severity: critical
          explain: "{series} of {entity} is {value} ms, above {bound} ms"
        - name: odd
          match: ['kind="service"']
          series: latency.p99
          outlier: {score: 6, direction: up, warmup: 60s, leastRatio: 1.5}
          for: 2s
          clear: 2s
          kind: latency-degradation
          severity: warning
          explain: "{series} of {entity} is {value} ms, usually {bound} ms"
        - name: silent
          match: ['kind="service"']
          series: requests
          absent: {after: 20s, door: gateway}
          clear: 2s
          kind: silence
          severity: warning
          explain: "{entity} has been silent for {value} (allowed {bound})"
        - name: large
          match: ['kind=~"pg-.*"']
          series: pg.index.size
          above: 4000000
          kind: index-degradation
          severity: warning
          explain: "{entity} has {value}, more than {bound}"
      """;

  static final String TOPOLOGY =
      """
      systems:
        - name: rag
          criticality: 0.8
          owner: search
          scopes: [demo/rag]
      """;

  private Script() {}

  /** A lane with rules and a topology, after its first tick. */
  static Lane lane() {
    return new Lane().tick().rules(RULES).topology(TOPOLOGY);
  }

  /** What comes out but for progress, as text: stream, key, type and all fields. */
  static List<String> said(List<Output> outputs) {
    return outputs.stream()
        .filter(output -> !(output.fact() instanceof Progress))
        .map(output -> output.stream() + " " + output.key() + " " + text(output.fact()))
        .toList();
  }

  /** All that comes out, with its origins, as text. */
  static List<String> all(List<Output> outputs) {
    return outputs.stream()
        .map(o -> o.stream() + " " + o.lane() + " " + o.key() + " " + o.origin() + text(o.fact()))
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static String text(Fact fact) {
    ByteSink sink = new ByteSink();
    ((Form<Fact>) Forms.of(fact.getClass())).write(fact, sink);
    return fact.getClass().getSimpleName() + " " + HexFormat.of().formatHex(sink.toByteArray());
  }
}
