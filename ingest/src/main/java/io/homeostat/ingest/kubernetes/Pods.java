package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Pods that are to run: whether they do, are ready, and how often their containers were started
 * anew. Those that have done their work are passed over; of the specification only the node stays.
 */
final class Pods implements WatchedKind<Pod> {

  @Override
  public String entityKind() {
    return "pod";
  }

  @Override
  public FilterWatchListDeletable<
          Pod, ? extends KubernetesResourceList<Pod>, ? extends Resource<Pod>>
      objects(KubernetesClient client, String namespace) {
    return client.pods().inNamespace(namespace);
  }

  @Override
  public void lighten(Pod object) {
    object.getMetadata().setManagedFields(List.of());
    object.getMetadata().setAnnotations(Map.of());
    PodSpec spec = object.getSpec();
    object.setSpec(
        new PodSpecBuilder().withNodeName(spec == null ? null : spec.getNodeName()).build());
  }

  @Override
  public SortedMap<String, Double> series(Pod object) {
    PodStatus status = object.getStatus();
    if (status == null || status.getPhase() == null || status.getPhase().equals("Succeeded")) {
      return Collections.emptySortedMap();
    }
    ObjectSeries series = new ObjectSeries("k8s.pod.");
    if (!status.getPhase().equals("Unknown")) {
      series.flag("running", status.getPhase().equals("Running"));
    }
    for (PodCondition condition : status.getConditions()) {
      if ("Ready".equals(condition.getType())) {
        series.condition("ready", condition.getStatus());
      }
    }
    if (!status.getContainerStatuses().isEmpty()) {
      series.number(
          "restarts",
          status.getContainerStatuses().stream()
              .map(ContainerStatus::getRestartCount)
              .mapToInt(count -> count == null ? 0 : count)
              .sum());
    }
    return series.all();
  }
}
