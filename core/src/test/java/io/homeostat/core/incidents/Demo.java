package io.homeostat.core.incidents;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Severity;
import io.homeostat.core.model.Signal;

/** The names, rules and signals that the stories are told with. */
final class Demo {
  static final String SYSTEM = "rag";
  static final EntityId INDEX =
      EntityId.parse("pg-index:demo/rag/public.documents_tenant_created_idx");
  static final EntityId PEER = EntityId.parse("pg-index:demo/rag/public.documents_source_idx");
  static final EntityId TABLE = EntityId.parse("pg-table:demo/rag/public.documents");
  static final EntityId RETRIEVER = EntityId.parse("service:demo/rag/retriever");

  static final String SIZE = "pg.index.size";
  static final String DENSITY = "pg.index.leaf_density";
  static final String LATENCY = "retriever.search.latency.p95";

  static final String RULES =
      """
      playbooks:
        - name: rebuild-bloated-index
          when: '"index-degradation" in incident.kinds'
          target: {kind: index-degradation, match: ['kind="pg-index"']}
          action: pg-index.rebuild
          parameters: {lock_timeout: 2s}
          require: 'target["pg.index.leaf_density"] < 60.0'
          fresh: 30s
          deadline: 60s
          limit: 5m
          predicted: The index shrinks
          undo: None is needed
          attempts: 2
          verify:
            before: 30s
            settle: 5s
            window: 20s
            checks:
              - {role: target, series: pg.index.size, atMost: 0.7}
              - {role: symptom, entity: 'service:demo/rag/retriever', series: retriever.search.latency.p95, atMost: 0.8}
              - {role: peer, entity: 'pg-index:demo/rag/public.documents_source_idx', series: pg.index.size, atMost: 1.2}
      correlation: {window: 5m, close: 30s, changes: 15m}
      """;

  static final String TOPOLOGY =
      """
      systems:
        - name: rag
          criticality: 0.8
          owner: retrieval
          scopes: [demo/rag]
      edges:
        - from: service:demo/rag/retriever
          dependsOn:
            - pg-table:demo/rag/public.documents
        - from: pg-index:demo/rag/public.documents_tenant_created_idx
          partOf: pg-table:demo/rag/public.documents
        - from: pg-index:demo/rag/public.documents_source_idx
          partOf: pg-table:demo/rag/public.documents
      """;

  private Demo() {}

  static Signal bloat(long beganMillis) {
    return signal(INDEX, "index-degradation", DENSITY, beganMillis);
  }

  static Signal latency(long beganMillis) {
    return signal(RETRIEVER, "latency-degradation", LATENCY, beganMillis);
  }

  /** A signal that fires, with a score that its entity's name gives it. */
  static Signal signal(EntityId entity, String kind, String series, long beganMillis) {
    return new Signal(
        kind + "/" + entity.name() + "/" + beganMillis,
        entity,
        SYSTEM,
        "rule-of-" + kind,
        series,
        kind,
        Signal.State.FIRING,
        kind.startsWith("latency") ? Severity.CRITICAL : Severity.WARNING,
        0.5 + (entity.text().hashCode() & 0xff) / 1000.0,
        beganMillis,
        beganMillis + 3_000,
        42,
        55,
        entity.name() + " is not as it should be",
        "rules-1");
  }

  /** The same signal in another state, judged later. */
  static Signal in(Signal.State state, Signal signal, long updatedMillis) {
    return new Signal(
        signal.id(),
        signal.entity(),
        signal.system(),
        signal.rule(),
        signal.series(),
        signal.kind(),
        state,
        signal.severity(),
        signal.score(),
        signal.beganMillis(),
        updatedMillis,
        signal.value(),
        signal.bound(),
        signal.explanation(),
        signal.rules());
  }
}
