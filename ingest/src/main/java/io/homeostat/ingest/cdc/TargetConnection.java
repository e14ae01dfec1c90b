package io.homeostat.ingest.cdc;

import io.homeostat.schemas.targets.PostgresTarget;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** A connection for a question to a target, beside the one by which changes come. */
final class TargetConnection {
  private static final String SECONDS = "10";

  private TargetConnection() {}

  /**
   * Opens it.
   *
   * @throws SQLException when the database does not answer within {@value #SECONDS} s
   * @throws IOException when the password can't be read
   */
  static Connection open(PostgresTarget target) throws SQLException, IOException {
    Properties login = new Properties();
    login.setProperty("user", target.user());
    login.setProperty("password", target.password());
    login.setProperty("connectTimeout", SECONDS);
    login.setProperty("socketTimeout", SECONDS);
    return DriverManager.getConnection(target.jdbcUrl(), login);
  }
}
