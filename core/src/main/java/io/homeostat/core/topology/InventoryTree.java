package io.homeostat.core.topology;

import io.homeostat.core.document.Place;
import io.homeostat.core.document.Problems;
import io.homeostat.core.document.Section;
import io.homeostat.core.document.Value;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Topology.Edge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Puts the inventories of several files together. */
final class InventoryTree {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");

  private final Problems problems;
  private final Map<String, Topology.SystemEntry> systems = new LinkedHashMap<>();
  private final Map<String, Place> systemPlaces = new LinkedHashMap<>();
  private final Map<String, String> scopes = new LinkedHashMap<>();
  private final Map<EntityId, String> members = new LinkedHashMap<>();
  private final Map<String, Place> memberPlaces = new LinkedHashMap<>();
  private final Set<Edge> edges = new LinkedHashSet<>();
  private final List<SourceView> views = new ArrayList<>();
  private final Map<String, Place> sourcePlaces = new LinkedHashMap<>();

  InventoryTree(Problems problems) {
    this.problems = problems;
  }

  /** Takes a file in. */
  void take(Section file) {
    file.sections("systems", this::system);
    file.sections("edges", section -> EdgeSection.read(section, this::edge));
    file.sections("discovered", this::discovered);
    file.close();
  }

  /** All that was taken in. */
  Topology topology(String version) {
    return new Topology(version, systems, members, scopes, List.copyOf(edges), views);
  }

  /** Notes edges that run from an entity to itself round a circle of partOf or runsOn. */
  void checkSystems() {
    Map<EntityId, List<EntityId>> containers = new LinkedHashMap<>();
    for (Edge edge : edges) {
      if (edge.kind() == Edge.Kind.PART_OF || edge.kind() == Edge.Kind.RUNS_ON) {
        containers.computeIfAbsent(edge.from(), from -> new ArrayList<>()).add(edge.to());
      }
    }
    Circles.find(containers)
        .ifPresent(
            entity ->
                problems.add(
                    memberPlaces.getOrDefault("edge " + entity.text(), new Place("topology", 1, 1)),
                    entity + " is, by way of others, part of or running on itself",
                    "take one of these edges out"));
  }

  private Optional<String> system(Section section) {
    String name = section.word("name", NAME, "rag");
    if (name.equals(Topology.UNASSIGNED)) {
      section.reject("name", "'" + name + "' names what is in no system", "choose another name");
    }
    double criticality = section.number("criticality", 0, 1);
    String owner = section.text("owner");
    Place first = systemPlaces.putIfAbsent(name, section.placeOf("name"));
    if (first != null && !name.isEmpty()) {
      section.reject("name", "the system '" + name + "' stands also at " + first, "merge them");
    }
    for (Value scope : section.items("scopes")) {
      scope.asText().ifPresent(text -> scope(scope, text, name));
    }
    for (Value member : section.items("entities")) {
      EdgeSection.entity(member).ifPresent(entity -> member(member, entity, name));
    }
    systems.put(name, new Topology.SystemEntry(name, criticality, owner));
    return Optional.of(name);
  }

  private void scope(Value place, String text, String system) {
    if (text.isEmpty() || text.startsWith("/") || text.endsWith("/") || text.contains("//")) {
      place.reject("scope '" + text + "' has an empty segment", "write it such as demo/rag");
      return;
    }
    String other = scopes.putIfAbsent(text, system);
    Place first = memberPlaces.putIfAbsent("scope " + text, place.place());
    if (other != null) {
      place.reject("scope " + text + " stands also at " + first, "keep one of them");
    }
  }

  private void member(Value place, EntityId entity, String system) {
    String other = members.putIfAbsent(entity, system);
    Place first = memberPlaces.putIfAbsent("entity " + entity.text(), place.place());
    if (other != null) {
      place.reject(entity + " stands also at " + first, "keep one of them");
    }
  }

  private void edge(EdgeSection.Placed placed) {
    edges.add(placed.edge());
    memberPlaces.putIfAbsent("edge " + placed.edge().from().text(), placed.place());
  }

  private Optional<SourceView> discovered(Section section) {
    Optional<SourceView> view = DiscoveredSection.read(section);
    view.ifPresent(
        read -> {
          Place first = sourcePlaces.putIfAbsent(read.source(), section.placeOf("source"));
          if (first != null && !read.source().isEmpty()) {
            section.reject(
                "source", "'" + read.source() + "' stands also at " + first, "keep one of them");
          }
          views.add(read);
          read.edges()
              .forEach(edge -> edge(new EdgeSection.Placed(edge, section.placeOf("edges"))));
        });
    return view;
  }
}
