package io.homeostat.ingest.mapping;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.rules.Labels;
import io.homeostat.core.rules.Matcher;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which entity some labels are: it holds when all matchers do and every place of the template gets
 * a text.
 *
 * @param where the matchers; none for all labels
 * @param entity what the entity is made of
 */
record EntityRule(List<Matcher> where, EntityTemplate entity) {
  EntityRule {
    where = List.copyOf(where);
  }

  /**
   * The entity, and into {@code used} the labels that stand in it; nothing when it doesn't hold.
   */
  Optional<EntityId> apply(Map<String, String> labels, Set<String> used) {
    return Labels.match(where, labels) ? entity.fill(labels, used) : Optional.empty();
  }
}
