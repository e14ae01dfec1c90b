package io.homeostat.actuators.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Map;
import java.util.Optional;

/**
 * A Deployment as it was read.
 *
 * @param uid its identity
 * @param version the version of all of it
 * @param generation the version of its specification
 * @param observed the specification that its controller has taken up
 * @param desired how many replicas are wanted
 * @param ready how many are ready
 * @param deleting whether it is being deleted
 * @param annotated whether it has any annotation
 * @param trace what Homeostat has done to it
 * @param fence no command with a lower fence may change it
 */
record DeploymentReading(
    String uid,
    String version,
    long generation,
    long observed,
    int desired,
    int ready,
    boolean deleting,
    boolean annotated,
    Trace trace,
    long fence) {

  /** The annotation that keeps those out who come too late. */
  static final String FENCE = "homeostat.io/fence";

  /**
   * Reads an object.
   *
   * @throws IllegalArgumentException when an annotation of ours can't be read
   */
  static DeploymentReading of(Deployment object) {
    ObjectMeta metadata = object.getMetadata();
    DeploymentStatus status =
        Optional.ofNullable(object.getStatus()).orElseGet(DeploymentStatus::new);
    Map<String, String> annotations =
        Optional.ofNullable(metadata.getAnnotations()).orElse(Map.of());
    Trace trace = Trace.parse(annotations.getOrDefault(Trace.ANNOTATION, ""));
    return new DeploymentReading(
        metadata.getUid(),
        metadata.getResourceVersion(),
        Optional.ofNullable(metadata.getGeneration()).orElse(0L),
        Optional.ofNullable(status.getObservedGeneration()).orElse(0L),
        Optional.ofNullable(object.getSpec().getReplicas()).orElse(1),
        Optional.ofNullable(status.getReadyReplicas()).orElse(0),
        metadata.getDeletionTimestamp() != null,
        !annotations.isEmpty(),
        trace,
        Math.max(trace.newestFence(), fence(annotations.getOrDefault(FENCE, "0"))));
  }

  /** Whether its controller has done all that is wanted. */
  boolean settled() {
    return observed >= generation && ready == desired;
  }

  private static long fence(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the annotation " + FENCE + " is '" + text + "', and should be a number", e);
    }
  }
}
