package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * A kind that an operator's custom resource definition brings, where it is installed.
 *
 * @param entityKind the kind of its entities
 * @param context its group, version and plural
 * @param reading what is told of an object, a pure function that takes any content
 * @param changes what its objects say was changed, where they do
 */
record CustomKind(
    String entityKind,
    ResourceDefinitionContext context,
    Function<CustomObject, SortedMap<String, Double>> reading,
    Optional<Changes<GenericKubernetesResource>> changes)
    implements WatchedKind<GenericKubernetesResource> {

  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  /**
   * A kind with namespaces.
   *
   * @param group such as {@code argoproj.io/v1alpha1}
   * @param kind such as {@code Rollout}; its plural is that in small letters with an s
   */
  static CustomKind of(
      String entityKind,
      String group,
      String kind,
      Function<CustomObject, SortedMap<String, Double>> reading) {
    String[] parts = group.split("/", -1);
    return new CustomKind(
        entityKind,
        new ResourceDefinitionContext.Builder()
            .withGroup(parts[0])
            .withVersion(parts[1])
            .withKind(kind)
            .withPlural(kind.toLowerCase(Locale.ROOT) + "s")
            .withNamespaced(true)
            .build(),
        reading,
        Optional.empty());
  }

  /** The same, whose objects say what was changed. */
  CustomKind telling(Changes<GenericKubernetesResource> told) {
    return new CustomKind(entityKind, context, reading, Optional.of(told));
  }

  @Override
  public FilterWatchListDeletable<
          GenericKubernetesResource,
          ? extends KubernetesResourceList<GenericKubernetesResource>,
          ? extends Resource<GenericKubernetesResource>>
      objects(KubernetesClient client, String namespace) {
    return client.genericKubernetesResources(context).inNamespace(namespace);
  }

  @Override
  public void lighten(GenericKubernetesResource object) {
    object.getMetadata().setManagedFields(List.of());
    if (object.getMetadata().getAnnotations() != null) {
      object.getMetadata().getAnnotations().remove(LAST_APPLIED);
    }
  }

  @Override
  public SortedMap<String, Double> series(GenericKubernetesResource object) {
    return reading.apply(new CustomObject(object));
  }
}
