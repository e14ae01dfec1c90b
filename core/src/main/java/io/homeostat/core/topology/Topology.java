package io.homeostat.core.topology;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toUnmodifiableList;

import io.homeostat.core.model.EntityId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The entities, the systems that they belong to, and the edges between them. Immutable; its
 * questions are answered by key, however many edges there are.
 */
public final class Topology {

  /** Nothing known. */
  public static final Topology EMPTY = new Topology("", Map.of(), Map.of(), Map.of(), List.of());

  /** The system of entities that no inventory names. */
  public static final String UNASSIGNED = "unassigned";

  private final String version;
  private final Map<String, SystemEntry> systems;
  private final Map<EntityId, String> members;
  private final Map<String, String> scopes;
  private final List<Edge> edges;
  private final List<SourceView> views;
  private final Map<EntityId, Life> lives;
  private final Map<EntityId, List<EntityId>> needs;
  private final Map<EntityId, List<EntityId>> neededBy;

  /**
   * A system.
   *
   * @param name its name
   * @param criticality 0 (nobody minds) to 1
   * @param owner the team
   */
  public record SystemEntry(String name, double criticality, String owner) {}

  /**
   * An edge.
   *
   * @param from what depends, is part, runs or replicates
   * @param kind how
   * @param to on what
   */
  public record Edge(EntityId from, Kind kind, EntityId to) {

    /** The kinds of edges. */
    public enum Kind {
      PART_OF("partOf"),
      DEPENDS_ON("dependsOn"),
      RUNS_ON("runsOn"),
      REPLICA_OF("replicaOf");

      private final String key;

      Kind(String key) {
        this.key = key;
      }

      /** What it is called in documents. */
      public String key() {
        return key;
      }
    }
  }

  /**
   * A topology.
   *
   * @param version the content hash of the document that it came from; empty for {@link #EMPTY}
   * @param systems the systems by name
   * @param members the system of an entity; of entities not named here, the longest matching prefix
   *     in {@code scopes} decides
   * @param scopes systems by a prefix of the entity's path, such as {@code demo/rag}
   * @param edges what depends on what
   */
  public Topology(
      String version,
      Map<String, SystemEntry> systems,
      Map<EntityId, String> members,
      Map<String, String> scopes,
      List<Edge> edges) {
    this(version, systems, members, scopes, edges, List.of());
  }

  /**
   * A topology of which a part was discovered.
   *
   * @param views what each source had; edges from or to what has ended lead nowhere any more
   */
  public Topology(
      String version,
      Map<String, SystemEntry> systems,
      Map<EntityId, String> members,
      Map<String, String> scopes,
      List<Edge> edges,
      List<SourceView> views) {
    this.version = version;
    this.systems = Map.copyOf(systems);
    this.members = Map.copyOf(members);
    this.scopes = Map.copyOf(scopes);
    this.views = List.copyOf(views);
    this.lives = livesOf(this.views);
    this.edges =
        edges.stream().filter(edge -> !hasEnded(edge.from()) && !hasEnded(edge.to())).toList();
    this.needs =
        this.edges.stream()
            .collect(groupingBy(Edge::from, mapping(Edge::to, toUnmodifiableList())));
    this.neededBy =
        this.edges.stream()
            .collect(groupingBy(Edge::to, mapping(Edge::from, toUnmodifiableList())));
  }

  /** The content hash of the document that it came from. */
  public String version() {
    return version;
  }

  /** The systems by name. */
  public Map<String, SystemEntry> systems() {
    return systems;
  }

  /** The systems of the entities that the inventory names one by one. */
  public Map<EntityId, String> members() {
    return members;
  }

  /** The systems by a prefix of the entity's path. */
  public Map<String, String> scopes() {
    return scopes;
  }

  /** What depends on what, in the inventory's order. */
  public List<Edge> edges() {
    return edges;
  }

  /** What was discovered, by source, in the documents' order. */
  public List<SourceView> discovered() {
    return views;
  }

  /** How long an entity has been there, where it was discovered. */
  public Optional<Life> life(EntityId entity) {
    return Optional.ofNullable(lives.get(entity));
  }

  private boolean hasEnded(EntityId entity) {
    Life life = lives.get(entity);
    return life != null && life.ended();
  }

  /** An entity that several sources have seen is there while one of them has it. */
  private static Map<EntityId, Life> livesOf(List<SourceView> views) {
    Map<EntityId, Life> all = new TreeMap<>();
    for (SourceView view : views) {
      view.lives().forEach((entity, life) -> all.merge(entity, life, Topology::longer));
    }
    return Map.copyOf(all);
  }

  private static Life longer(Life one, Life other) {
    OptionalLong ended =
        one.ended() && other.ended()
            ? OptionalLong.of(Math.max(one.endedMillis().orElse(0), other.endedMillis().orElse(0)))
            : OptionalLong.empty();
    return new Life(Math.min(one.sinceMillis(), other.sinceMillis()), ended);
  }

  /** The system that an entity belongs to; {@link #UNASSIGNED} when no inventory says. */
  public String systemOf(EntityId entity) {
    String named = members.get(entity);
    return named != null ? named : byScope(entity).orElse(UNASSIGNED);
  }

  /** What an entity directly depends on, is part of, runs on or replicates. */
  public Stream<EntityId> needs(EntityId entity) {
    return needs.getOrDefault(entity, List.of()).stream();
  }

  /** What directly needs an entity. */
  public Stream<EntityId> neededBy(EntityId entity) {
    return neededBy.getOrDefault(entity, List.of()).stream();
  }

  private Optional<String> byScope(EntityId entity) {
    List<String> path = entity.path();
    for (int length = path.size(); length > 0; length--) {
      String system = scopes.get(String.join("/", path.subList(0, length)));
      if (system != null) {
        return Optional.of(system);
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Topology that
        && version.equals(that.version)
        && systems.equals(that.systems)
        && members.equals(that.members)
        && scopes.equals(that.scopes)
        && edges.equals(that.edges)
        && views.equals(that.views);
  }

  @Override
  public int hashCode() {
    return Objects.hash(version, systems, members, scopes, edges, views);
  }

  @Override
  public String toString() {
    return "Topology " + version + " of " + systems.keySet() + ", " + edges.size() + " edges";
  }
}
