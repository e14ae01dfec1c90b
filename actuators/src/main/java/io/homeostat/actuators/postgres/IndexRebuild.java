package io.homeostat.actuators.postgres;

import io.homeostat.actuators.action.Actuator;
import io.homeostat.actuators.action.Notes;
import io.homeostat.actuators.action.Result;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.EntityId;
import io.homeostat.schemas.targets.PostgresTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Rebuilds a PostgreSQL index beside its use: {@code REINDEX INDEX CONCURRENTLY}. The effect is one
 * new file of the index. The fencing token lives in the database itself: the target's advisory
 * lock, held by the session that acts, and the marker row.
 */
public final class IndexRebuild implements Actuator {
  /** The action's name. */
  public static final String ACTION = "pg-index.rebuild";

  private static final String ROLE = "actuator";
  private static final String KIND = "pg-index";
  private static final String SESSION = "homeostat-actuator ";
  private static final String RECOVERY = "homeostat-recovery ";

  private final Path targets;
  private final DiskRoom room;

  /**
   * An actuator for the databases in a file.
   *
   * @param targets the YAML file that lists them
   */
  public static IndexRebuild of(Path targets) {
    return new IndexRebuild(targets, new LocalDiskRoom());
  }

  IndexRebuild(Path targets, DiskRoom room) {
    this.targets = targets;
    this.room = room;
  }

  @Override
  public String action() {
    return ACTION;
  }

  @Override
  public Preparation prepare(Command command, Notes notes) {
    try {
      RebuildParameters parameters = RebuildParameters.of(command);
      Session session = Session.open(target(command.target()), name(SESSION, command));
      try {
        Preparation preparation =
            new IndexInspection(session, target(command.target()), command, parameters, room)
                .inspect();
        if (!(preparation instanceof Preparation.Ready)) {
          session.close();
        }
        return preparation;
      } catch (SQLException | RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (IllegalArgumentException e) {
      return refused(String.valueOf(e.getMessage()));
    } catch (SQLException | IOException e) {
      return refused("the target could not be read: " + e.getMessage());
    }
  }

  @Override
  public Recovery recover(Command command, Notes notes) {
    try (Session session = Session.open(target(command.target()), name(RECOVERY, command))) {
      return new IndexRecovery(session, command, name(SESSION, command)).recover(notes);
    } catch (SQLException | IOException e) {
      return new Recovery.NotYet("the target could not be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      return new Recovery.NotYet(String.valueOf(e.getMessage()));
    }
  }

  /** The index's name in its database: the entity's last segment, {@code schema.index}. */
  static String index(EntityId entity) {
    return entity.name();
  }

  private PostgresTarget target(EntityId entity) throws IOException {
    if (!entity.kind().equals(KIND)) {
      throw new IllegalArgumentException(entity + " is no " + KIND + ": it can't be rebuilt");
    }
    String name = String.join("/", entity.scope());
    Optional<PostgresTarget> target = PostgresTarget.find(targets, ROLE, name);
    return target.orElseThrow(
        () ->
            new IllegalArgumentException(
                "no target '" + name + "' with an actuator's role is in " + targets));
  }

  private static String name(String prefix, Command command) {
    return prefix + command.id();
  }

  private static Preparation refused(String reason) {
    return new Preparation.Ended(new Result.Refused(reason));
  }
}
