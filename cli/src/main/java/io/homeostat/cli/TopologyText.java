package io.homeostat.cli;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Life;
import io.homeostat.core.topology.Topology;
import io.homeostat.core.topology.Topology.Edge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A topology as people read it: by system, each entity with what it needs. */
final class TopologyText {
  private final Topology topology;
  private final Ended ended;

  /** Whether what has ended is told, too. */
  enum Ended {
    LEFT_OUT,
    TOLD
  }

  TopologyText(Topology topology, Ended ended) {
    this.topology = topology;
    this.ended = ended;
  }

  /** How many systems, entities and edges there are. */
  String summary() {
    return "%d systems, %d entities, %d edges"
        .formatted(
            topology.systems().size(),
            entities().stream().filter(entity -> !hasEnded(entity)).count(),
            topology.edges().size());
  }

  /**
   * The lines.
   *
   * @param system the one system that is told; empty for all
   */
  List<String> lines(Optional<String> system) {
    SortedMap<String, SortedSet<EntityId>> bySystem = new TreeMap<>();
    topology.systems().keySet().forEach(name -> bySystem.put(name, new TreeSet<>()));
    entities()
        .forEach(
            entity ->
                bySystem
                    .computeIfAbsent(topology.systemOf(entity), key -> new TreeSet<>())
                    .add(entity));
    List<String> lines = new ArrayList<>();
    bySystem.forEach(
        (name, entities) -> {
          if (system.isEmpty() || system.get().equals(name)) {
            lines.add(heading(name));
            entities.stream().filter(this::told).forEach(entity -> add(entity, lines));
          }
        });
    return lines;
  }

  private String heading(String name) {
    Topology.SystemEntry entry = topology.systems().get(name);
    return entry == null
        ? name
        : "%s  criticality %s  owner %s".formatted(name, entry.criticality(), entry.owner());
  }

  private void add(EntityId entity, List<String> lines) {
    lines.add("  " + entity + topology.life(entity).map(TopologyText::text).orElse(""));
    for (Edge edge : topology.edges()) {
      if (edge.from().equals(entity)) {
        lines.add("    " + edge.kind().key() + " " + edge.to());
      }
    }
  }

  private static String text(Life life) {
    String since = "  since " + Instant.ofEpochMilli(life.sinceMillis());
    return life.endedMillis().isPresent()
        ? since + "  ended " + Instant.ofEpochMilli(life.endedMillis().getAsLong())
        : since;
  }

  private boolean told(EntityId entity) {
    return ended == Ended.TOLD || !hasEnded(entity);
  }

  private boolean hasEnded(EntityId entity) {
    return topology.life(entity).map(Life::ended).orElse(false);
  }

  private SortedSet<EntityId> entities() {
    SortedSet<EntityId> all = new TreeSet<>(topology.members().keySet());
    topology
        .edges()
        .forEach(
            edge -> {
              all.add(edge.from());
              all.add(edge.to());
            });
    topology.discovered().forEach(view -> all.addAll(view.lives().keySet()));
    return all;
  }
}
