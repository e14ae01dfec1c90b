package io.homeostat.actuators.postgres;

import io.homeostat.actuators.action.Actuator.Recovery;
import io.homeostat.actuators.action.Notes;
import io.homeostat.core.model.Command;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what became of a rebuild whose actuator is gone. The old session may still be at work:
 * then it is let finish. A session that only waits for its client, who may be paused and not dead,
 * is ended first, so that it can't begin any more. Then, under the target's lock, the marker and
 * the index tell.
 */
final class IndexRecovery {
  private static final String OLD_SESSIONS =
      """
      SELECT pid, state FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = ? AND pid <> pg_backend_pid()
      """;

  private static final String END_SESSION = "SELECT pg_terminate_backend(?, 2000)";

  private final Session session;
  private final Command command;
  private final String actorsName;

  /**
   * @param actorsName what the session that acts calls itself
   */
  IndexRecovery(Session session, Command command, String actorsName) {
    this.session = session;
    this.command = command;
    this.actorsName = actorsName;
  }

  /** Reads the target once. */
  Recovery recover(Notes notes) throws SQLException {
    for (OldSession one : oldSessions()) {
      if (one.active()) {
        notes.say("The session that began it is still at work: process " + one.pid());
        return new Recovery.NotYet("process " + one.pid() + " is still at work on it");
      }
      session.first(row -> row.getBoolean(1), END_SESSION, one.pid());
    }
    if (!oldSessions().isEmpty()) {
      return new Recovery.NotYet("the session that began it is being ended");
    }
    Optional<String> holder = TargetLock.of(command.target()).take(session);
    if (holder.isPresent()) {
      return new Recovery.NotYet(holder.get() + " holds the target's lock");
    }
    Optional<Marker> marker = Marker.find(session, command.id());
    return marker.isEmpty()
        ? new Recovery.NeverBegun()
        : new Recovery.Ended(
            new IndexConclusion(session, command, marker.get(), true).conclude(Optional.empty()));
  }

  private List<OldSession> oldSessions() throws SQLException {
    return session.all(
        row -> new OldSession(row.getInt("pid"), "active".equals(row.getString("state"))),
        OLD_SESSIONS,
        actorsName);
  }

  private record OldSession(int pid, boolean active) {}
}
