package io.homeostat.ingest.postgres;

import io.homeostat.ingest.shape.ShapeListener;
import io.homeostat.schemas.targets.PostgresTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What one connection reads of an instance.
 *
 * @param target the instance and the database of the connection
 * @param scope the scope of what is in the database
 * @param levels whose statistics
 */
record Look(PostgresTarget target, List<String> scope, Set<Group.Level> levels) {
  Look {
    scope = List.copyOf(scope);
    levels = Set.copyOf(levels);
  }

  /** The one connection to an instance of which one database is read. */
  static Look atHome(PostgresTarget home) {
    return new Look(
        home, List.of(home.name().split("/")), Set.of(Group.Level.INSTANCE, Group.Level.DATABASE));
  }

  /** The connection by which an instance is read whose databases have others. */
  static Look atInstance(PostgresTarget home) {
    return new Look(home, List.of(home.name().split("/")), Set.of(Group.Level.INSTANCE));
  }

  /** The connection to one of several databases: its name is in the scope. */
  static Look inDatabase(PostgresTarget home, String database) {
    List<String> scope = new ArrayList<>(List.of(home.name().split("/")));
    scope.add(database);
    return new Look(home.in(database), scope, Set.of(Group.Level.DATABASE));
  }

  boolean ofInstance() {
    return levels.contains(Group.Level.INSTANCE);
  }

  /**
   * Its groups of statistics, which remember what they have read.
   *
   * @param shapes takes how the tables are built
   */
  List<Group> groups(ProbeLimits limits, ShapeListener shapes) {
    Relations relations = new Relations(target.schemas(), limits.relations());
    Indexes indexes = new Indexes(relations);
    List<Group> all =
        List.of(
            new Activity(),
            new LockWaits(),
            new Replication(),
            new Slots(),
            new DiskRoom(),
            new DatabaseCounters(),
            new Tables(relations),
            indexes,
            new IndexLeaves(indexes, limits.indexIntervalMillis(), limits.indexBytes()),
            new Wal(),
            new Checkpoints(),
            new DatabaseAge(),
            new TableAge(relations),
            new Statements(),
            new TableShapes(target.schemas(), scope, shapes),
            new TableBloat(relations, limits.tableBytes()),
            new VectorRecall(relations, limits.recallK(), limits.recallBytes()));
    return all.stream().filter(group -> levels.contains(group.level())).toList();
  }

  @Override
  public String toString() {
    return ofInstance() ? target.name() : target.name() + "/" + target.database();
  }
}
