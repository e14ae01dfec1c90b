package io.homeostat.actuators.retraining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** fabric8's API server with a CronJob and Jobs. Answers to new Jobs can be bent. */
final class TestJobs implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NEXT = Pattern.compile("continue=([0-9]+)");
  private static final int PAGE = 3;
  private static final String PATH = "/apis/batch/v1/namespaces/ml/";

  private final AtomicReference<UnaryOperator<MockResponse>> bend =
      new AtomicReference<>(UnaryOperator.identity());
  private final AtomicInteger rejection = new AtomicInteger();
  private final AtomicInteger looked = new AtomicInteger();
  private final List<String> lists = new CopyOnWriteArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final Server objects = new Server();
  private final MockWebServer server = new MockWebServer();

  TestJobs() {
    server.setDispatcher(objects);
    server.start(0);
  }

  String url() {
    return "http://127.0.0.1:" + server.getPort();
  }

  /** The CronJob {@code retrain-ranker}. */
  void cronJob(Consumer<ObjectNode> edit) {
    ObjectNode object =
        (ObjectNode)
            TestServer.read(
                """
                {"apiVersion": "batch/v1", "kind": "CronJob",
                 "metadata": {"name": "retrain-ranker", "namespace": "ml"},
                 "spec": {"schedule": "0 3 * * *", "jobTemplate": {
                   "metadata": {"labels": {"app": "ranker"}, "annotations": {"team": "search"}},
                   "spec": {"backoffLimit": 2, "ttlSecondsAfterFinished": 5, "template": {"spec": {
                     "restartPolicy": "Never",
                     "initContainers": [{"name": "fetch", "image": "fetch:1"}],
                     "containers": [
                       {"name": "train", "image": "train:1", "args": ["--all"], "env": [
                         {"name": "LOG", "value": "info"},
                         {"name": "HOMEOSTAT_REQUEST", "value": "{}"}]},
                       {"name": "tell", "image": "tell:1"}]}}}}}}
                """);
    edit.accept(object);
    objects.send(HttpMethod.POST, PATH + "cronjobs", object);
  }

  String cronJobUid() {
    return read(PATH + "cronjobs/retrain-ranker").path("metadata").path("uid").asText();
  }

  /** A Job; with an owner, one of that CronJob's. */
  void job(String name, String owner, Consumer<ObjectNode> edit) {
    ObjectNode object = JSON.createObjectNode();
    object.put("apiVersion", "batch/v1").put("kind", "Job");
    ObjectNode metadata = object.putObject("metadata").put("name", name).put("namespace", "ml");
    if (!owner.isEmpty()) {
      metadata
          .putArray("ownerReferences")
          .addObject()
          .put("apiVersion", "batch/v1")
          .put("kind", "CronJob")
          .put("name", "retrain-ranker")
          .put("uid", owner)
          .put("controller", true);
    }
    edit.accept(object);
    objects.send(HttpMethod.POST, PATH + "jobs", object);
  }

  void delete(String name) {
    objects.send(HttpMethod.DELETE, PATH + "jobs/" + name, JSON.createObjectNode());
  }

  /** All Jobs. */
  List<JsonNode> jobs() {
    List<JsonNode> jobs = new ArrayList<>();
    read(PATH + "jobs").path("items").forEach(jobs::add);
    return jobs;
  }

  /** How many times a new Job was asked for over the network. */
  int asked() {
    return asked.get();
  }

  /** How many times anything was read over the network. */
  int looked() {
    return looked.get();
  }

  /** What followed the path of each list of Jobs that was asked for over the network. */
  List<String> lists() {
    return List.copyOf(lists);
  }

  /** What becomes of the answers to new Jobs from now on, which are made. */
  void bend(UnaryOperator<MockResponse> answer) {
    bend.set(answer);
  }

  /** The next Job is not made, with this status. */
  void reject(int status) {
    rejection.set(status);
  }

  private JsonNode read(String path) {
    return TestServer.read(
        objects.send(HttpMethod.GET, path, JSON.createObjectNode()).getBody().readUtf8());
  }

  @Override
  public void close() {
    server.shutdown();
  }

  private final class Server extends KubernetesCrudDispatcher {
    /** Some Jobs, and where the next ones begin. */
    private MockResponse page(RecordedRequest request) {
      String query = request.getPath().substring((PATH + "jobs?").length());
      lists.add(query);
      List<JsonNode> all = jobs();
      Matcher begin = NEXT.matcher(query);
      int from = begin.find() ? Integer.parseInt(begin.group(1)) : 0;
      int to = Math.min(all.size(), from + PAGE);
      ObjectNode page =
          JSON.createObjectNode().put("apiVersion", "batch/v1").put("kind", "JobList");
      page.putObject("metadata").put("continue", to < all.size() ? "" + to : "");
      page.putArray("items").addAll(all.subList(from, to));
      return new MockResponse()
          .setResponseCode(200)
          .setHeader("Content-Type", "application/json")
          .setBody(page.toString());
    }

    MockResponse send(HttpMethod method, String path, JsonNode body) {
      Buffer content = new Buffer(body.toString().getBytes(StandardCharsets.UTF_8));
      Headers headers = Headers.builder().add("Content-Type", "application/json").build();
      MockResponse answer =
          super.dispatch(new RecordedRequest("HTTP_1_1", method, path, headers, content));
      if (answer.code() >= 300) {
        throw new IllegalStateException(method + " " + path + ": " + answer.code());
      }
      return answer;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      if (request.method() != HttpMethod.POST) {
        looked.incrementAndGet();
        return request.getPath().startsWith(PATH + "jobs?")
            ? page(request)
            : super.dispatch(request);
      }
      asked.incrementAndGet();
      int rejected = rejection.getAndSet(0);
      return rejected > 0
          ? new MockResponse().setResponseCode(rejected)
          : Objects.requireNonNull(bend.get()).apply(super.dispatch(request));
    }
  }
}
