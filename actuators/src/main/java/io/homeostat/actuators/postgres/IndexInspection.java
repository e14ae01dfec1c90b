package io.homeostat.actuators.postgres;

import io.homeostat.actuators.action.Actuator.Preparation;
import io.homeostat.actuators.action.Result;
import io.homeostat.core.model.Command;
import io.homeostat.schemas.targets.PostgresTarget;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Looks at an index before it is rebuilt: takes its lock, then reads whether it is the one that is
 * meant, whether it still needs it, and whether there is room.
 */
final class IndexInspection {
  private static final double ROOM_FOR_ONE = 1.2;
  private static final String IDENTITY =
      """
      SELECT (SELECT oid::bigint FROM pg_database WHERE datname = current_database()),
        CASE WHEN has_function_privilege('pg_control_system()', 'EXECUTE')
          THEN (SELECT system_identifier FROM pg_control_system()) ELSE -1 END
      """;
  private static final String BUSY =
      """
      SELECT format('process %s (%s) is building an index on the same table', p.pid, a.application_name)
      FROM pg_stat_progress_create_index p LEFT JOIN pg_stat_activity a ON a.pid = p.pid
      WHERE p.relid::bigint = ?
      """;
  private static final String OLD =
      """
      SELECT format('process %s (%s) has had a transaction open for %s s', pid, application_name,
        extract(epoch FROM clock_timestamp() - xact_start)::bigint)
      FROM pg_stat_activity a
      WHERE datname = current_database() AND backend_type = 'client backend'
        AND pid <> pg_backend_pid()
        AND (backend_xmin IS NOT NULL OR EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid
          AND l.locktype = 'relation' AND l.relation::bigint = ?
          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())))
        AND xact_start < clock_timestamp() - make_interval(secs => ?)
      ORDER BY xact_start LIMIT 1
      """;

  private final Session session;
  private final PostgresTarget target;
  private final Command command;
  private final RebuildParameters parameters;
  private final DiskRoom room;
  private final SortedMap<String, String> details = new TreeMap<>();

  IndexInspection(
      Session session,
      PostgresTarget target,
      Command command,
      RebuildParameters parameters,
      DiskRoom room) {
    this.session = session;
    this.target = target;
    this.command = command;
    this.parameters = parameters;
    this.room = room;
  }

  /** Reads all of it; what is ready keeps the session. */
  Preparation inspect() throws SQLException {
    Optional<String> holder = TargetLock.of(command.target()).take(session);
    if (holder.isPresent()) {
      return refused(holder.get() + " holds the target's lock");
    }
    Optional<Marker> earlier = Marker.find(session, command.id());
    if (earlier.isPresent()) {
      return new Preparation.Ended(
          new IndexConclusion(session, command, earlier.get(), true).conclude(Optional.empty()));
    }
    Optional<IndexReading> found = IndexReading.read(session, IndexRebuild.index(command.target()));
    if (found.isEmpty()) {
      return refused(
          "there is no index " + command.target().name() + " in the database " + target.database());
    }
    IndexReading index = found.get();
    List<Check> checks =
        List.of(this::identity, this::unsupported, this::fenced, this::busy, this::oldTransaction);
    for (Check check : checks) {
      Optional<String> objection = check.objection(index);
      if (objection.isPresent()) {
        return refused(objection.get());
      }
    }
    return precondition(index);
  }

  private Preparation precondition(IndexReading index) throws SQLException {
    Optional<Double> density = index.leafDensity(session);
    if (density.isEmpty()) {
      return refused(
          "its leaf density can't be read: it needs a btree and the extension pgstattuple");
    }
    details.put("sizeBeforeBytes", Long.toString(index.sizeBytes()));
    details.put("leafDensityBeforePercent", density.get().toString());
    details.put("relfilenodeBefore", Long.toString(index.relfilenode()));
    if (density.get() > parameters.maxLeafDensity()) {
      return new Preparation.Ended(
          new Result.AlreadyTrue(
              "its leaf pages are "
                  + density.get()
                  + " % full, more than "
                  + parameters.maxLeafDensity()
                  + " %: it needs no rebuild",
              details));
    }
    Optional<String> noRoom = roomFor(index);
    return noRoom.isPresent()
        ? refused(noRoom.get())
        : new Preparation.Ready(
            new IndexGrip(session, target, command, parameters, index, density));
  }

  private Optional<String> identity(IndexReading index) throws SQLException {
    long[] read =
        session
            .first(row -> new long[] {row.getLong(1), row.getLong(2)}, IDENTITY)
            .orElseGet(() -> new long[] {-1, -1});
    if (parameters.expectedSystem().filter(expected -> expected != read[1]).isPresent()) {
      return Optional.of("the database cluster is another one, or may not be asked: " + read[1]);
    }
    if (parameters.expectedDatabase().filter(expected -> expected != read[0]).isPresent()) {
      return Optional.of("the database is another one: it has object id " + read[0]);
    }
    if (parameters.expectedIndex().filter(expected -> expected != index.oid()).isPresent()) {
      return Optional.of("the index is another one: it has object id " + index.oid());
    }
    return Optional.empty();
  }

  private Optional<String> unsupported(IndexReading index) {
    if (!index.kind().equals("i")) {
      return Optional.of("it is a partitioned index: name one of its partitions' instead");
    } else if (!index.valid()) {
      return Optional.of("it is invalid: it was never built to its end");
    } else if (index.exclusion()) {
      return Optional.of("it keeps an exclusion constraint, which can't be rebuilt in use");
    } else if (index.schema().startsWith("pg_")) {
      return Optional.of("it belongs to PostgreSQL itself, and can't be rebuilt in use");
    } else if (!index.ours()) {
      return Optional.of("the role " + target.user() + " is no member of the index's owner");
    }
    return Optional.empty();
  }

  private Optional<String> fenced(IndexReading index) throws SQLException {
    OptionalLong newest = Marker.newestFence(session, command.target().text());
    return newest.isPresent() && newest.getAsLong() > command.fence()
        ? Optional.of(
            "a newer grant has begun on "
                + index.sqlName()
                + ": fence "
                + newest.getAsLong()
                + " after "
                + command.fence())
        : Optional.empty();
  }

  private Optional<String> busy(IndexReading index) throws SQLException {
    return session.first(row -> row.getString(1), BUSY, index.tableOid());
  }

  private Optional<String> oldTransaction(IndexReading index) throws SQLException {
    return session
        .first(
            row -> row.getString(1),
            OLD,
            index.tableOid(),
            parameters.oldTransactionMillis() / 1000.0)
        .map(old -> old + ", which a rebuild of " + index.sqlName() + " would wait for");
  }

  private Optional<String> roomFor(IndexReading index) throws SQLException {
    OptionalLong free = room.freeBytes(session, target, index);
    if (free.isEmpty()) {
      return index.sizeBytes() > parameters.maxIndexBytes()
          ? Optional.of(
              "the free disk space can't be known from here, and the index has "
                  + index.sizeBytes()
                  + " bytes, more than max_index_bytes "
                  + parameters.maxIndexBytes())
          : Optional.empty();
    }
    double needed = index.sizeBytes() * ROOM_FOR_ONE;
    return free.getAsLong() < needed
        ? Optional.of(
            "there are "
                + free.getAsLong()
                + " bytes free on the index's disk, and "
                + Math.round(needed)
                + " are needed")
        : Optional.empty();
  }

  private Preparation refused(String reason) {
    return new Preparation.Ended(new Result.Refused(reason, details));
  }

  /** One thing to look at: why the index must not be rebuilt, if so. */
  @FunctionalInterface
  private interface Check {
    Optional<String> objection(IndexReading index) throws SQLException;
  }
}
