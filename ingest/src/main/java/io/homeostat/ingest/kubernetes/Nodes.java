package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.homeostat.core.model.EntityId;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Nodes of the cluster, which belong to no namespace: whether they are ready, take Pods, and lack
 * memory, disk or process ids.
 */
final class Nodes implements WatchedKind<Node> {
  private static final Map<String, String> CONDITIONS =
      Map.of(
          "Ready", "ready",
          "MemoryPressure", "pressure.memory",
          "DiskPressure", "pressure.disk",
          "PIDPressure", "pressure.pid");

  @Override
  public String entityKind() {
    return "node";
  }

  @Override
  public EntityId entity(List<String> scope, Node object) {
    return EntityId.of(entityKind(), scope.get(0), object.getMetadata().getName());
  }

  @Override
  public FilterWatchListDeletable<
          Node, ? extends KubernetesResourceList<Node>, ? extends Resource<Node>>
      objects(KubernetesClient client, String namespace) {
    return client.nodes();
  }

  @Override
  public void lighten(Node object) {
    object.getMetadata().setManagedFields(List.of());
    if (object.getStatus() != null) {
      object.getStatus().setImages(List.of());
    }
  }

  @Override
  public SortedMap<String, Double> series(Node object) {
    ObjectSeries series =
        new ObjectSeries("k8s.node.")
            .flag(
                "unschedulable",
                object.getSpec() != null
                    && Boolean.TRUE.equals(object.getSpec().getUnschedulable()));
    if (object.getStatus() != null) {
      for (NodeCondition condition : object.getStatus().getConditions()) {
        String name = CONDITIONS.get(String.valueOf(condition.getType()));
        if (name != null) {
          series.condition(name, condition.getStatus());
        }
      }
    }
    return series.all();
  }
}
