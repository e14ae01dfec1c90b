package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Deployments and their rollouts: how many replicas are wanted and ready, and which object in which
 * version it is.
 */
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

  /** Actions are judged on them, so their watch is proven in every round. */
  @Override
  public boolean needed() {
    return true;
  }

  @Override
  public Duration provenEach() {
    return Duration.ZERO;
  }

  @Override
  public Optional<Changes<Deployment>> changes() {
    return Optional.of(Rollout::of);
  }

  @Override
  public SortedMap<String, Double> series(Deployment object) {
    DeploymentStatus status =
        Optional.ofNullable(object.getStatus()).orElseGet(DeploymentStatus::new);
    ObjectSeries series =
        new ObjectSeries("k8s.deployment.")
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
