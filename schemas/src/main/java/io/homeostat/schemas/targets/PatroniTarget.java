package io.homeostat.schemas.targets;

import static io.homeostat.schemas.targets.TargetEntries.child;
import static io.homeostat.schemas.targets.TargetEntries.list;
import static io.homeostat.schemas.targets.TargetEntries.text;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL cluster that Patroni keeps: where its members are, and by whom Homeostat reads it
 * and acts on it.
 *
 * @param name the cluster's path as an entity, such as {@code demo/ha} for {@code
 *     pg-cluster:demo/ha}
 * @param systemIdentifier PostgreSQL's own identity of the cluster; without it nothing is done to
 *     the cluster
 * @param database the database that is asked whether it takes writes
 * @param members the members, in the order in which they are counted, from 1
 * @param probe who asks PostgreSQL; needs no right but to connect
 * @param actuator who may change the cluster by Patroni's REST API, where somebody may
 */
public record PatroniTarget(
    String name,
    Optional<String> systemIdentifier,
    String database,
    List<Member> members,
    Login probe,
    Optional<Login> actuator) {

  /**
   * A member of the cluster.
   *
   * @param name its name in Patroni
   * @param api where its agent's REST API listens, such as {@code http://127.0.0.1:8008}
   * @param host where its PostgreSQL listens
   * @param port PostgreSQL's TCP port
   */
  public record Member(String name, URI api, String host, int port) {
    public Member {
      if (name.isBlank() || host.isBlank() || api.getHost() == null) {
        throw new IllegalArgumentException(
            "member '" + name + "' must have a name, a host and an api such as http://host:8008");
      }
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException(
            "port " + port + " of member '" + name + "' must be from 1 to 65535");
      }
    }

    /** The JDBC URL of a database there, without user and password. */
    public String jdbcUrl(String database) {
      return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }
  }

  /** A role and the file that holds its password. */
  public record Login(String user, Path passwordFile) {
    /** The password, read anew each time. */
    public String password() throws IOException {
      return Files.readString(passwordFile, StandardCharsets.UTF_8).strip();
    }
  }

  public PatroniTarget {
    members = List.copyOf(members);
    if (name.isBlank() || database.isBlank()) {
      throw new IllegalArgumentException("cluster '" + name + "' must have a name and a database");
    }
    Set<String> names = new HashSet<>();
    for (Member member : members) {
      if (!names.add(member.name())) {
        throw new IllegalArgumentException(
            "cluster '" + name + "' lists the member " + member.name() + " twice");
      }
    }
    if (members.isEmpty()) {
      throw new IllegalArgumentException("cluster '" + name + "' lists no members");
    }
  }

  /**
   * The clusters of a file.
   *
   * @throws IOException when the file can't be read, or does not list clusters as it should; the
   *     message says what and where
   */
  public static List<PatroniTarget> read(Path file) throws IOException {
    return TargetEntries.read(file, "clusters", entry -> Optional.of(target(entry, file)));
  }

  /** The member of a name. */
  public Optional<Member> member(String wanted) {
    return members.stream().filter(member -> member.name().equals(wanted)).findFirst();
  }

  /** The place of a member among the members, from 1; 0 for one that is not listed. */
  public int number(String member) {
    return 1 + members.stream().map(Member::name).toList().indexOf(member);
  }

  private static PatroniTarget target(Object entry, Path file) {
    String manager = text(entry, "manager");
    if (!manager.equals("patroni")) {
      throw new IllegalArgumentException(
          "manager '" + manager + "' is not known: clusters kept by patroni are");
    }
    return new PatroniTarget(
        text(entry, "name"),
        Optional.ofNullable(child(entry, "systemIdentifier")).map(Object::toString),
        text(entry, "database"),
        list(child(entry, "members")).stream().map(PatroniTarget::member).toList(),
        login(child(entry, "roles"), "probe", file)
            .orElseThrow(() -> new IllegalArgumentException("roles.probe is missing in " + entry)),
        login(child(entry, "roles"), "actuator", file));
  }

  private static Member member(Object entry) {
    return new Member(
        text(entry, "name"),
        URI.create(text(entry, "api")),
        text(entry, "host"),
        Integer.parseInt(text(entry, "port")));
  }

  private static Optional<Login> login(@Nullable Object roles, String role, Path file) {
    return Optional.ofNullable(child(roles, role))
        .map(
            login ->
                new Login(text(login, "user"), file.resolveSibling(text(login, "passwordFile"))));
  }
}
