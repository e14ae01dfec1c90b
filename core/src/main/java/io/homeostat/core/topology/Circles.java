package io.homeostat.core.topology;

import io.homeostat.core.model.EntityId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds circles in edges. */
final class Circles {

  private Circles() {}

  /**
   * An entity on a circle, or none: entities that nothing leads to are taken away until none is
   * left (Kahn 1962); what remains lies on circles or behind them.
   */
  static Optional<EntityId> find(Map<EntityId, List<EntityId>> edges) {
    Map<EntityId, Integer> incoming = new HashMap<>();
    edges.values().forEach(ends -> ends.forEach(end -> incoming.merge(end, 1, Integer::sum)));
    ArrayDeque<EntityId> free = new ArrayDeque<>();
    edges.keySet().stream().filter(start -> !incoming.containsKey(start)).forEach(free::add);
    int left = edges.size();
    while (!free.isEmpty()) {
      List<EntityId> ends = edges.get(free.remove());
      if (ends == null) {
        continue;
      }
      left--;
      for (EntityId end : ends) {
        if (incoming.merge(end, -1, Integer::sum) == 0) {
          free.add(end);
        }
      }
    }
    return left == 0
        ? Optional.empty()
        : edges.keySet().stream().filter(start -> incoming.getOrDefault(start, 0) > 0).findFirst();
  }
}
