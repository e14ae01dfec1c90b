package io.homeostat.demo.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.crud.AttributeSet;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * fabric8's mock of an API server, made fit to live in: it asks for a token, it keeps each object
 * before it tells anyone of its change, and it answers a patch that does not hold as an API server
 * does. What it lacks (scale, server-side apply, dry run, eviction) nobody here uses.
 */
final class ApiDispatcher extends KubernetesCrudDispatcher {
  private static final Logger log = LoggerFactory.getLogger(ApiDispatcher.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int UNPROCESSABLE = 422;
  private static final int SERVER_ERROR = 500;
  private static final String PATCH_TYPE = "application/json";

  private final ObjectStore store;
  private final Tokens tokens;
  private final HeldAnswers held;
  private final Consumer<JsonNode> onChange;
  private final ThreadLocal<Account> caller = ThreadLocal.withInitial(() -> Account.CONTROLLER);

  /**
   * @param onChange hears of each object in its new state; must return at once
   */
  ApiDispatcher(ObjectStore store, Tokens tokens, HeldAnswers held, Consumer<JsonNode> onChange) {
    this.store = store;
    this.tokens = tokens;
    this.held = held;
    this.onChange = onChange;
  }

  /** Takes the stored objects in, as they were. */
  void restore() {
    for (Map.Entry<String, JsonNode> each : store.objects().entrySet()) {
      String json = each.getValue().toString();
      long version = each.getValue().path("metadata").path("resourceVersion").asLong();
      while (requestResourceVersion() < version) {
        log.trace("versions go on from {}", version);
      }
      super.processEvent(
          each.getKey(),
          getKey(each.getKey()),
          null,
          Serialization.unmarshal(json, GenericKubernetesResource.class),
          json);
    }
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    Optional<Account> account =
        tokens.account(Optional.ofNullable(request.getHeader("Authorization")));
    if (account.isEmpty()) {
      return failure(UNAUTHORIZED, "Unauthorized", "the request has no known bearer token");
    }
    if (!account.get().may(request.method())) {
      return failure(
          FORBIDDEN, "Forbidden", account.get().user() + " may not " + request.getMethod());
    }
    MockResponse response = as(account.get(), request);
    return request.method() == HttpMethod.GET ? response : held.hold(response);
  }

  /** Carries out what the demo itself wants done. */
  void ownRequest(HttpMethod method, String path, JsonNode body) {
    RecordedRequest request =
        new RecordedRequest(
            "HTTP_1_1",
            method,
            path,
            Headers.builder().add("Content-Type", PATCH_TYPE).build(),
            new Buffer(body.toString().getBytes(StandardCharsets.UTF_8)));
    MockResponse response = as(Account.CONTROLLER, request);
    if (response.code() >= 300) {
      throw new IllegalStateException(
          method
              + " "
              + path
              + " was answered with "
              + response.code()
              + ": "
              + response.getBody());
    }
  }

  private MockResponse as(Account account, RecordedRequest request) {
    caller.set(account);
    try {
      return super.dispatch(request);
    } catch (UncheckedIOException e) {
      log.warn("{} {} can't be kept", request.getMethod(), request.getPath(), e);
      return failure(SERVER_ERROR, "InternalError", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.debug("{} {} does not hold", request.getMethod(), request.getPath(), e);
      return failure(UNPROCESSABLE, "Invalid", String.valueOf(e.getMessage()));
    } finally {
      caller.remove();
    }
  }

  @Override
  public void processEvent(
      String path,
      AttributeSet pathAttributes,
      @Nullable AttributeSet oldAttributes,
      @Nullable GenericKubernetesResource resource,
      @Nullable String newState) {
    if (newState == null) {
      if (oldAttributes != null) {
        Optional.ofNullable(getMap().get(oldAttributes))
            .ifPresent(before -> store.remove(path(read(before))));
      }
      super.processEvent(path, pathAttributes, oldAttributes, resource, null);
      return;
    }
    JsonNode after = read(newState);
    if (oldAttributes == null) {
      // The mock counts its identities from one in each life.
      ((ObjectNode) after.path("metadata")).put("uid", UUID.randomUUID().toString());
    }
    store.put(path(after), after, caller.get());
    super.processEvent(path, pathAttributes, oldAttributes, null, after.toString());
    onChange.accept(after);
  }

  /** Where an object of {@code apps/v1} stands. */
  private static String path(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    return "/apis/"
        + object.path("apiVersion").asText()
        + "/namespaces/"
        + metadata.path("namespace").asText()
        + "/"
        + object.path("kind").asText().toLowerCase(java.util.Locale.ROOT)
        + "s/"
        + metadata.path("name").asText();
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the object is no JSON: " + e.getMessage(), e);
    }
  }

  private static MockResponse failure(int code, String reason, String message) {
    return new MockResponse()
        .setResponseCode(code)
        .setHeader("Content-Type", "application/json")
        .setBody(
            JSON.createObjectNode()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Failure")
                .put("message", message)
                .put("reason", reason)
                .put("code", code)
                .toString());
  }
}
