package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.SortedMap;

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

  /** What is told of an object as it is now: a pure function. */
  SortedMap<String, Double> series(T object);
}
