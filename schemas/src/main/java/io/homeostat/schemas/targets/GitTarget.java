package io.homeostat.schemas.targets;

import io.homeostat.core.model.EntityId;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A Git repository from whose branch something is deployed, seen by one of Homeostat's roles in it.
 *
 * @param entity what is deployed from it, such as {@code deployment:demo/rag/retriever}
 * @param url where it is served
 * @param branch the branch that the deployer follows
 * @param path the folder whose content is deployed
 * @param holds the file that lists what must not be deployed; outside {@code path}
 * @param user the role's user
 * @param passwordFile the file that holds the user's password or token
 */
public record GitTarget(
    EntityId entity,
    URI url,
    String branch,
    String path,
    String holds,
    String user,
    Path passwordFile) {

  public GitTarget {
    if (branch.isBlank() || user.isBlank()) {
      throw new IllegalArgumentException("repository " + url + " must have a branch and a user");
    }
    requirePath("path", path, url);
    requirePath("holds", holds, url);
    if (holds.startsWith(path + "/") || path.startsWith(holds + "/") || holds.equals(path)) {
      throw new IllegalArgumentException(
          "holds is '"
              + holds
              + "' in path '"
              + path
              + "': keep it outside, for the content of the path names what is held");
    }
  }

  /**
   * The repository that an entity is deployed from, for a role.
   *
   * @param role such as {@code actuator}
   * @throws IOException when the file can't be read, or does not list repositories as it should;
   *     the message says what and where
   */
  public static Optional<GitTarget> find(Path file, EntityId entity, String role)
      throws IOException {
    try {
      Object document =
          new Load(LoadSettings.builder().setLabel(file.toString()).build())
              .loadFromString(Files.readString(file, StandardCharsets.UTF_8));
      for (Object entry : list(child(document, "repositories"))) {
        Object login = child(child(entry, "roles"), role);
        if (login != null && entity.equals(EntityId.parse(text(entry, "entity")))) {
          return Optional.of(target(entry, login, file));
        }
      }
      return Optional.empty();
    } catch (YamlEngineException | IllegalArgumentException e) {
      throw new IOException(
          file + " does not list repositories as it should: " + e.getMessage(), e);
    }
  }

  /** The user's password, read anew each time. */
  public String password() throws IOException {
    return Files.readString(passwordFile, StandardCharsets.UTF_8).strip();
  }

  private static GitTarget target(Object entry, Object login, Path file) {
    return new GitTarget(
        EntityId.parse(text(entry, "entity")),
        URI.create(text(entry, "url")),
        text(entry, "branch"),
        text(entry, "path"),
        text(entry, "holds"),
        text(login, "user"),
        file.resolveSibling(text(login, "passwordFile")));
  }

  private static void requirePath(String key, String path, URI url) {
    if (path.isBlank() || path.startsWith("/") || path.endsWith("/") || path.contains("..")) {
      throw new IllegalArgumentException(
          key
              + " of repository "
              + url
              + " is '"
              + path
              + "': give one from its root, without '..' or '/' at its ends");
    }
  }

  private static String text(Object map, String key) {
    Object value = child(map, key);
    if (value == null) {
      throw new IllegalArgumentException("'" + key + "' is missing in " + map);
    }
    return value.toString();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  private static @Nullable Object child(@Nullable Object value, String key) {
    return value instanceof Map<?, ?> map ? map.get(key) : null;
  }
}
