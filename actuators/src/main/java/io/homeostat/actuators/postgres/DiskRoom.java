package io.homeostat.actuators.postgres;

import io.homeostat.schemas.targets.PostgresTarget;
import java.sql.SQLException;
import java.util.OptionalLong;

/** Tells how much room there is where an index's new file will be: a port to the outside. */
@FunctionalInterface
interface DiskRoom {
  /** The free bytes; empty where that can't be known from here. */
  OptionalLong freeBytes(Session session, PostgresTarget target, IndexReading index)
      throws SQLException;
}
