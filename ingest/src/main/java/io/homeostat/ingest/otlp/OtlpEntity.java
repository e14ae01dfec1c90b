package io.homeostat.ingest.otlp;

import io.homeostat.core.model.EntityId;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which entity a resource is: the attribute {@code homeostat.entity} names it outright; else it is
 * {@code service:ENVIRONMENT/NAMESPACE/NAME} by OpenTelemetry's conventions.
 */
final class OtlpEntity {
  private static final String OUTRIGHT = "homeostat.entity";
  private static final int LONGEST = 1024;

  private OtlpEntity() {}

  /** The entity; nothing, and {@code points} rejections, when there is none. */
  static Optional<EntityId> of(Resource resource, long points, Rejections rejections) {
    Map<String, String> attributes = new HashMap<>();
    for (KeyValue attribute : resource.getAttributesList()) {
      if (attribute.getValue().hasStringValue()) {
        attributes.put(attribute.getKey(), attribute.getValue().getStringValue());
      }
    }
    try {
      EntityId entity =
          attributes.containsKey(OUTRIGHT)
              ? EntityId.parse(value(attributes, OUTRIGHT, ""))
              : service(attributes);
      int length = entity.text().length();
      if (length <= LONGEST) {
        return Optional.of(entity);
      }
      rejections.add(
          Reason.ENTITY, points, "the entity has " + length + " characters, at most " + LONGEST);
    } catch (IllegalArgumentException e) {
      rejections.add(Reason.ENTITY, points, String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  private static EntityId service(Map<String, String> attributes) {
    String environment = value(attributes, "deployment.environment", "default");
    return EntityId.of(
        "service",
        value(attributes, "deployment.environment.name", environment),
        value(attributes, "service.namespace", "default"),
        value(attributes, "service.name", "unknown_service"));
  }

  private static String value(Map<String, String> attributes, String key, String fallback) {
    String value = attributes.getOrDefault(key, "");
    return value.isEmpty() ? fallback : value;
  }
}
