package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import io.homeostat.ingest.probe.Samples;
import java.util.ArrayList;
import java.util.List;

/** What one round has read of an instance and of what is in it, under the names of both. */
final class Readings extends Samples {
  private final List<String> instanceScope;
  private final List<String> scope;

  /**
   * An empty round.
   *
   * @param instance the path of the instance, such as {@code demo/rag}
   * @param scope the scope of what is in the database: the instance's path, and the database's name
   *     where several are read
   * @param counters what stands from rounds before
   * @param atMillis when the round began
   */
  Readings(String instance, List<String> scope, Counters counters, long atMillis) {
    super(counters, atMillis);
    this.instanceScope = List.of(instance.split("/"));
    this.scope = List.copyOf(scope);
  }

  /** The instance itself, such as {@code postgres:demo/rag}. */
  EntityId instance() {
    return new EntityId("postgres", instanceScope);
  }

  /** A database of the instance, such as {@code pg-database:demo/rag/rag}. */
  EntityId database(String name) {
    return within("pg-database", instanceScope, name);
  }

  /** What is in the database, such as {@code pg-index:demo/rag/public.documents_pkey}. */
  EntityId entity(String kind, String name) {
    return within(kind, scope, name);
  }

  private static EntityId within(String kind, List<String> scope, String name) {
    List<String> path = new ArrayList<>(scope);
    path.add(name);
    return new EntityId(kind, path);
  }
}
