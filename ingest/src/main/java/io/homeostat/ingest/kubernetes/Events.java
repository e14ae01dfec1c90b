package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.LogEntry;
import io.homeostat.ingest.intake.TextTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes' events of type {@code Warning}, as lines of a log of what they are about: a pod that
 * can't be placed, an image that can't be had, a volume that can't be mounted. An event that comes
 * again with a higher count is a line more. Normal ones are passed over: they say of each step that
 * it went as it should.
 */
final class Events implements WatchedKind<Event> {
  private static final String WARNING = "Warning";

  @Override
  public String entityKind() {
    return "event";
  }

  @Override
  public FilterWatchListDeletable<
          Event, ? extends KubernetesResourceList<Event>, ? extends Resource<Event>>
      objects(KubernetesClient client, String namespace) {
    return client.v1().events().inNamespace(namespace).withField("type", WARNING);
  }

  @Override
  public void lighten(Event object) {
    object.getMetadata().setManagedFields(List.of());
    object.getMetadata().setAnnotations(Map.of());
  }

  @Override
  public SortedMap<String, Double> series(Event object) {
    return Collections.emptySortedMap();
  }

  @Override
  public Optional<Lines<Event>> lines() {
    return Optional.of(Events::line);
  }

  /** An API server that does not select by type sends the others, too. */
  private static Optional<LogEntry> line(List<String> scope, Event event, long nowMillis) {
    ObjectReference about = event.getInvolvedObject();
    OptionalLong time = time(event);
    if (!WARNING.equals(event.getType())
        || time.isEmpty()
        || about == null
        || text(about.getKind()).isEmpty()
        || text(about.getName()).isEmpty()) {
      return Optional.empty();
    }
    SortedMap<String, String> attributes = new TreeMap<>();
    attributes.put("reason", text(event.getReason()));
    attributes.put("count", Integer.toString(count(event)));
    attributes.put("source", source(event));
    attributes.values().removeIf(String::isEmpty);
    String reason = text(event.getReason());
    return Optional.of(
        new LogEntry(
            entity(scope, about),
            time.getAsLong(),
            nowMillis,
            LogEntry.Level.WARN,
            (reason.isEmpty() ? "" : reason + ": ") + text(event.getMessage()).strip(),
            attributes));
  }

  private static EntityId entity(List<String> scope, ObjectReference about) {
    if (about.getKind().equals("Node")) {
      return EntityId.of("node", scope.get(0), about.getName());
    }
    List<String> path = new ArrayList<>(scope);
    path.add(about.getName());
    return new EntityId(kind(about), path);
  }

  /** As the watched kinds name what they tell of; others by Kubernetes' word, in lower case. */
  private static String kind(ObjectReference about) {
    String group = text(about.getApiVersion()).replaceFirst("/.*", "");
    return switch (group + " " + about.getKind()) {
      case "argoproj.io Application" -> "argo-application";
      case "kustomize.toolkit.fluxcd.io Kustomization" -> "flux-kustomization";
      case "helm.toolkit.fluxcd.io HelmRelease" -> "helm-release";
      case "postgresql.cnpg.io Cluster" -> "pg-cluster";
      default -> about.getKind().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
    };
  }

  /** When it happened last: events are told in two forms, of which each leaves the other's out. */
  private static OptionalLong time(Event event) {
    List<String> told = new ArrayList<>();
    if (event.getSeries() != null && event.getSeries().getLastObservedTime() != null) {
      told.add(text(event.getSeries().getLastObservedTime().getTime()));
    }
    told.add(text(event.getLastTimestamp()));
    told.add(event.getEventTime() == null ? "" : text(event.getEventTime().getTime()));
    told.add(text(event.getFirstTimestamp()));
    told.add(text(event.getMetadata().getCreationTimestamp()));
    return told.stream()
        .filter(each -> !each.isEmpty())
        .findFirst()
        .map(TextTime::millis)
        .orElse(OptionalLong.empty());
  }

  private static int count(Event event) {
    if (event.getSeries() != null && event.getSeries().getCount() != null) {
      return event.getSeries().getCount();
    }
    return event.getCount() == null ? 1 : Math.max(1, event.getCount());
  }

  private static String source(Event event) {
    String reporting = text(event.getReportingComponent());
    return reporting.isEmpty() && event.getSource() != null
        ? text(event.getSource().getComponent())
        : reporting;
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
