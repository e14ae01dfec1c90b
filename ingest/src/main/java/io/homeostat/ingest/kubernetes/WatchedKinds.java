package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.deployment.ArgoCd;
import io.homeostat.ingest.deployment.Told;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;

/** The kinds that are watched, and what is told of those that operators bring. */
final class WatchedKinds {
  private static final String ARGO = "argoproj.io/v1alpha1";
  private static final int USUAL_REPLICAS = 1;

  /** All of them, those first that a cluster must have. */
  static final List<WatchedKind<?>> ALL =
      List.of(
          new Deployments(),
          new StatefulSets(),
          new ReplicaSets(),
          new Pods(),
          new Nodes(),
          new Events(),
          CustomKind.of("argo-application", ARGO, "Application", WatchedKinds::application)
              .telling(WatchedKinds::operation),
          CustomKind.of("rollout", ARGO, "Rollout", WatchedKinds::rollout),
          CustomKind.of(
              "flux-kustomization",
              "kustomize.toolkit.fluxcd.io/v1",
              "Kustomization",
              object -> reconciled("k8s.kustomization.", object)),
          CustomKind.of(
              "helm-release",
              "helm.toolkit.fluxcd.io/v2",
              "HelmRelease",
              object -> reconciled("k8s.helmrelease.", object)),
          CustomKind.of(
              "pg-cluster", "postgresql.cnpg.io/v1", "Cluster", WatchedKinds::postgresCluster));

  private WatchedKinds() {}

  /** Argo CD's health and sync status; what it does not know, or is not settled, is left out. */
  private static SortedMap<String, Double> application(CustomObject object) {
    ObjectSeries series = new ObjectSeries("k8s.application.");
    String health = object.text("status", "health", "status");
    switch (health) {
      case "Healthy" -> series.flag("healthy", true).flag("progressing", false);
      case "Degraded", "Missing" -> series.flag("healthy", false).flag("progressing", false);
      case "Progressing" -> series.flag("progressing", true);
      default -> {}
    }
    String sync = object.text("status", "sync", "status");
    if (sync.equals("Synced") || sync.equals("OutOfSync")) {
      series.flag("synced", sync.equals("Synced"));
    }
    return series.all();
  }

  /** An Application's newest operation, as Argo CD's webhook tells it. */
  private static Told operation(
      List<String> scope,
      GenericKubernetesResource object,
      long nowMillis,
      Function<EntityId, String> systemOf) {
    byte[] body = Serialization.asJson(Map.of("app", object)).getBytes(StandardCharsets.UTF_8);
    return ArgoCd.translate(body, nowMillis, systemOf);
  }

  /** Argo Rollouts' replicas and phase. */
  private static SortedMap<String, Double> rollout(CustomObject object) {
    ObjectSeries series =
        new ObjectSeries("k8s.rollout.")
            .identity(object.object())
            .count("replicas.desired", object.number("spec", "replicas"), USUAL_REPLICAS);
    String phase = object.text("status", "phase");
    if (!phase.isEmpty()) {
      series
          .count("replicas.ready", object.number("status", "readyReplicas"), 0)
          .count("replicas.available", object.number("status", "availableReplicas"), 0)
          .count("replicas.updated", object.number("status", "updatedReplicas"), 0)
          .flag("paused", phase.equals("Paused"))
          .flag("progressing", phase.equals("Progressing"));
      if (phase.equals("Healthy") || phase.equals("Degraded")) {
        series.flag("healthy", phase.equals("Healthy"));
      }
    }
    return series.all();
  }

  /** Flux's condition Ready, whether it is suspended, and which version it has seen. */
  private static SortedMap<String, Double> reconciled(String prefix, CustomObject object) {
    return new ObjectSeries(prefix)
        .number("generation", object.object().getMetadata().getGeneration())
        .number("generation.observed", object.number("status", "observedGeneration"))
        .condition("ready", object.condition("Ready"))
        .flag("suspended", object.flag("spec", "suspend"))
        .all();
  }

  /** CloudNativePG's instances, and whether another is to be primary than is. */
  private static SortedMap<String, Double> postgresCluster(CustomObject object) {
    String is = object.text("status", "currentPrimary");
    String wanted = object.text("status", "targetPrimary");
    ObjectSeries series =
        new ObjectSeries("k8s.cnpg.")
            .identity(object.object())
            .number("instances.desired", object.number("spec", "instances"))
            .number("instances", object.number("status", "instances"))
            .condition("ready", object.condition("Ready"));
    if (object.number("status", "instances") != null) {
      series.count("instances.ready", object.number("status", "readyInstances"), 0);
    }
    if (!is.isEmpty() && !wanted.isEmpty()) {
      series.flag("primary.switching", !is.equals(wanted));
    }
    return series.all();
  }
}
