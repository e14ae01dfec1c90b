package io.homeostat.core.rules;

import io.homeostat.core.model.EntityId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The labels of an entity that matchers compare. */
public final class Labels {
  /** The labels of an entity. */
  public static final List<String> ENTITY = List.of("kind", "scope", "name", "system");

  /** The labels of an action on an entity. */
  public static final List<String> ACTION = List.of("kind", "scope", "name", "system", "action");

  private Labels() {}

  /**
   * The labels of an entity: {@code kind}; {@code scope}, its segments joined by {@code /}; {@code
   * name}; {@code system}.
   */
  public static SortedMap<String, String> of(EntityId entity, String system) {
    return Collections.unmodifiableSortedMap(labels(entity, system));
  }

  /** The labels of an action on an entity: those of the entity, and {@code action}. */
  public static SortedMap<String, String> of(EntityId entity, String system, String action) {
    SortedMap<String, String> labels = labels(entity, system);
    labels.put("action", action);
    return Collections.unmodifiableSortedMap(labels);
  }

  /** True when all matchers hold; also when there are none. */
  public static boolean match(List<Matcher> matchers, Map<String, String> labels) {
    return matchers.stream().allMatch(matcher -> matcher.matches(labels));
  }

  private static SortedMap<String, String> labels(EntityId entity, String system) {
    SortedMap<String, String> labels = new TreeMap<>();
    labels.put("kind", entity.kind());
    labels.put("scope", String.join("/", entity.scope()));
    labels.put("name", entity.name());
    labels.put("system", system);
    return labels;
  }
}
