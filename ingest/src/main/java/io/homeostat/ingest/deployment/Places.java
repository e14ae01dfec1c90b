package io.homeostat.ingest.deployment;

import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.mapping.EntityMapping;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What deployers' words are about: which entity, by the same rules as at every other door, and
 * which system that belongs to. The labels are {@code webhook} (the tool), {@code event}, {@code
 * host}, {@code repository}, {@code environment} and what else the tool tells.
 *
 * @param mapping from labels to entities
 * @param systemOf the system that an entity belongs to
 */
public record Places(EntityMapping mapping, Function<EntityId, String> systemOf) {

  /** Labels in the making. */
  static final class Labels {
    private final Map<String, String> labels = new TreeMap<>();

    Labels(String tool, String event) {
      labels.put("webhook", tool);
      labels.put("event", event);
    }

    /** With a further one; one without a value is none. */
    Labels with(String name, String value) {
      if (!value.isEmpty()) {
        labels.put(EntityMapping.label(name), value);
      }
      return this;
    }

    /** With the host of an address, and the repository there. */
    Labels in(String address, String repository) {
      return with("host", address.replaceFirst("^[a-z+]+://", "").replaceFirst("[:/].*", ""))
          .with("repository", repository);
    }
  }

  /** The entity of these labels. */
  EntityId entity(Labels labels) throws Json.Wrong {
    try {
      return mapping.map(labels.labels).entity();
    } catch (IllegalArgumentException e) {
      throw new Json.Wrong(String.valueOf(e.getMessage()));
    }
  }
}
