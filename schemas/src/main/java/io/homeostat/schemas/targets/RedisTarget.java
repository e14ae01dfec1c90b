package io.homeostat.schemas.targets;

import static io.homeostat.schemas.targets.TargetEntries.child;
import static io.homeostat.schemas.targets.TargetEntries.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A Redis or Valkey server, as the probe reads it.
 *
 * @param name its path as an entity, such as {@code prod/cache} for {@code redis:prod/cache}
 * @param host where it listens
 * @param port its TCP port
 * @param user the user, where it is not the default one
 * @param secret where the password is, where one is needed
 * @param caFile the file that holds the certificates to trust, where TLS is spoken
 */
public record RedisTarget(
    String name,
    String host,
    int port,
    Optional<String> user,
    Optional<Secret> secret,
    Optional<Path> caFile) {
  private static final int USUAL_PORT = 6379;
  private static final int MOST_PORT = 65_535;

  public RedisTarget {
    if (name.isBlank() || host.isBlank()) {
      throw new IllegalArgumentException("redis '" + name + "' must have a name and a host");
    }
    if (port < 1 || port > MOST_PORT) {
      throw new IllegalArgumentException(
          "port " + port + " of redis '" + name + "' must be from 1 to " + MOST_PORT);
    }
    if (user.isPresent() && secret.isEmpty()) {
      throw new IllegalArgumentException(
          "user '" + user.get() + "' of redis '" + name + "' must have a password");
    }
  }

  /**
   * The servers that a file lists under {@code redis} and that have a role {@code probe}.
   *
   * @throws IOException when the file can't be read, or does not list servers as it should; the
   *     message says what and where
   */
  public static List<RedisTarget> read(Path file) throws IOException {
    return TargetEntries.read(
        file,
        "redis",
        entry ->
            Optional.ofNullable(child(child(entry, "roles"), "probe"))
                .map(login -> target(entry, login, file)));
  }

  private static RedisTarget target(Object entry, Object login, Path file) {
    return new RedisTarget(
        text(entry, "name"),
        text(entry, "host"),
        Optional.ofNullable(child(entry, "port"))
            .map(port -> Integer.parseInt(port.toString()))
            .orElse(USUAL_PORT),
        Optional.ofNullable(child(login, "user")).map(Object::toString),
        Secret.maybe(login, file),
        Optional.ofNullable(child(entry, "caFile"))
            .map(name -> file.resolveSibling(name.toString())));
  }
}
