package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.LogEntry;
import io.homeostat.ingest.deployment.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * A kind of Kubernetes object that is watched: which objects, and what is told of each. Another
 * kind is another of these.
 *
 * @param <T> the objects
 */
interface WatchedKind<T extends HasMetadata> {

  /** The kind of its entities, such as {@code deployment}. */
  String entityKind();

  /** Which objects. */
  FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ? extends Resource<T>> objects(
      KubernetesClient client, String namespace);

  /** What is told of an object as it is now, nothing where that is empty: a pure function. */
  SortedMap<String, Double> series(T object);

  /**
   * What an object is about.
   *
   * @param scope the cluster and the namespace
   */
  default EntityId entity(List<String> scope, T object) {
    List<String> path = new ArrayList<>(scope);
    path.add(object.getMetadata().getName());
    return new EntityId(entityKind(), path);
  }

  /** Takes out of an object, in place, what nobody asks for, so that it is not kept in memory. */
  default void lighten(T object) {
    object.getMetadata().setManagedFields(List.of());
  }

  /**
   * What its objects say was changed.
   *
   * @param <T> the objects
   */
  interface Changes<T> {
    /**
     * What an object as it is now says, a pure function.
     *
     * @param scope the cluster and the namespace
     */
    Told of(List<String> scope, T object, long nowMillis, Function<EntityId, String> systemOf);
  }

  /** What its objects say was changed, where they do. */
  default Optional<Changes<T>> changes() {
    return Optional.empty();
  }

  /**
   * The line of a log that an object is.
   *
   * @param <T> the objects
   */
  interface Lines<T> {
    /**
     * The line of an object as it is now, where it is one: a pure function.
     *
     * @param scope the cluster and the namespace
     */
    Optional<LogEntry> of(List<String> scope, T object, long nowMillis);
  }

  /** The lines that its objects are, where they are lines. */
  default Optional<Lines<T>> lines() {
    return Optional.empty();
  }

  /**
   * Whether a cluster must have it and let it be watched. Else a kind that is not installed, or may
   * not be watched, is told of once and waited for.
   */
  default boolean needed() {
    return false;
  }

  /** How often the watch must prove that it is not merely silent. */
  default Duration provenEach() {
    return Duration.ofSeconds(10);
  }
}
