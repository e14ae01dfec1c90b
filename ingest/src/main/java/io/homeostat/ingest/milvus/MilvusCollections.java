package io.homeostat.ingest.milvus;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.topology.Finding;
import io.homeostat.core.topology.Topology.Edge;
import io.homeostat.schemas.targets.MilvusTarget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Which collections a Milvus database has. */
public final class MilvusCollections {
  private MilvusCollections() {}

  /** Lists them. */
  public static Finding look(MilvusTarget target) {
    String source = "milvus " + target.name();
    List<String> path = List.of(target.name().split("/"));
    EntityId server = new EntityId("milvus", path);
    try {
      Set<EntityId> entities = new HashSet<>(Set.of(server));
      Set<Edge> edges = new HashSet<>();
      for (JsonNode name : new MilvusApi(target).ask("collections/list")) {
        List<String> below = new ArrayList<>(path);
        below.add(name.asText());
        EntityId collection = new EntityId("collection", below);
        entities.add(collection);
        edges.add(new Edge(collection, Edge.Kind.RUNS_ON, server));
      }
      return new Finding.Seen(source, entities, edges);
    } catch (IOException e) {
      return new Finding.Unseen(source, Objects.requireNonNullElse(e.getMessage(), e.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Finding.Unseen(source, "interrupted");
    }
  }
}
