package io.homeostat.demo.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.homeostat.demo.Loopback;
import io.homeostat.schemas.service.ServiceException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The demo's Kubernetes API server: fabric8's mock in CRUD mode, whose objects outlive the demo. It
 * keeps the record of the retriever's Deployment that tests trust.
 */
public final class ApiServer implements AutoCloseable {
  /** The namespace of all that is in it. */
  public static final String NAMESPACE = "rag";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DEPLOYMENTS =
      "/apis/apps/v1/namespaces/" + NAMESPACE + "/deployments";

  private final List<Consumer<JsonNode>> listeners = new CopyOnWriteArrayList<>();
  private final HeldAnswers held = new HeldAnswers();
  private final MockWebServer server = new MockWebServer();
  private final ObjectStore store;
  private final Tokens tokens;
  private final ApiDispatcher dispatcher;

  /** The Deployment and the record of its changes, for people and tests. */
  public record View(JsonNode deployment, List<DeploymentChange> changes, int heldAnswers) {}

  private ApiServer(ObjectStore store, Tokens tokens) {
    this.store = store;
    this.tokens = tokens;
    this.dispatcher =
        new ApiDispatcher(
            store, tokens, held, object -> listeners.forEach(each -> each.accept(object)));
  }

  /**
   * Starts to serve the objects in a folder, which is made if it is not there.
   *
   * @param port on 127.0.0.1; 0 for any free one
   * @throws ServiceException when the port is taken, or the objects can't be read
   */
  public static ApiServer start(Path folder, int port, InstantSource time) {
    ApiServer api =
        new ApiServer(
            ObjectStore.open(folder.resolve("objects.json"), time),
            new Tokens(folder.resolve("tokens")));
    for (Account account : Account.values()) {
      api.tokens.token(account);
    }
    api.dispatcher.restore();
    api.server.setDispatcher(
        new io.fabric8.mockwebserver.http.Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            api.forgetRequest();
            return api.dispatcher.dispatch(request);
          }
        });
    try {
      api.server.start(Loopback.port(port).getAddress(), port);
    } catch (IllegalStateException e) {
      api.server.shutdown();
      throw new ServiceException(
          "the demo's Kubernetes API can't listen on 127.0.0.1:"
              + port
              + " ("
              + e.getCause()
              + "): end what listens there, or set demo.kubernetes.port",
          e);
    }
    return api;
  }

  /** Where it listens, such as {@code http://127.0.0.1:7443}. */
  public URI address() {
    return URI.create("http://" + Loopback.HOST + ":" + server.getPort());
  }

  /** The accounts' tokens. */
  public Tokens tokens() {
    return tokens;
  }

  /** The Deployment of a name, as it is now. */
  public Optional<JsonNode> deployment(String name) {
    return store.object(DEPLOYMENTS + "/" + name);
  }

  /** A Deployment and its changes; the Deployment is empty if there is none. */
  public View view(String name) {
    return new View(
        deployment(name).orElseGet(JSON::createObjectNode), store.changes(), held.count());
  }

  /** Holds the answer to each write for so long, until it is set anew. */
  public void holdAnswers(Duration delay) {
    held.set(delay);
  }

  @Override
  public void close() {
    server.shutdown();
  }

  /** Hears of each object that has changed, in its new state, on the thread that changed it. */
  void listen(Consumer<JsonNode> listener) {
    listeners.add(listener);
  }

  void create(ObjectNode deployment) {
    dispatcher.ownRequest(HttpMethod.POST, DEPLOYMENTS, deployment);
  }

  /** Replaces a Deployment's status. */
  void status(JsonNode deployment, ObjectNode status) {
    ObjectNode body = JSON.createObjectNode();
    body.set("apiVersion", deployment.path("apiVersion"));
    body.set("kind", deployment.path("kind"));
    String name = deployment.path("metadata").path("name").asText();
    body.putObject("metadata").put("name", name).put("namespace", NAMESPACE);
    body.set("status", status);
    dispatcher.ownRequest(HttpMethod.PUT, DEPLOYMENTS + "/" + name + "/status", body);
  }

  /** The mock remembers every request for whoever asks; nobody does. */
  private void forgetRequest() {
    try {
      RecordedRequest unused = server.takeRequest(0, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
