package io.homeostat.ingest.postgres;

import java.sql.SQLException;

/**
 * One group of statistics, with the SQL that it needs, the servers that have it and how often it is
 * worth its cost. A group may keep what it read before; one object serves one connection.
 */
interface Group {

  /** Whose statistics they are: those of an instance are read by one connection only. */
  enum Level {
    INSTANCE,
    DATABASE
  }

  /** How often a group is read at most. */
  enum Beat {
    /** In every round, also while the server is busy. */
    ALWAYS(0),
    /** In every round of a server that is not busy. */
    ROUND(0),
    /** Each 10 s. */
    OFTEN(10_000),
    /** Each 30 s. */
    SELDOM(30_000);

    private final long millis;

    Beat(long millis) {
      this.millis = millis;
    }

    long millis() {
      return millis;
    }
  }

  /** The group's name in {@code probe.duration{group="…"}} and in the log. */
  String name();

  Level level();

  Beat beat();

  /** Whether the server has these statistics, and the role sees them. */
  default boolean holdsFor(Server server) {
    return true;
  }

  /**
   * Reads them.
   *
   * @throws SQLException when something could not be read; what was read before stands
   */
  void read(Session session, Readings readings) throws SQLException;
}
