package io.homeostat.schemas.targets;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One namespace of a Kubernetes cluster, seen by one of Homeostat's accounts in it. The scope of
 * its entities is the cluster's name and the namespace, as in {@code
 * deployment:demo/rag/retriever}.
 *
 * @param name the cluster's name
 * @param url where the API server is, such as {@code https://10.0.0.1:6443}
 * @param namespace the namespace
 * @param tokenFile the file that holds the account's bearer token
 * @param caFile the file that holds the certificates to trust, where they are not the machine's own
 */
public record KubernetesTarget(
    String name, URI url, String namespace, Path tokenFile, Optional<Path> caFile) {

  public KubernetesTarget {
    if (name.isBlank() || namespace.isBlank()) {
      throw new IllegalArgumentException(
          "cluster '" + name + "' with namespace '" + namespace + "' must have both");
    }
    String scheme = String.valueOf(url.getScheme());
    if (url.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException(
          "url of cluster '" + name + "' is '" + url + "': give one such as https://10.0.0.1:6443");
    }
  }

  /**
   * The namespaces that a file lists under {@code kubernetes} and that have a role.
   *
   * @param role {@code watcher} or {@code actuator}
   * @throws IOException when the file can't be read, or does not list clusters as it should; the
   *     message says what and where
   */
  public static List<KubernetesTarget> read(Path file, String role) throws IOException {
    return TargetEntries.read(
        file,
        "kubernetes",
        entry ->
            Optional.ofNullable(TargetEntries.child(TargetEntries.child(entry, "roles"), role))
                .map(login -> target(entry, login, file)));
  }

  /**
   * The namespace of a cluster that has a role.
   *
   * @param scope the cluster's name and the namespace
   * @throws IOException as {@link #read} does
   */
  public static Optional<KubernetesTarget> find(Path file, String role, List<String> scope)
      throws IOException {
    return read(file, role).stream().filter(target -> target.scope().equals(scope)).findFirst();
  }

  /** The account's token, read anew each time: it may be renewed. */
  public String token() throws IOException {
    return Files.readString(tokenFile, StandardCharsets.UTF_8).strip();
  }

  /** The scope of the entities in it. */
  public List<String> scope() {
    return List.of(name, namespace);
  }

  private static KubernetesTarget target(Object entry, Object login, Path file) {
    return new KubernetesTarget(
        TargetEntries.text(entry, "name"),
        URI.create(TargetEntries.text(entry, "url")),
        TargetEntries.text(entry, "namespace"),
        file.resolveSibling(TargetEntries.text(login, "tokenFile")),
        Optional.ofNullable(TargetEntries.child(entry, "caFile"))
            .map(name -> file.resolveSibling(name.toString())));
  }
}
