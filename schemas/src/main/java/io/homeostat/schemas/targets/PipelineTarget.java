package io.homeostat.schemas.targets;

import io.homeostat.core.model.EntityId;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The pipeline that trains a model, and by whom Homeostat asks it for a run. */
public sealed interface PipelineTarget {

  /** The model, such as {@code model:demo/ranker}; any version of it. */
  EntityId model();

  /**
   * Any server that takes requests as JSON.
   *
   * @param url where a run is asked for
   * @param secretFile the file that holds the secret by which requests are signed
   */
  record Webhook(EntityId model, URI url, Path secretFile) implements PipelineTarget {
    public Webhook {
      requireHttp(model, url);
    }

    /** The secret, read anew each time. */
    public String secret() throws IOException {
      return text(secretFile);
    }
  }

  /**
   * A DAG of an Airflow.
   *
   * @param url where Airflow is, without {@code /api}
   * @param dag the DAG's id
   */
  record Airflow(EntityId model, URI url, String dag, Api api, Login login)
      implements PipelineTarget {
    public Airflow {
      requireHttp(model, url);
      if (api == Api.V2 && login instanceof Login.Password) {
        throw new IllegalArgumentException(
            "the pipeline of "
                + model
                + " has a user, and Airflow's api v2 takes none: give tokenFile, or 'api: v1' for"
                + " Airflow 2");
      }
    }
  }

  /**
   * A CronJob from whose template a Job is made. Its cluster is in the same file, under {@code
   * kubernetes}.
   *
   * @param cluster the cluster's name there
   * @param namespace the namespace there, and the CronJob's
   * @param name the CronJob
   */
  record CronJob(EntityId model, String cluster, String namespace, String name)
      implements PipelineTarget {
    /** The cluster and namespace, as {@link KubernetesTarget#scope()} names them. */
    public List<String> scope() {
      return List.of(cluster, namespace);
    }
  }

  /** A version of Airflow's REST API. */
  enum Api {
    /** Airflow 2. */
    V1,
    /** Airflow 3. */
    V2
  }

  /** By whom Airflow is asked. */
  sealed interface Login {
    /**
     * The request's header {@code Authorization}; what it is made of is read anew each time.
     *
     * @throws IOException when the file is not there, or holds what no header can: the message says
     *     of it where it is, and no more
     */
    String authorization() throws IOException;

    /** A bearer token. */
    record Token(Path file) implements Login {
      @Override
      public String authorization() throws IOException {
        String token = text(file);
        if (!token.matches("[\\x21-\\x7e]+")) {
          throw new IOException(
              file + " holds no token: give one line of printable ASCII without spaces");
        }
        return "Bearer " + token;
      }
    }

    /** A user with a password. */
    record Password(String user, Path file) implements Login {
      @Override
      public String authorization() throws IOException {
        String pair = user + ":" + text(file);
        if (pair.chars().anyMatch(Character::isISOControl)) {
          throw new IOException(
              "the user, or what " + file + " holds, has a control character: give one line");
        }
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /**
   * The pipelines of a file.
   *
   * @throws IOException when the file can't be read, or does not list pipelines as it should; the
   *     message says what and where
   */
  static List<PipelineTarget> read(Path file) throws IOException {
    Set<EntityId> models = new HashSet<>();
    return TargetEntries.read(
        file,
        "pipelines",
        entry -> {
          PipelineTarget target = new PipelineEntry(entry, file).target();
          if (!models.add(target.model())) {
            throw new IllegalArgumentException(
                "the pipeline of " + target.model() + " is listed twice: take one away");
          }
          return Optional.of(target);
        });
  }

  /**
   * The pipeline of a version of a model. Of several entries that name a beginning of its path the
   * longest counts.
   *
   * @param version such as {@code model:demo/ranker/v1}
   * @throws IOException as {@link #read} does
   */
  static Optional<PipelineTarget> find(Path file, EntityId version) throws IOException {
    List<String> path = version.path();
    return read(file).stream()
        .filter(
            target -> {
              List<String> begin = target.model().path();
              return begin.size() <= path.size() && path.subList(0, begin.size()).equals(begin);
            })
        .max(Comparator.comparingInt(target -> target.model().path().size()));
  }

  /** What a message may say of an address: the rest of it may hold a secret. */
  static String server(URI url) {
    return url.getScheme()
        + "://"
        + (url.getHost() == null ? "…" : url.getHost())
        + (url.getPort() < 0 ? "" : ":" + url.getPort());
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is no text in UTF-8", e);
    }
  }

  private static void requireHttp(EntityId model, URI url) {
    String scheme = String.valueOf(url.getScheme());
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "the url of the pipeline of "
              + model
              + " has a user in it: write who asks under roles, actuator");
    }
    if (url.getHost() == null
        || !(scheme.equals("http") || scheme.equals("https"))
        || url.getQuery() != null
        || url.getFragment() != null) {
      throw new IllegalArgumentException(
          "the url of the pipeline of "
              + model
              + " is '"
              + server(url)
              + "' with what follows: give one such as https://host/path, without '?' and '#'");
    }
  }
}
