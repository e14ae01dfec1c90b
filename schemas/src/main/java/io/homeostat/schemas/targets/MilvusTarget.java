package io.homeostat.schemas.targets;

import static io.homeostat.schemas.targets.TargetEntries.child;
import static io.homeostat.schemas.targets.TargetEntries.text;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A database of a Milvus server, as the probe reads it.
 *
 * @param name the scope of its collections, such as {@code prod/rag} for {@code
 *     collection:prod/rag/documents}
 * @param url where its REST API is, such as {@code http://10.0.0.8:19530}
 * @param metrics where its metrics are, such as {@code http://10.0.0.8:9091/metrics}, if they are
 *     read
 * @param database the database
 * @param user the user; without one the secret is a token
 * @param secret where the password or the token is, where one is needed
 */
public record MilvusTarget(
    String name,
    URI url,
    Optional<URI> metrics,
    String database,
    Optional<String> user,
    Optional<Secret> secret) {
  private static final String USUAL_DATABASE = "default";

  public MilvusTarget {
    if (name.isBlank() || database.isBlank()) {
      throw new IllegalArgumentException("milvus '" + name + "' must have a name and a database");
    }
    requireHttp("url", url, name);
    metrics.ifPresent(address -> requireHttp("metrics", address, name));
    if (user.isPresent() && secret.isEmpty()) {
      throw new IllegalArgumentException(
          "user '" + user.get() + "' of milvus '" + name + "' must have a password");
    }
  }

  /**
   * The databases that a file lists under {@code milvus} and that have a role {@code probe}.
   *
   * @throws IOException when the file can't be read, or does not list them as it should; the
   *     message says what and where
   */
  public static List<MilvusTarget> read(Path file) throws IOException {
    return TargetEntries.read(
        file,
        "milvus",
        entry ->
            Optional.ofNullable(child(child(entry, "roles"), "probe"))
                .map(login -> target(entry, login, file)));
  }

  private static MilvusTarget target(Object entry, Object login, Path file) {
    return new MilvusTarget(
        text(entry, "name"),
        URI.create(text(entry, "url")),
        Optional.ofNullable(child(entry, "metrics")).map(uri -> URI.create(uri.toString())),
        Optional.ofNullable(child(entry, "database")).map(Object::toString).orElse(USUAL_DATABASE),
        Optional.ofNullable(child(login, "user")).map(Object::toString),
        Secret.maybe(login, file));
  }

  private static void requireHttp(String key, URI address, String name) {
    String scheme = String.valueOf(address.getScheme());
    if (address.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException(
          key
              + " of milvus '"
              + name
              + "' is '"
              + address
              + "': give one such as http://host:19530");
    }
  }
}
