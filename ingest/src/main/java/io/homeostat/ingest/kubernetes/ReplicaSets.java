package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** ReplicaSets that want or have replicas: those of versions long gone are passed over. */
final class ReplicaSets implements WatchedKind<ReplicaSet> {
  private static final int USUAL_REPLICAS = 1;

  @Override
  public String entityKind() {
    return "replicaset";
  }

  @Override
  public FilterWatchListDeletable<
          ReplicaSet, ? extends KubernetesResourceList<ReplicaSet>, ? extends Resource<ReplicaSet>>
      objects(KubernetesClient client, String namespace) {
    return client.apps().replicaSets().inNamespace(namespace);
  }

  @Override
  public void lighten(ReplicaSet object) {
    object.getMetadata().setManagedFields(List.of());
    object.getSpec().setTemplate(new PodTemplateSpec());
  }

  @Override
  public SortedMap<String, Double> series(ReplicaSet object) {
    Integer wanted = object.getSpec().getReplicas();
    ReplicaSetStatus status =
        Optional.ofNullable(object.getStatus()).orElseGet(ReplicaSetStatus::new);
    boolean none = status.getReplicas() == null || status.getReplicas() == 0;
    if (wanted != null && wanted == 0 && none) {
      return Collections.emptySortedMap();
    }
    ObjectSeries series =
        new ObjectSeries("k8s.replicaset.").count("replicas.desired", wanted, USUAL_REPLICAS);
    if (status.getObservedGeneration() != null) {
      series
          .count("replicas.ready", status.getReadyReplicas(), 0)
          .count("replicas.available", status.getAvailableReplicas(), 0);
    }
    return series.all();
  }
}
