package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.homeostat.schemas.targets.Fingerprint;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Deployments: how many replicas are wanted and ready, and which object in which version it is. */
final class Deployments implements WatchedKind<Deployment> {
  private static final int USUAL_REPLICAS = 1;

  @Override
  public String entityKind() {
    return "deployment";
  }

  @Override
  public FilterWatchListDeletable<
          Deployment, ? extends KubernetesResourceList<Deployment>, ? extends Resource<Deployment>>
      objects(KubernetesClient client, String namespace) {
    return client.apps().deployments().inNamespace(namespace);
  }

  @Override
  public SortedMap<String, Double> series(Deployment object) {
    SortedMap<String, Double> series = new TreeMap<>();
    series.put("k8s.deployment.identity", (double) Fingerprint.of(object.getMetadata().getUid()));
    put(series, "generation", object.getMetadata().getGeneration());
    Integer wanted = object.getSpec().getReplicas();
    put(series, "replicas.desired", wanted == null ? USUAL_REPLICAS : wanted);
    DeploymentStatus status =
        Optional.ofNullable(object.getStatus()).orElseGet(DeploymentStatus::new);
    put(series, "generation.observed", status.getObservedGeneration());
    if (status.getObservedGeneration() != null) {
      put(series, "replicas.ready", orNone(status.getReadyReplicas()));
      put(series, "replicas.available", orNone(status.getAvailableReplicas()));
      put(series, "replicas.updated", orNone(status.getUpdatedReplicas()));
    }
    return series;
  }

  /** A controller leaves a count of none out of the status. */
  private static Integer orNone(@org.jspecify.annotations.Nullable Integer count) {
    return count == null ? 0 : count;
  }

  private static void put(
      SortedMap<String, Double> series,
      String name,
      @org.jspecify.annotations.Nullable Number value) {
    if (value != null) {
      series.put("k8s.deployment." + name, value.doubleValue());
    }
  }
}
