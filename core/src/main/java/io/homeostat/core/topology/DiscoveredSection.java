package io.homeostat.core.topology;

import io.homeostat.core.document.Section;
import io.homeostat.core.document.Value;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Topology.Edge;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what {@link SourceView#text} writes. */
final class DiscoveredSection {
  private DiscoveredSection() {}

  static Optional<SourceView> read(Section section) {
    String source = section.text("source");
    long changed = time(section, "changed").orElse(0);
    SortedMap<EntityId, Life> lives = new TreeMap<>();
    section.sections("entities", entry -> life(entry, lives));
    Set<Edge> edges = new LinkedHashSet<>();
    section.sections("edges", entry -> EdgeSection.read(entry, edge -> edges.add(edge.edge())));
    return Optional.of(new SourceView(source, changed, lives, List.copyOf(edges)));
  }

  private static Optional<Boolean> life(Section entry, SortedMap<EntityId, Life> lives) {
    Optional<EntityId> entity = entry.required("entity").flatMap(EdgeSection::entity);
    OptionalLong since = time(entry, "since");
    OptionalLong ended = entry.has("ended") ? time(entry, "ended") : OptionalLong.empty();
    if (since.isPresent() && ended.isPresent() && ended.getAsLong() < since.getAsLong()) {
      entry.reject("ended", "it ended before it began", "give a later time, or take it out");
    } else if (since.isPresent()) {
      entity.ifPresent(id -> lives.put(id, new Life(since.getAsLong(), ended)));
    }
    return Optional.empty();
  }

  private static OptionalLong time(Section section, String key) {
    Optional<Value> value = section.required(key);
    Optional<String> text = value.flatMap(Value::asText);
    try {
      return text.isPresent()
          ? OptionalLong.of(Instant.parse(text.get()).toEpochMilli())
          : OptionalLong.empty();
    } catch (DateTimeException | ArithmeticException e) {
      section.reject(
          key, key + " is '" + text.orElse("") + "'", "it must be such as 2026-01-31T12:00:00Z");
      return OptionalLong.empty();
    }
  }
}
