package io.homeostat.ingest.mapping;

import io.homeostat.core.model.EntityId;
import java.util.Set;

/**
 * What some labels are about.
 *
 * @param entity the entity
 * @param used the labels that stand in it, and so need not stand in a series' name
 */
public record Mapped(EntityId entity, Set<String> used) {
  public Mapped {
    used = Set.copyOf(used);
  }
}
