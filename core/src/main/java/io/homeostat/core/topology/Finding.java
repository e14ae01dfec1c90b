package io.homeostat.core.topology;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Topology.Edge;
import java.util.Set;

/** What came of looking at one source of entities, such as a database's catalogue. */
public sealed interface Finding {

  /** The source, such as {@code postgres demo/rag}. */
  String source();

  /**
   * All of it was seen: what is not among the entities is not there.
   *
   * @param entities the entities
   * @param edges the edges
   * @param unknownKinds kinds of edges that this look could not judge: those known stay
   */
  record Seen(String source, Set<EntityId> entities, Set<Edge> edges, Set<Edge.Kind> unknownKinds)
      implements Finding {
    public Seen {
      entities = Set.copyOf(entities);
      edges = Set.copyOf(edges);
      unknownKinds = Set.copyOf(unknownKinds);
    }

    /** A look that could judge all kinds of edges. */
    public Seen(String source, Set<EntityId> entities, Set<Edge> edges) {
      this(source, entities, edges, Set.of());
    }
  }

  /**
   * It could not be looked at, or not whole: nothing follows.
   *
   * @param reason why, for people
   */
  record Unseen(String source, String reason) implements Finding {}
}
