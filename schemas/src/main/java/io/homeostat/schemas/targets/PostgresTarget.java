package io.homeostat.schemas.targets;

import java.io.IOException;
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
 * @param secret where the role's password is
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
    Secret secret,
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
            Optional.ofNullable(TargetEntries.child(TargetEntries.child(entry, "roles"), role))
                .map(login -> target(entry, login, file)));
  }

  /**
   * The target of a name that has a role. The file is read anew at each question, as it may be
   * rewritten.
   *
   * @param role {@code probe}, {@code actuator} or {@code cdc}
   * @throws IOException as {@link #read} does
   */
  public static Optional<PostgresTarget> find(Path file, String role, String name)
      throws IOException {
    return read(file, role).stream().filter(target -> target.name().equals(name)).findFirst();
  }

  /** The JDBC URL, without user and password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  /** Whether it runs on this machine, so that its folders can be looked at here. */
  public boolean local() {
    return host.equals("127.0.0.1") || host.equals("localhost") || host.equals("::1");
  }

  /** The role's password, read anew each time. */
  public String password() throws IOException {
    return secret.read();
  }

  /** The same instance and role, in another of its databases. */
  public PostgresTarget in(String otherDatabase) {
    return new PostgresTarget(
        name, host, port, otherDatabase, schemas, user, secret, publication, slot);
  }

  private static PostgresTarget target(Object entry, Object login, Path file) {
    return target(entry, TargetEntries.text(entry, "database"), login, file);
  }

  static PostgresTarget target(Object entry, String database, Object login, Path file) {
    return new PostgresTarget(
        TargetEntries.text(entry, "name"),
        TargetEntries.text(entry, "host"),
        Integer.parseInt(TargetEntries.text(entry, "port")),
        database,
        TargetEntries.list(TargetEntries.child(entry, "schemas")).stream()
            .map(Object::toString)
            .toList(),
        TargetEntries.text(login, "user"),
        Secret.of(login, file),
        Optional.ofNullable(TargetEntries.child(entry, "publication")).map(Object::toString),
        Optional.ofNullable(TargetEntries.child(entry, "slot")).map(Object::toString));
  }
}
