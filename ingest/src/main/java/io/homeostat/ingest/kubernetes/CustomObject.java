package io.homeostat.ingest.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object without a class of its own, read by paths: what is not there, or is of another type
 * than asked for, is absent.
 *
 * @param object the object
 */
record CustomObject(GenericKubernetesResource object) {

  /** A number, or null. */
  @Nullable Number number(String... path) {
    return at(path) instanceof Number number ? number : null;
  }

  /** A text; empty where there is none. */
  String text(String... path) {
    return at(path) instanceof String text ? text : "";
  }

  /** True where a true stands. */
  boolean flag(String... path) {
    return Boolean.TRUE.equals(at(path));
  }

  /** The status of a condition under {@code status.conditions}; empty where there is none. */
  String condition(String type) {
    if (at("status", "conditions") instanceof List<?> conditions) {
      for (Object each : conditions) {
        if (each instanceof Map<?, ?> condition
            && type.equals(condition.get("type"))
            && condition.get("status") instanceof String status) {
          return status;
        }
      }
    }
    return "";
  }

  private @Nullable Object at(String... path) {
    Object here = object.getAdditionalProperties();
    for (String member : path) {
      here = here instanceof Map<?, ?> map ? map.get(member) : null;
    }
    return here;
  }
}
