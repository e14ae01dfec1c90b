package io.homeostat.core.correlate;

import io.homeostat.core.model.Change;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Severity;
import io.homeostat.core.model.Signal;
import io.homeostat.core.topology.Topology;
import java.util.List;
import java.util.Map;

/** Signals, changes and edges to tell tests with. */
final class Facts {
  static final EntityId INDEX = EntityId.parse("pg-index:demo/rag/public.documents_idx");
  static final EntityId SISTER = EntityId.parse("pg-index:demo/rag/public.sister_idx");
  static final EntityId TABLE = EntityId.parse("pg-table:demo/rag/public.documents");
  static final EntityId DATABASE = EntityId.parse("pg-database:demo/rag/rag");
  static final EntityId RETRIEVER = EntityId.parse("service:demo/rag/retriever");
  static final EntityId GATEWAY = EntityId.parse("service:demo/rag/gateway");

  static final Topology TOPOLOGY =
      new Topology(
          "v1",
          Map.of(),
          Map.of(),
          Map.of("demo/rag", "rag"),
          List.of(
              edge(RETRIEVER, Topology.Edge.Kind.DEPENDS_ON, TABLE),
              edge(GATEWAY, Topology.Edge.Kind.DEPENDS_ON, RETRIEVER),
              edge(INDEX, Topology.Edge.Kind.PART_OF, TABLE),
              edge(SISTER, Topology.Edge.Kind.PART_OF, TABLE),
              edge(TABLE, Topology.Edge.Kind.PART_OF, DATABASE)));

  private Facts() {}

  private static Topology.Edge edge(EntityId from, Topology.Edge.Kind kind, EntityId to) {
    return new Topology.Edge(from, kind, to);
  }

  static Signal signal(EntityId entity, String kind, double score, long beganMillis) {
    return signal(entity, kind, score, beganMillis, Signal.State.FIRING, beganMillis);
  }

  static Signal signal(
      EntityId entity,
      String kind,
      double score,
      long beganMillis,
      Signal.State state,
      long updatedMillis) {
    return new Signal(
        kind + entity.name() + beganMillis,
        entity,
        "rag",
        "rule",
        "series",
        kind,
        state,
        Severity.WARNING,
        score,
        beganMillis,
        updatedMillis,
        1,
        2,
        "explained",
        "v1");
  }

  static Change change(EntityId entity, long beganMillis) {
    return new Change(
        "change" + entity + beganMillis,
        "deployment",
        entity,
        "rag",
        Change.State.FINISHED,
        beganMillis,
        beganMillis,
        "someone",
        "version 7 went out");
  }
}
