package io.homeostat.core.correlate;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Topology;
import io.homeostat.core.topology.Topology.Edge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What lies below an entity: all that it depends on, is part of, or runs on, by distance. */
final class Reach {
  private static final int DEEPEST = 4;
  private static final int MOST = 256;

  /**
   * A step down.
   *
   * @param entity where it leads
   * @param needed true when the entity is needed as a whole, with its parts; a thing that another
   *     is part of is not
   */
  private record Step(EntityId entity, boolean needed) {}

  private Reach() {}

  /**
   * The entities below one, with their distance, up to {@value #DEEPEST} edges. A service that
   * depends on a table depends on the table's indexes; an index that is part of a table does not
   * depend on its sisters.
   */
  static Map<EntityId, Integer> below(EntityId from, Topology topology) {
    Map<EntityId, Integer> distances = new LinkedHashMap<>();
    distances.put(from, 0);
    List<Step> border = List.of(new Step(from, false));
    for (int depth = 1; depth <= DEEPEST && !border.isEmpty(); depth++) {
      List<Step> next = new ArrayList<>();
      for (Step each : border) {
        int distance = depth;
        steps(each, topology)
            .sorted(Comparator.comparing(Step::entity))
            .filter(step -> distances.size() < MOST)
            .filter(step -> distances.putIfAbsent(step.entity(), distance) == null)
            .forEach(next::add);
      }
      border = next;
    }
    distances.remove(from);
    return distances;
  }

  private static Stream<Step> steps(Step at, Topology topology) {
    Stream<Step> up =
        topology.edges().stream()
            .filter(edge -> edge.from().equals(at.entity()))
            .filter(edge -> edge.kind() != Edge.Kind.REPLICA_OF)
            .map(edge -> new Step(edge.to(), edge.kind() != Edge.Kind.PART_OF));
    Stream<Step> parts =
        topology.edges().stream()
            .filter(edge -> at.needed() && edge.to().equals(at.entity()))
            .filter(edge -> edge.kind() == Edge.Kind.PART_OF)
            .map(edge -> new Step(edge.from(), true));
    return Stream.concat(up, parts);
  }
}
