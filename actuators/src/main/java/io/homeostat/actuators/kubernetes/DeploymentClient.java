package io.homeostat.actuators.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.homeostat.schemas.targets.KubernetesTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * One Deployment in its cluster. What is written is a JSON patch that tests identity and version
 * first, so the API server takes all of it, or nothing; and it is asked once.
 */
final class DeploymentClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
  private static final int TIMED_OUT = 408;
  private static final int CONFLICT = 409;
  private static final int INVALID = 422;
  private static final int SERVER_ERROR = 500;
  private static final String ANNOTATIONS = "/metadata/annotations";

  private final KubernetesClient client;
  private final RollableScalableResource<Deployment> resource;

  /** What became of a write. */
  sealed interface Written {
    /** It was made. */
    record Made(DeploymentReading after) implements Written {}

    /** The object had changed meanwhile; nothing was written. */
    record Conflict(String reason) implements Written {}

    /** The API server took nothing. */
    record Rejected(String reason) implements Written {}

    /** Nobody can tell whether it was made. */
    record Lost(String reason) implements Written {}
  }

  private DeploymentClient(KubernetesClient client, RollableScalableResource<Deployment> resource) {
    this.client = client;
    this.resource = resource;
  }

  /**
   * A client for a Deployment.
   *
   * @throws IOException when the account's token can't be read
   */
  static DeploymentClient open(KubernetesTarget target, String name) throws IOException {
    KubernetesClient client = Cluster.connect(target, ANSWER_LIMIT);
    return new DeploymentClient(
        client, client.apps().deployments().inNamespace(target.namespace()).withName(name));
  }

  /**
   * Reads it; empty when there is none.
   *
   * @throws IOException when it can't be read
   */
  Optional<DeploymentReading> read() throws IOException {
    try {
      return Optional.ofNullable(resource.get()).map(DeploymentReading::of);
    } catch (KubernetesClientException e) {
      throw new IOException(Cluster.told(e), e);
    }
  }

  /** Makes an effect, with its trace, of an object that is still as it was read. */
  Written scale(DeploymentReading read, Trace.Effect effect) {
    ArrayNode patch = onlyIfStill(read);
    patch.addObject().put("op", "test").put("path", "/spec/replicas").put("value", read.desired());
    annotate(patch, read, Trace.ANNOTATION, read.trace().with(effect).text());
    patch.addObject().put("op", "replace").put("path", "/spec/replicas").put("value", effect.to());
    return write(patch);
  }

  /** Keeps lower fences out, and whoever has read the object before this. It is no effect. */
  Written fence(DeploymentReading read, long fence) {
    ArrayNode patch = onlyIfStill(read);
    annotate(patch, read, DeploymentReading.FENCE, Long.toString(fence));
    return write(patch);
  }

  @Override
  public void close() {
    client.close();
  }

  private static ArrayNode onlyIfStill(DeploymentReading read) {
    ArrayNode patch = JSON.createArrayNode();
    patch.addObject().put("op", "test").put("path", "/metadata/uid").put("value", read.uid());
    patch
        .addObject()
        .put("op", "test")
        .put("path", "/metadata/resourceVersion")
        .put("value", read.version());
    return patch;
  }

  private static void annotate(ArrayNode patch, DeploymentReading read, String name, String value) {
    if (!read.annotated()) {
      patch.addObject().put("op", "add").put("path", ANNOTATIONS).putObject("value");
    }
    patch
        .addObject()
        .put("op", "add")
        .put("path", ANNOTATIONS + "/" + name.replace("~", "~0").replace("/", "~1"))
        .put("value", value);
  }

  private Written write(ArrayNode patch) {
    try {
      return new Written.Made(
          DeploymentReading.of(resource.patch(PatchContext.of(PatchType.JSON), patch.toString())));
    } catch (KubernetesClientException e) {
      int code = e.getCode();
      if (code == CONFLICT || code == INVALID) {
        return new Written.Conflict(Cluster.told(e));
      }
      return code >= 400 && code < SERVER_ERROR && code != TIMED_OUT
          ? new Written.Rejected(Cluster.told(e))
          : new Written.Lost(Cluster.told(e));
    }
  }
}
