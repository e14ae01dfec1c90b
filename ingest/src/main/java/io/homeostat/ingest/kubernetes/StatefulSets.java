package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Optional;
import java.util.SortedMap;

/** StatefulSets: how many replicas are wanted, ready and of the newest revision. */
final class StatefulSets implements WatchedKind<StatefulSet> {
  private static final int USUAL_REPLICAS = 1;

  @Override
  public String entityKind() {
    return "statefulset";
  }

  @Override
  public FilterWatchListDeletable<
          StatefulSet,
          ? extends KubernetesResourceList<StatefulSet>,
          ? extends Resource<StatefulSet>>
      objects(KubernetesClient client, String namespace) {
    return client.apps().statefulSets().inNamespace(namespace);
  }

  @Override
  public SortedMap<String, Double> series(StatefulSet object) {
    StatefulSetStatus status =
        Optional.ofNullable(object.getStatus()).orElseGet(StatefulSetStatus::new);
    ObjectSeries series =
        new ObjectSeries("k8s.statefulset.")
            .identity(object)
            .number("generation", object.getMetadata().getGeneration())
            .number("generation.observed", status.getObservedGeneration())
            .count("replicas.desired", object.getSpec().getReplicas(), USUAL_REPLICAS);
    if (status.getObservedGeneration() != null) {
      series
          .count("replicas.ready", status.getReadyReplicas(), 0)
          .count("replicas.available", status.getAvailableReplicas(), 0)
          .count("replicas.updated", status.getUpdatedReplicas(), 0);
    }
    return series.all();
  }
}
