package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import io.homeostat.schemas.targets.PostgresTarget;
import io.homeostat.schemas.targets.ProbeTarget;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code homeostat postgres check-index}: amcheck's {@code bt_index_check}, on request. It takes
 * the same lock as a read, so nothing waits for it; it waits for nobody either. Arguments: {@code
 * targets.file}, {@code INDEX} or {@code HEAP} (every row is looked up, too), and the indexes.
 */
public final class IndexCheckMain {
  private static final String EXTENSION = "amcheck";
  private static final int LIMIT_MILLIS = 3_600_000;

  /** PostgreSQL's codes for what amcheck finds: data or an index that is corrupt. */
  private static final List<String> CORRUPT = List.of("XX001", "XX002");

  /** What was found, with the exit code that says so. */
  enum Verdict {
    SOUND(0),
    CORRUPT(1),
    UNKNOWN(2);

    private final int code;

    Verdict(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /** How much is checked. */
  enum Depth {
    INDEX,
    HEAP
  }

  private final Path targets;
  private final Depth depth;
  private final PrintStream out;

  IndexCheckMain(Path targets, Depth depth, PrintStream out) {
    this.targets = targets;
    this.depth = depth;
    this.out = out;
  }

  /** The process. */
  public static void main(String[] arguments) {
    IndexCheckMain main =
        new IndexCheckMain(Path.of(arguments[0]), Depth.valueOf(arguments[1]), System.out);
    System.exit(
        Arrays.stream(arguments).skip(2).mapToInt(name -> main.check(name).code()).max().orElse(0));
  }

  /** Checks an index, and says what was found. */
  Verdict check(String name) {
    Verdict verdict;
    String why = "";
    try {
      EntityId index = EntityId.parse(name);
      PostgresTarget target = target(index);
      try (Session session = Session.open(target, LIMIT_MILLIS)) {
        ask(session, index);
        verdict = Verdict.SOUND;
      }
    } catch (SQLException e) {
      boolean corrupt = e.getSQLState() != null && CORRUPT.contains(e.getSQLState());
      verdict = corrupt ? Verdict.CORRUPT : Verdict.UNKNOWN;
      why = ": " + e.getMessage();
    } catch (IOException | IllegalArgumentException e) {
      verdict = Verdict.UNKNOWN;
      why = ": " + e.getMessage();
    }
    out.println(
        name
            + switch (verdict) {
              case SOUND -> " is sound";
              case CORRUPT -> " is corrupt" + why;
              case UNKNOWN -> " was not checked" + why;
            });
    return verdict;
  }

  private void ask(Session session, EntityId index) throws SQLException {
    String schema =
        session
            .server()
            .schemaOf(EXTENSION)
            .orElseThrow(() -> new SQLException("the database has no extension amcheck"));
    List<Long> ids = new ArrayList<>();
    session.each(
        "SELECT c.oid AS id FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE c.relkind = 'i' AND n.nspname || '.' || c.relname = ?",
        row -> ids.add(row.getLong("id")),
        index.name());
    if (ids.isEmpty()) {
      throw new SQLException("there is no such index");
    }
    session.each(
        "SELECT %s.bt_index_check(?::bigint::oid::regclass, %s)"
            .formatted(schema, depth == Depth.HEAP),
        row -> {},
        ids.get(0));
  }

  /**
   * The database that an index is in: its scope is the target's name, or ends with the database.
   */
  private PostgresTarget target(EntityId index) throws IOException {
    String scope = String.join("/", index.scope());
    for (ProbeTarget target : ProbeTarget.read(targets)) {
      if (target.home().name().equals(scope)) {
        return target.home();
      }
      Optional<String> database =
          Optional.of(target.home().name() + "/")
              .filter(scope::startsWith)
              .map(begin -> scope.substring(begin.length()));
      if (database.isPresent() && !(target.databases() instanceof ProbeTarget.Databases.Home)) {
        return target.home().in(database.get());
      }
    }
    throw new IOException(targets + " lists no target of this index with a role probe");
  }
}
