package io.homeostat.schemas.targets;

import static io.homeostat.schemas.targets.TargetEntries.child;
import static io.homeostat.schemas.targets.TargetEntries.list;
import static io.homeostat.schemas.targets.TargetEntries.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A PostgreSQL database, seen by one of Homeostat's roles in it.
 *
 * @param name the scope of its entities, such as {@code demo/rag}
 * @param host where it listens
 * @param port its TCP port
 * @param database the database
 * @param schemas the schemas of interest
 * @param user the role
 * @param passwordFile the file that holds the role's password
 * @param publication the publication to capture changes by, where there is one
 * @param slot the replication slot to capture changes by, where there is one
 */
public record PostgresTarget(
    String name,
    String host,
    int port,
    String database,
    List<String> schemas,
    String user,
    Path passwordFile,
    Optional<String> publication,
    Optional<String> slot) {

  public PostgresTarget {
    if (name.isBlank() || host.isBlank() || database.isBlank() || user.isBlank()) {
      throw new IllegalArgumentException(
          "target '" + name + "' must have a name, a host, a database and a user");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "port " + port + " of target '" + name + "' must be from 1 to 65535");
    }
    schemas = List.copyOf(schemas);
  }

  /**
   * The targets of a file that have a role.
   *
   * @param role {@code probe}, {@code actuator} or {@code cdc}
   * @throws IOException when the file can't be read, or does not list targets as it should; the
   *     message says what and where
   */
  public static List<PostgresTarget> read(Path file, String role) throws IOException {
    return TargetEntries.read(
        file,
        "targets",
        entry ->
            Optional.ofNullable(child(child(entry, "roles"), role))
                .map(login -> target(entry, login, file)));
  }

  /** The JDBC URL, without user and password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  /** The role's password, read anew each time. */
  public String password() throws IOException {
    return Files.readString(passwordFile, StandardCharsets.UTF_8).strip();
  }

  private static PostgresTarget target(Object entry, Object login, Path file) {
    return new PostgresTarget(
        text(entry, "name"),
        text(entry, "host"),
        Integer.parseInt(text(entry, "port")),
        text(entry, "database"),
        list(child(entry, "schemas")).stream().map(Object::toString).toList(),
        text(login, "user"),
        file.resolveSibling(text(login, "passwordFile")),
        Optional.ofNullable(child(entry, "publication")).map(Object::toString),
        Optional.ofNullable(child(entry, "slot")).map(Object::toString));
  }
}
