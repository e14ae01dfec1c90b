package io.homeostat.actuators.postgres;

import io.homeostat.actuators.action.Actuator;
import io.homeostat.actuators.action.Notes;
import io.homeostat.actuators.action.Permit;
import io.homeostat.actuators.action.Result;
import io.homeostat.core.model.Command;
import io.homeostat.schemas.targets.PostgresTarget;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An index whose lock is held and that was found to need a rebuild. */
final class IndexGrip implements Actuator.Grip {
  private static final Logger log = LoggerFactory.getLogger(IndexGrip.class);

  private final Session session;
  private final PostgresTarget target;
  private final Command command;
  private final RebuildParameters parameters;
  private final IndexReading before;
  private final Optional<Double> leafDensity;

  IndexGrip(
      Session session,
      PostgresTarget target,
      Command command,
      RebuildParameters parameters,
      IndexReading before,
      Optional<Double> leafDensity) {
    this.session = session;
    this.target = target;
    this.command = command;
    this.parameters = parameters;
    this.before = before;
    this.leafDensity = leafDensity;
  }

  /**
   * Writes the marker, asks once more, rebuilds. Before the marker is written nothing can have
   * happened; from then on the database itself is asked what has.
   */
  @Override
  public Result apply(Permit permit, Notes notes) {
    try {
      Optional<Result> objection = mark();
      if (objection.isPresent()) {
        return objection.get();
      }
      Marker marker = Marker.find(session, command.id()).orElseThrow();
      Optional<String> refusal = clearTheWay(permit).or(permit::refusal);
      if (refusal.isPresent()) {
        marker.refuse(session, refusal.get());
        return new Result.Refused(refusal.get());
      }
      return new IndexConclusion(session, command, marker, false).conclude(rebuild(notes));
    } catch (SQLException e) {
      log.warn("command {}: lost sight of the target", command.id(), e);
      return new Result.Unknown("lost sight of the target: " + e.getMessage());
    }
  }

  private Optional<Result> mark() throws SQLException {
    try {
      Marker.prepare(session);
      if (!before.equals(
          IndexReading.read(session, IndexRebuild.index(command.target())).orElse(null))) {
        return Optional.of(new Result.Refused("the index has changed since it was looked at"));
      }
      return Marker.begin(session, command, before, leafDensity)
          ? Optional.empty()
          : Optional.of(new Result.Unknown("an attempt of this command has left its marker"));
    } catch (SQLException e) {
      if (session.alive()) {
        return Optional.of(
            new Result.Refused("the marker could not be written: " + e.getMessage()));
      }
      throw e;
    }
  }

  /** Drops what earlier rebuilds of this index have left; that too needs the permit. */
  private Optional<String> clearTheWay(Permit permit) throws SQLException {
    if (Leftovers.find(session, before.tableOid(), before.name()).isEmpty()) {
      return Optional.empty();
    }
    Optional<String> refusal = permit.refusal();
    if (refusal.isEmpty()) {
      Leftovers.clear(session, before.tableOid(), before.name());
    }
    return refusal;
  }

  /** Rebuilds; why it was stopped, if the server says so. */
  private Optional<String> rebuild(Notes notes) throws SQLException {
    session.limits(parameters.lockMillis(), parameters.statementMillis());
    int pid = session.pid();
    try (RebuildWatch watch =
        RebuildWatch.start(target, command.id(), pid, parameters.statementMillis(), notes)) {
      try {
        session.utility("REINDEX INDEX CONCURRENTLY " + before.sqlName());
        return Optional.empty();
      } catch (SQLException e) {
        if (!session.alive()) {
          throw e;
        }
        return Optional.of(
            e.getMessage() + watch.blocker().map(who -> "; held up by " + who).orElse(""));
      }
    }
  }

  /** Lets go of the session and its lock. A rebuild that is under way goes on. */
  @Override
  public void close() {
    session.close();
  }
}
