package io.homeostat.actuators.postgres;

import java.nio.file.Path;

/**
 * A database that may be acted on.
 *
 * @param name the scope of its entities, such as {@code demo/rag}
 * @param host where it listens
 * @param port its TCP port
 * @param database the database
 * @param user the actuator's role
 * @param passwordFile the file that holds its password
 */
public record Target(
    String name, String host, int port, String database, String user, Path passwordFile) {

  public Target {
    if (name.isBlank() || host.isBlank() || database.isBlank() || user.isBlank()) {
      throw new IllegalArgumentException(
          "target '" + name + "' must have a name, a host, a database and a user");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "port " + port + " of target '" + name + "' must be from 1 to 65535");
    }
  }

  /** The JDBC URL, without user and password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  /** Whether it runs on this machine, so that its folders can be looked at here. */
  public boolean local() {
    return host.equals("127.0.0.1") || host.equals("localhost") || host.equals("::1");
  }
}
