package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Finding;
import io.homeostat.core.topology.Topology.Edge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entities and edges by owners, labels and selectors: a Pod is part of what owns it and runs on its
 * node; a Service runs on what its selector picks; the annotation {@code homeostat.io/depends-on}
 * says what Kubernetes can't know.
 */
final class ObjectEdges {
  private static final Logger log = LoggerFactory.getLogger(ObjectEdges.class);
  private static final String DEPENDS_ON = "homeostat.io/depends-on";

  /** CloudNativePG's label of its Pods. */
  private static final String POSTGRES_CLUSTER = "cnpg.io/cluster";

  private static final Map<String, String> KINDS =
      Map.of("Deployment", "deployment", "StatefulSet", "statefulset");

  private final List<String> scope;
  private final Map<String, OwnerReference> ownersOfReplicaSets = new HashMap<>();

  /**
   * The edges of a namespace.
   *
   * @param scope the cluster and the namespace
   */
  ObjectEdges(List<String> scope) {
    this.scope = List.copyOf(scope);
  }

  /** Takes in by whom ReplicaSets are owned. */
  void owners(List<ReplicaSet> replicaSets) {
    for (ReplicaSet set : replicaSets) {
      owner(set).ifPresent(owner -> ownersOfReplicaSets.put(set.getMetadata().getName(), owner));
    }
  }

  Finding deployments(String source, List<Deployment> deployments) {
    return declared(source, "deployment", deployments);
  }

  Finding statefulSets(String source, List<StatefulSet> sets) {
    return declared(source, "statefulset", sets);
  }

  Finding pods(String source, List<Pod> pods) {
    Set<EntityId> entities = new HashSet<>();
    Set<Edge> edges = new HashSet<>();
    for (Pod pod : pods) {
      EntityId entity = entity("pod", pod);
      entities.add(entity);
      String node = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
      if (node != null && !node.isEmpty()) {
        EntityId machine = EntityId.of("node", scope.get(0), node);
        edges.add(new Edge(entity, Edge.Kind.RUNS_ON, machine));
      }
      owningEntity(pod).ifPresent(to -> edges.add(new Edge(entity, Edge.Kind.PART_OF, to)));
      String cluster = labels(pod.getMetadata()).get(POSTGRES_CLUSTER);
      if (cluster != null) {
        edges.add(new Edge(entity, Edge.Kind.PART_OF, entity("pg-cluster", cluster)));
      }
    }
    return new Finding.Seen(source, entities, edges);
  }

  /**
   * The Services.
   *
   * @param whole whether all Deployments and StatefulSets are known; else what is known of what a
   *     Service runs on stays
   */
  Finding services(
      String source,
      List<Service> services,
      List<Deployment> deployments,
      List<StatefulSet> sets,
      boolean whole) {
    Set<EntityId> entities = new HashSet<>();
    Set<Edge> edges = new HashSet<>();
    for (Service service : services) {
      EntityId entity = entity("service", service);
      entities.add(entity);
      declaredEdges(service, entity, edges);
      Map<String, String> selector =
          service.getSpec() == null || service.getSpec().getSelector() == null
              ? Map.of()
              : service.getSpec().getSelector();
      if (!selector.isEmpty()) {
        deployments.stream()
            .filter(
                one -> picks(selector, one.getSpec().getTemplate(), one.getSpec().getSelector()))
            .forEach(
                one -> edges.add(new Edge(entity, Edge.Kind.RUNS_ON, entity("deployment", one))));
        sets.stream()
            .filter(
                one -> picks(selector, one.getSpec().getTemplate(), one.getSpec().getSelector()))
            .forEach(
                one -> edges.add(new Edge(entity, Edge.Kind.RUNS_ON, entity("statefulset", one))));
      }
    }
    return new Finding.Seen(source, entities, edges, whole ? Set.of() : Set.of(Edge.Kind.RUNS_ON));
  }

  private Finding declared(String source, String kind, List<? extends HasMetadata> objects) {
    Set<EntityId> entities = new HashSet<>();
    Set<Edge> edges = new HashSet<>();
    for (HasMetadata object : objects) {
      EntityId entity = entity(kind, object);
      entities.add(entity);
      declaredEdges(object, entity, edges);
    }
    return new Finding.Seen(source, entities, edges);
  }

  private static void declaredEdges(HasMetadata object, EntityId from, Set<Edge> edges) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    String all = annotations == null ? "" : annotations.getOrDefault(DEPENDS_ON, "");
    for (String one : all.split(",", -1)) {
      if (!one.isBlank()) {
        try {
          EntityId to = EntityId.parse(one.strip());
          if (!to.equals(from)) {
            edges.add(new Edge(from, Edge.Kind.DEPENDS_ON, to));
          }
        } catch (IllegalArgumentException e) {
          log.warn("{} of {} is passed over: {}", DEPENDS_ON, from, e.getMessage());
        }
      }
    }
  }

  private static boolean picks(
      Map<String, String> selector,
      @org.jspecify.annotations.Nullable PodTemplateSpec template,
      @org.jspecify.annotations.Nullable LabelSelector own) {
    Map<String, String> labels = new HashMap<>();
    if (own != null && own.getMatchLabels() != null) {
      labels.putAll(own.getMatchLabels());
    }
    if (template != null && template.getMetadata() != null) {
      labels.putAll(labels(template.getMetadata()));
    }
    return labels.entrySet().containsAll(selector.entrySet());
  }

  private Optional<EntityId> owningEntity(Pod pod) {
    return owner(pod)
        .flatMap(
            owner ->
                owner.getKind().equals("ReplicaSet")
                    ? Optional.ofNullable(ownersOfReplicaSets.get(owner.getName()))
                    : Optional.of(owner))
        .filter(owner -> KINDS.containsKey(owner.getKind()))
        .map(owner -> entity(KINDS.getOrDefault(owner.getKind(), "pod"), owner.getName()));
  }

  private static Optional<OwnerReference> owner(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getOwnerReferences()).stream()
        .flatMap(List::stream)
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst();
  }

  private EntityId entity(String kind, HasMetadata object) {
    return entity(kind, object.getMetadata().getName());
  }

  private EntityId entity(String kind, String name) {
    List<String> path = new ArrayList<>(scope);
    path.add(name);
    return new EntityId(kind, path);
  }

  private static Map<String, String> labels(ObjectMeta metadata) {
    return metadata.getLabels() == null ? Map.of() : metadata.getLabels();
  }
}
