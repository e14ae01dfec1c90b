package io.homeostat.core.topology;

import io.homeostat.core.document.Place;
import io.homeostat.core.document.Section;
import io.homeostat.core.document.Value;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Topology.Edge;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Reads {@code {from: …, partOf: …, dependsOn: […]}}. */
final class EdgeSection {

  /** An edge, and where it stands. */
  record Placed(Edge edge, Place place) {}

  private EdgeSection() {}

  static Optional<Boolean> read(Section section, Consumer<Placed> use) {
    Optional<EntityId> from = section.required("from").flatMap(EdgeSection::entity);
    if (Arrays.stream(Edge.Kind.values()).noneMatch(kind -> section.has(kind.key()))) {
      section.reject("from", "the edge leads nowhere", "give one of " + keys());
    }
    for (Edge.Kind kind : Edge.Kind.values()) {
      section
          .optional(kind.key())
          .ifPresent(value -> from.ifPresent(start -> edges(value, start, kind, use)));
    }
    return Optional.empty();
  }

  /** The entity that a text names; what is none is noted. */
  static Optional<EntityId> entity(Value value) {
    return value
        .asText()
        .flatMap(
            text -> {
              try {
                return Optional.of(EntityId.parse(text));
              } catch (IllegalArgumentException e) {
                value.reject(String.valueOf(e.getMessage()), "");
                return Optional.empty();
              }
            });
  }

  private static void edges(Value value, EntityId from, Edge.Kind kind, Consumer<Placed> use) {
    for (Value item : value.oneOrMore()) {
      Optional<EntityId> to = entity(item);
      if (to.isPresent() && to.get().equals(from)) {
        item.reject(from + " leads to itself", "take this out");
      } else if (to.isPresent()) {
        use.accept(new Placed(new Edge(from, kind, to.get()), item.place()));
      }
    }
  }

  private static String keys() {
    return Arrays.stream(Edge.Kind.values()).map(Edge.Kind::key).collect(Collectors.joining(", "));
  }
}
