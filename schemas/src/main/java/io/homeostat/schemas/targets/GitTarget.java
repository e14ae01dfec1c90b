package io.homeostat.schemas.targets;

import io.homeostat.core.model.EntityId;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

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
    return TargetEntries.read(
            file,
            "repositories",
            entry ->
                Optional.ofNullable(TargetEntries.child(TargetEntries.child(entry, "roles"), role))
                    .filter(
                        login -> entity.equals(EntityId.parse(TargetEntries.text(entry, "entity"))))
                    .map(login -> target(entry, login, file)))
        .stream()
        .findFirst();
  }

  /** The user's password, read anew each time. */
  public String password() throws IOException {
    return Files.readString(passwordFile, StandardCharsets.UTF_8).strip();
  }

  private static GitTarget target(Object entry, Object login, Path file) {
    return new GitTarget(
        EntityId.parse(TargetEntries.text(entry, "entity")),
        URI.create(TargetEntries.text(entry, "url")),
        TargetEntries.text(entry, "branch"),
        TargetEntries.text(entry, "path"),
        TargetEntries.text(entry, "holds"),
        TargetEntries.text(login, "user"),
        file.resolveSibling(TargetEntries.text(login, "passwordFile")));
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
}
