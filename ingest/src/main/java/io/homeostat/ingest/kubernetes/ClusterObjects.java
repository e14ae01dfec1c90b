package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.homeostat.core.topology.Finding;
import io.homeostat.schemas.targets.KubernetesTarget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a namespace of a cluster has: Deployments, StatefulSets, Pods and Services, listed once.
 * Each kind is a source of its own: one that may not be listed ends nothing.
 */
public final class ClusterObjects {
  private final KubernetesTarget target;
  private final List<Finding> findings = new ArrayList<>();

  private ClusterObjects(KubernetesTarget target) {
    this.target = target;
  }

  /** Lists a namespace. */
  public static List<Finding> look(KubernetesTarget target) {
    ClusterObjects objects = new ClusterObjects(target);
    try (KubernetesClient client = Clients.watching(target)) {
      objects.list(client);
    } catch (IOException e) {
      objects.unseen("deployments", e);
      objects.unseen("statefulsets", e);
      objects.unseen("pods", e);
      objects.unseen("services", e);
    }
    return objects.findings;
  }

  private void list(KubernetesClient client) {
    String namespace = target.namespace();
    ObjectEdges edges = new ObjectEdges(target.scope());
    List<Deployment> deployments =
        seen(
            "deployments",
            () -> client.apps().deployments().inNamespace(namespace).list().getItems(),
            edges::deployments);
    List<StatefulSet> sets =
        seen(
            "statefulsets",
            () -> client.apps().statefulSets().inNamespace(namespace).list().getItems(),
            edges::statefulSets);
    seen(
        "pods",
        () -> {
          List<ReplicaSet> replicas =
              client.apps().replicaSets().inNamespace(namespace).list().getItems();
          edges.owners(replicas);
          return client.pods().inNamespace(namespace).list().getItems();
        },
        (String source, List<Pod> pods) -> edges.pods(source, pods));
    boolean all =
        findings.stream()
            .filter(finding -> !finding.source().equals(source("pods")))
            .allMatch(Finding.Seen.class::isInstance);
    seen(
        "services",
        () -> client.services().inNamespace(namespace).list().getItems(),
        (String source, List<Service> services) ->
            edges.services(source, services, deployments, sets, all));
  }

  /** Makes a finding of what was listed. */
  private interface Meaning<T> {
    Finding of(String source, List<T> objects);
  }

  private <T extends HasMetadata> List<T> seen(
      String kind, Supplier<List<T>> lister, Meaning<T> meaning) {
    try {
      List<T> objects = lister.get();
      findings.add(meaning.of(source(kind), objects));
      return objects;
    } catch (KubernetesClientException e) {
      unseen(kind, e);
      return List.of();
    }
  }

  private void unseen(String kind, Exception e) {
    String why = e.getCause() == null ? "" : " " + e.getCause().getMessage();
    findings.add(new Finding.Unseen(source(kind), e.getMessage() + why));
  }

  private String source(String kind) {
    return "kubernetes " + target.name() + "/" + target.namespace() + " " + kind;
  }
}
