package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.homeostat.core.model.Change;
import io.homeostat.core.model.Delivery;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Ids;
import io.homeostat.ingest.deployment.Told;
import io.homeostat.ingest.intake.Cut;
import io.homeostat.ingest.intake.TextTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The newest rollout of a Deployment, as Kubernetes' own Deployment controller tells it, whoever
 * has asked for it: a change of the kind {@code rollout}. A change of the number of replicas is
 * none, as it makes no revision.
 */
final class Rollout {
  static final String KIND = "rollout";
  private static final String REVISION = "deployment.kubernetes.io/revision";

  private Rollout() {}

  /** What a Deployment says of it. */
  static Told of(
      List<String> scope, Deployment object, long nowMillis, Function<EntityId, String> systemOf) {
    String revision =
        Optional.ofNullable(object.getMetadata().getAnnotations())
            .map(annotations -> annotations.get(REVISION))
            .orElse("");
    Optional<DeploymentCondition> progressing = progressing(object);
    OptionalLong updated =
        progressing
            .map(DeploymentCondition::getLastUpdateTime)
            .map(TextTime::millis)
            .orElse(OptionalLong.empty());
    Optional<Change.State> state = progressing.flatMap(condition -> state(condition, object));
    if (revision.isEmpty() || updated.isEmpty() || state.isEmpty()) {
      return new Told.Nothing("the Deployment tells of no rollout");
    }
    List<String> path = new ArrayList<>(scope);
    path.add(object.getMetadata().getName());
    EntityId entity = new EntityId("deployment", path);
    String images = images(object);
    return new Told.Changed(
        new Change(
            Ids.of(KIND, entity.text(), String.valueOf(object.getMetadata().getUid()), revision),
            KIND,
            entity,
            systemOf.apply(entity),
            state.get(),
            updated.getAsLong(),
            updated.getAsLong(),
            "",
            summary(entity, revision, images, state.get(), progressing.get()),
            Optional.of(new Delivery("", images, "kubernetes", health(state.get())))));
  }

  private static Optional<DeploymentCondition> progressing(Deployment object) {
    return Optional.ofNullable(object.getStatus())
        .map(DeploymentStatus::getConditions)
        .flatMap(
            conditions ->
                conditions.stream()
                    .filter(condition -> "Progressing".equals(condition.getType()))
                    .findFirst());
  }

  /** How far it is; nothing while it is paused, or the controller has not seen what is wanted. */
  private static Optional<Change.State> state(DeploymentCondition condition, Deployment object) {
    if ("False".equals(condition.getStatus())) {
      return Optional.of(Change.State.FAILED);
    }
    String reason = Objects.requireNonNullElse(condition.getReason(), "");
    return switch (reason) {
      case "NewReplicaSetCreated", "FoundNewReplicaSet", "ReplicaSetUpdated" ->
          Optional.of(Change.State.BEGUN);
      case "NewReplicaSetAvailable" ->
          isDone(object) ? Optional.of(Change.State.FINISHED) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Else the condition may still be that of the revision before. */
  private static boolean isDone(Deployment object) {
    DeploymentStatus status = object.getStatus();
    long seen = Objects.requireNonNullElse(status.getObservedGeneration(), 0L);
    return seen >= Objects.requireNonNullElse(object.getMetadata().getGeneration(), 0L)
        && Objects.equals(
            Objects.requireNonNullElse(status.getUpdatedReplicas(), 0),
            Objects.requireNonNullElse(object.getSpec().getReplicas(), 1));
  }

  private static Delivery.Health health(Change.State state) {
    return switch (state) {
      case BEGUN -> Delivery.Health.UNKNOWN;
      case FINISHED -> Delivery.Health.HEALTHY;
      case FAILED -> Delivery.Health.DEGRADED;
    };
  }

  private static String images(Deployment object) {
    return Cut.line(
        object.getSpec().getTemplate().getSpec().getContainers().stream()
            .map(Container::getImage)
            .filter(Objects::nonNull)
            .collect(Collectors.joining(", ")));
  }

  private static String summary(
      EntityId entity,
      String revision,
      String images,
      Change.State state,
      DeploymentCondition condition) {
    String course =
        switch (state) {
          case BEGUN -> " has begun";
          case FINISHED -> " is done";
          case FAILED ->
              " has failed: " + Cut.line(Objects.requireNonNullElse(condition.getMessage(), ""));
        };
    return "Rollout of "
        + entity.name()
        + " to "
        + images
        + " (revision "
        + Cut.line(revision)
        + ")"
        + course;
  }
}
