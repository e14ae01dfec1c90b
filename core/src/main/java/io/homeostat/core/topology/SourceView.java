package io.homeostat.core.topology;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Topology.Edge;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known by one source: the entities that it had, with their times, and the edges between
 * those that it has. A pure value, and its own text in a file of discovered topology.
 *
 * @param source the source, such as {@code postgres demo/rag}
 * @param changedMillis when a look last changed something, in milliseconds since 1970
 * @param lives the entities
 * @param edges the edges, in their order
 */
public record SourceView(
    String source, long changedMillis, SortedMap<EntityId, Life> lives, List<Edge> edges) {
  private static final Comparator<Edge> ORDER =
      Comparator.comparing(Edge::from).thenComparing(Edge::kind).thenComparing(Edge::to);

  /** How long what has ended is remembered: 30 days. */
  static final long REMEMBERED_MILLIS = 30L * 24 * 3_600_000;

  public SourceView {
    lives = new TreeMap<>(lives);
    edges = edges.stream().distinct().sorted(ORDER).toList();
  }

  /** What is known of a source that nobody has looked at. */
  public static SourceView unknown(String source) {
    return new SourceView(source, 0, new TreeMap<>(), List.of());
  }

  /**
   * What is known after a look. What was seen is there, since now or since before; what was there
   * and was not seen has ended now; what comes back begins anew. After a look that did not succeed
   * all stands as it was, and after one that found nothing new.
   *
   * @param nowMillis the time of the look
   */
  public SourceView after(Finding finding, long nowMillis) {
    if (!(finding instanceof Finding.Seen seen)) {
      return this;
    }
    SortedMap<EntityId, Life> now = new TreeMap<>();
    lives.forEach(
        (entity, life) -> {
          boolean forgotten =
              life.ended() && nowMillis - life.endedMillis().orElse(0) > REMEMBERED_MILLIS;
          if (!forgotten) {
            now.put(entity, life.ended() ? life : life.endedAt(nowMillis));
          }
        });
    for (EntityId entity : seen.entities()) {
      Life before = lives.get(entity);
      now.put(entity, before == null || before.ended() ? Life.since(nowMillis) : before);
    }
    Stream<Edge> kept =
        edges.stream()
            .filter(edge -> seen.unknownKinds().contains(edge.kind()))
            .filter(edge -> seen.entities().contains(edge.from()));
    SourceView after =
        new SourceView(source, nowMillis, now, Stream.concat(seen.edges().stream(), kept).toList());
    return lives.equals(after.lives) && edges.equals(after.edges) ? this : after;
  }

  /** The YAML text that {@link TopologyParser} reads; equal views give equal texts. */
  public String text() {
    StringBuilder text =
        new StringBuilder("# Written by `homeostat topology import`.\ndiscovered:\n");
    text.append("  - source: \"").append(source).append("\"\n");
    text.append("    changed: \"").append(Instant.ofEpochMilli(changedMillis)).append("\"\n");
    text.append("    entities:").append(lives.isEmpty() ? " []\n" : "\n");
    lives.forEach(
        (entity, life) -> {
          text.append("      - {entity: \"").append(entity.text()).append("\", since: \"");
          text.append(Instant.ofEpochMilli(life.sinceMillis())).append('"');
          life.endedMillis()
              .ifPresent(
                  ended ->
                      text.append(", ended: \"").append(Instant.ofEpochMilli(ended)).append('"'));
          text.append("}\n");
        });
    text.append("    edges:").append(edges.isEmpty() ? " []\n" : "\n");
    byStart().forEach((start, line) -> text.append(line));
    return text.toString();
  }

  private Map<EntityId, String> byStart() {
    Map<EntityId, String> lines = new TreeMap<>();
    Map<EntityId, List<Edge>> starts =
        edges.stream()
            .collect(Collectors.groupingBy(Edge::from, TreeMap::new, Collectors.toList()));
    starts.forEach((start, all) -> lines.put(start, line(start, all)));
    return lines;
  }

  private static String line(EntityId start, List<Edge> all) {
    StringBuilder line = new StringBuilder("      - {from: \"").append(start.text()).append('"');
    for (Edge.Kind kind : Edge.Kind.values()) {
      List<String> ends =
          all.stream()
              .filter(edge -> edge.kind() == kind)
              .map(edge -> '"' + edge.to().text() + '"')
              .toList();
      if (!ends.isEmpty()) {
        line.append(", ").append(kind.key()).append(": [");
        line.append(String.join(", ", ends)).append(']');
      }
    }
    return line.append("}\n").toString();
  }
}
