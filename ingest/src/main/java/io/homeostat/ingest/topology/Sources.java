package io.homeostat.ingest.topology;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Finding;
import io.homeostat.core.topology.Topology.Edge;
import io.homeostat.ingest.kubernetes.ClusterObjects;
import io.homeostat.ingest.milvus.MilvusCollections;
import io.homeostat.ingest.postgres.Catalogues;
import io.homeostat.ingest.redis.RedisReplicas;
import io.homeostat.schemas.targets.KubernetesTarget;
import io.homeostat.schemas.targets.MilvusTarget;
import io.homeostat.schemas.targets.PatroniTarget;
import io.homeostat.schemas.targets.ProbeTarget;
import io.homeostat.schemas.targets.RedisTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Everything that {@code targets.file} lists, looked at once. */
final class Sources {
  private Sources() {}

  /**
   * Looks at all of it.
   *
   * @param known the sources that are known already
   * @throws IOException when the file does not list targets as it should
   */
  static List<Finding> look(Path targets, Set<String> known) throws IOException {
    List<Finding> findings = new ArrayList<>();
    List<PatroniTarget> clusters = PatroniTarget.read(targets);
    findings.addAll(Catalogues.look(ProbeTarget.read(targets), known));
    clusters.forEach(cluster -> findings.add(members(cluster)));
    for (KubernetesTarget namespace : KubernetesTarget.read(targets, "watcher")) {
      findings.addAll(ClusterObjects.look(namespace));
    }
    findings.addAll(RedisReplicas.look(RedisTarget.read(targets)));
    for (MilvusTarget database : MilvusTarget.read(targets)) {
      findings.add(MilvusCollections.look(database));
    }
    return findings;
  }

  /** The members of a cluster are listed in the file itself. */
  private static Finding members(PatroniTarget target) {
    List<String> path = List.of(target.name().split("/"));
    EntityId cluster = new EntityId("pg-cluster", path);
    Set<EntityId> entities = new HashSet<>(Set.of(cluster));
    Set<Edge> edges = new HashSet<>();
    target
        .members()
        .forEach(
            member -> {
              List<String> below = new ArrayList<>(path);
              below.add(member.name());
              EntityId instance = new EntityId("postgres", below);
              entities.add(instance);
              edges.add(new Edge(instance, Edge.Kind.PART_OF, cluster));
            });
    return new Finding.Seen("cluster " + target.name(), entities, edges);
  }
}
