package io.homeostat.schemas.targets;

import static io.homeostat.schemas.targets.TargetEntries.child;
import static io.homeostat.schemas.targets.TargetEntries.text;

import io.homeostat.core.model.EntityId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A branch of a Git repository that is asked for new commits, as no webhook tells of them.
 *
 * @param url where it is served, by HTTP
 * @param branch the branch
 * @param entity what its commits are about; where it does not say so, the entities' rules do
 * @param user the user, where one is needed
 * @param secret where the user's password or token is
 */
public record WatchedRepository(
    URI url,
    String branch,
    Optional<EntityId> entity,
    Optional<String> user,
    Optional<Secret> secret) {
  private static final String ROLE = "watcher";

  public WatchedRepository {
    String scheme = String.valueOf(url.getScheme());
    if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw notHttp(url.toString());
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "url of the repository at "
              + url.getHost()
              + " has a user in it: write the user and passwordFile under roles, watcher");
    }
    if (branch.isBlank()) {
      throw new IllegalArgumentException("repository " + url + " must have a branch");
    }
    if (user.isPresent() != secret.isPresent()) {
      throw new IllegalArgumentException(
          "repository " + url + " must have both a user and a password for its watcher, or none");
    }
  }

  /**
   * The repositories that a file lists under {@code repositories} and that have a role {@code
   * watcher}.
   *
   * @throws IOException when the file can't be read, or does not list them as it should; the
   *     message says what and where
   */
  public static List<WatchedRepository> read(Path file) throws IOException {
    return TargetEntries.read(
        file,
        "repositories",
        entry ->
            child(entry, "roles") instanceof Map<?, ?> roles && roles.containsKey(ROLE)
                ? Optional.of(
                    target(entry, roles.get(ROLE) == null ? Map.of() : roles.get(ROLE), file))
                : Optional.empty());
  }

  private static WatchedRepository target(Object entry, Object login, Path file) {
    return new WatchedRepository(
        url(text(entry, "url")),
        text(entry, "branch"),
        Optional.ofNullable(child(entry, "entity")).map(Object::toString).map(EntityId::parse),
        Optional.ofNullable(child(login, "user")).map(Object::toString),
        Secret.maybe(login, file));
  }

  private static URI url(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw notHttp(text);
    }
  }

  /** What stands before an @ may be a secret. */
  private static IllegalArgumentException notHttp(String url) {
    return new IllegalArgumentException(
        "url of a repository is '"
            + url.replaceFirst("[^/@]*@", "…@")
            + "': give one such as https://host/group/name.git");
  }
}
