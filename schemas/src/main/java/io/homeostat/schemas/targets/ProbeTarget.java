package io.homeostat.schemas.targets;

import static io.homeostat.schemas.targets.TargetEntries.child;
import static io.homeostat.schemas.targets.TargetEntries.list;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A PostgreSQL instance as the probe reads it.
 *
 * @param home the database by which the instance itself is read
 * @param databases which of its databases are read besides
 */
public record ProbeTarget(PostgresTarget home, Databases databases) {

  /** The database by which an instance is read whose entry names none: every server has it. */
  private static final String MAINTENANCE = "postgres";

  /** Which databases of an instance are read. */
  public sealed interface Databases {
    /** The home database alone; its entities have the instance's scope. */
    record Home() implements Databases {}

    /** Those that are named; each one's entities have its name in their scope. */
    record Named(List<String> names) implements Databases {
      public Named {
        names = List.copyOf(names);
      }
    }

    /** All that the role may connect to, but templates; named in their entities' scope. */
    record All() implements Databases {}
  }

  /**
   * The instances of a file that have a role {@code probe}: by {@code database} one database is
   * read, by {@code databases} those in the list, and without both all.
   *
   * @throws IOException when the file can't be read, or does not list targets as it should; the
   *     message says what and where
   */
  public static List<ProbeTarget> read(Path file) throws IOException {
    return TargetEntries.read(
        file,
        "targets",
        entry ->
            Optional.ofNullable(child(child(entry, "roles"), "probe"))
                .map(login -> target(entry, login, file)));
  }

  private static ProbeTarget target(Object entry, Object login, Path file) {
    Object one = child(entry, "database");
    List<String> named = list(child(entry, "databases")).stream().map(Object::toString).toList();
    String home = one == null ? MAINTENANCE : one.toString();
    Databases databases =
        named.isEmpty()
            ? one == null ? new Databases.All() : new Databases.Home()
            : new Databases.Named(named);
    return new ProbeTarget(PostgresTarget.target(entry, home, login, file), databases);
  }
}
