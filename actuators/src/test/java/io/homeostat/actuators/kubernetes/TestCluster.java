package io.homeostat.actuators.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.crud.AttributeSet;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.homeostat.core.model.Command;
import io.homeostat.core.model.EntityId;
import io.homeostat.schemas.targets.Fingerprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * fabric8's API server with Deployments, and the record of every change of their replicas. Answers
 * to patches can be bent, as networks and servers do.
 */
public final class TestCluster implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/apis/apps/v1/namespaces/rag/deployments";
  private static final long LASTS_MILLIS = 900_000;

  private final List<String> changes = new CopyOnWriteArrayList<>();
  private final AtomicReference<UnaryOperator<MockResponse>> bend =
      new AtomicReference<>(UnaryOperator.identity());
  private final AtomicInteger rejection = new AtomicInteger();
  private final AtomicReference<Runnable> beforePatch = new AtomicReference<>(() -> {});
  private final Server objects = new Server();
  private final MockWebServer server = new MockWebServer();
  private final Path targets;

  private TestCluster(Path folder) {
    this.targets = folder.resolve("targets.yaml");
  }

  /** Starts one; its targets file is in the folder. */
  public static TestCluster start(Path folder) {
    TestCluster cluster = new TestCluster(folder);
    cluster.server.setDispatcher(cluster.objects);
    cluster.server.start(0);
    try {
      Files.writeString(folder.resolve("actuator.token"), "secret\n");
      Files.writeString(
          cluster.targets,
          """
          kubernetes:
            - name: test
              url: http://127.0.0.1:%d
              namespace: rag
              roles: {actuator: {tokenFile: actuator.token}}
          """
              .formatted(cluster.server.getPort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cluster;
  }

  public Path targetsFile() {
    return targets;
  }

  /** A Deployment whose replicas are all ready. */
  public void deployment(String name, int replicas) {
    ObjectNode object = JSON.createObjectNode();
    object.put("apiVersion", "apps/v1").put("kind", "Deployment");
    object.putObject("metadata").put("name", name).put("namespace", "rag");
    object.putObject("spec").put("replicas", replicas);
    objects.send(HttpMethod.POST, PATH, object);
    ready(name, replicas);
  }

  /** Does what its controller does: takes up the specification, with so many ready replicas. */
  public void ready(String name, int replicas) {
    JsonNode now = get(name);
    ObjectNode status = JSON.createObjectNode();
    status.put("observedGeneration", now.path("metadata").path("generation").asInt());
    status.put("readyReplicas", replicas);
    ObjectNode body = now.deepCopy();
    body.set("status", status);
    objects.send(HttpMethod.PUT, PATH + "/" + name + "/status", body);
  }

  /** Someone else changes the specification. */
  public void edit(String name, UnaryOperator<ObjectNode> edit) {
    objects.send(HttpMethod.PUT, PATH + "/" + name, edit.apply(get(name).deepCopy()));
  }

  public void delete(String name) {
    objects.send(HttpMethod.DELETE, PATH + "/" + name, JSON.createObjectNode());
  }

  public JsonNode get(String name) {
    return read(
        objects
            .send(HttpMethod.GET, PATH + "/" + name, JSON.createObjectNode())
            .getBody()
            .readUtf8());
  }

  /** Every change of a Deployment's replicas, such as {@code web 2 to 4}. */
  public List<String> changes(String name) {
    return changes.stream().filter(change -> change.startsWith(name + " ")).toList();
  }

  /** What becomes of the answers to patches from now on. */
  public void bend(UnaryOperator<MockResponse> answer) {
    bend.set(answer);
  }

  /** The next patch is not taken, with this status. */
  public void reject(int status) {
    rejection.set(status);
  }

  /** What happens right before the next patch. */
  public void beforePatch(Runnable happening) {
    beforePatch.set(happening);
  }

  /** A command of a plan that saw the Deployment as it is now. */
  public Command command(String id, String name, long fence, Map<String, String> parameters) {
    JsonNode now = get(name);
    TreeMap<String, String> all = new TreeMap<>(Map.of("least", "2", "most", "6"));
    all.put("from", now.path("spec").path("replicas").asText());
    all.put("generation", now.path("metadata").path("generation").asText());
    all.put("identity", "" + Fingerprint.of(now.path("metadata").path("uid").asText()));
    all.put("ready_timeout", "1s");
    all.putAll(parameters);
    long time = System.currentTimeMillis();
    return new Command(
        id,
        "proposal-" + id,
        "incident-" + id,
        "rag",
        EntityId.of("deployment", "test", "rag", name),
        DeploymentScale.ACTION,
        all,
        "plan",
        fence,
        time,
        LASTS_MILLIS,
        time,
        time + LASTS_MILLIS,
        LASTS_MILLIS,
        "rules");
  }

  @Override
  public void close() {
    server.shutdown();
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int replicas(@Nullable String json) {
    return json == null ? 0 : read(json).path("spec").path("replicas").asInt();
  }

  private final class Server extends KubernetesCrudDispatcher {
    MockResponse send(HttpMethod method, String path, JsonNode body) {
      Buffer content = new Buffer(body.toString().getBytes(StandardCharsets.UTF_8));
      Headers headers = Headers.builder().add("Content-Type", "application/json").build();
      MockResponse answer =
          super.dispatch(new RecordedRequest("HTTP_1_1", method, path, headers, content));
      if (answer.code() >= 300) {
        throw new IllegalStateException(
            method + " " + path + ": " + answer.code() + " " + answer.getBody().readUtf8());
      }
      return answer;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      if (request.method() != HttpMethod.PATCH) {
        return super.dispatch(request);
      }
      beforePatch.getAndSet(() -> {}).run();
      int rejected = rejection.getAndSet(0);
      if (rejected > 0) {
        return new MockResponse().setResponseCode(rejected);
      }
      MockResponse answer;
      try {
        answer = super.dispatch(request);
      } catch (RuntimeException e) {
        // An API server says so where the mock breaks down.
        answer = new MockResponse().setResponseCode(422).setBody("" + e.getMessage());
      }
      return Objects.requireNonNull(bend.get()).apply(answer);
    }

    @Override
    public void processEvent(
        String path,
        AttributeSet pathAttributes,
        @Nullable AttributeSet oldAttributes,
        @Nullable GenericKubernetesResource resource,
        @Nullable String newState) {
      String before = oldAttributes == null ? null : getMap().get(oldAttributes);
      if (before != null && newState != null && replicas(before) != replicas(newState)) {
        changes.add(
            read(newState).path("metadata").path("name").asText()
                + " "
                + replicas(before)
                + " to "
                + replicas(newState));
      }
      super.processEvent(path, pathAttributes, oldAttributes, resource, newState);
    }
  }

  /** An answer that comes too late for whoever waits for it. */
  public static MockResponse late(MockResponse answer) {
    return Objects.requireNonNull(answer).setBodyDelay(Duration.ofMinutes(5));
  }
}
