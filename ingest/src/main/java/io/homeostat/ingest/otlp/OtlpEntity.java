package io.homeostat.ingest.otlp;

import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import io.homeostat.ingest.mapping.EntityMapping;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which entity a resource is, by its attributes with {@code _} for what no label's name has. */
final class OtlpEntity {

  private OtlpEntity() {}

  /** The entity; nothing, and {@code points} rejections, when there is none. */
  static Optional<EntityId> of(
      Resource resource, EntityMapping mapping, long points, Rejections rejections) {
    Map<String, String> labels = new HashMap<>();
    for (KeyValue attribute : resource.getAttributesList()) {
      if (attribute.getValue().hasStringValue()) {
        labels.putIfAbsent(
            EntityMapping.label(attribute.getKey()), attribute.getValue().getStringValue());
      }
    }
    try {
      return Optional.of(mapping.map(labels).entity());
    } catch (IllegalArgumentException e) {
      rejections.add(Reason.ENTITY, points, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
