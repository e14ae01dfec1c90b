package io.homeostat.ingest.postgres;

import io.homeostat.core.model.EntityId;
import java.sql.SQLException;

/**
 * How large a database is, and how far it is from the age at which PostgreSQL freezes it by force;
 * at two thousand million transactions it would take no more writes.
 */
final class DatabaseAge implements Group {
  private static final String SQL =
      """
      SELECT pg_database_size(oid) AS bytes, age(datfrozenxid) AS age, mxid_age(datminmxid) AS multixact_age,
        100.0 * age(datfrozenxid) / current_setting('autovacuum_freeze_max_age')::float8 AS used
      FROM pg_database WHERE datname = current_database()
      """;

  @Override
  public String name() {
    return "age";
  }

  @Override
  public Level level() {
    return Level.DATABASE;
  }

  @Override
  public Beat beat() {
    return Beat.SELDOM;
  }

  @Override
  public void read(Session session, Readings readings) throws SQLException {
    EntityId database = readings.database(session.server().database());
    session.each(
        SQL,
        row -> {
          readings.gauge(database, "pg.database.size", row.getDouble("bytes"));
          readings.gauge(database, "pg.freeze.age", row.getDouble("age"));
          readings.gauge(database, "pg.freeze.multixact_age", row.getDouble("multixact_age"));
          readings.gauge(database, "pg.freeze.used", row.getDouble("used"));
        });
  }
}
