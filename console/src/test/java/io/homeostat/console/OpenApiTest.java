package io.homeostat.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.server.Server;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.homeostat.console.people.Users;
import io.homeostat.console.view.ConsoleView;
import io.homeostat.core.model.Fact;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The API's description against the server: every route, every answer, both ways. */
@Timeout(60)
class OpenApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String APPROVAL = "{\"planHash\":\"a1b2c3d4e5f60718\"}";
  private static final String PAUSE =
      "{\"target\":\"" + Story.INDEX.text() + "\",\"reason\":\"looking\"}";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ConsoleView view = new ConsoleView(100);
  private final Governor governor = new Governor(view);
  private final Server server =
      ConsoleServer.of(
          0, view, "life", () -> true, InstantSource.system(), Users.CLAIMED, governor);
  private JsonNode document = JSON.createObjectNode();

  @BeforeEach
  void readTheDocument() throws Exception {
    server.start().join();
    long now = InstantSource.system().millis();
    tell(new Story(now - 60_000).healed());
    tell(new Story(now - 50_000).refused());
    tell(new Story(now - 40_000).awaiting(now + 600_000));
    tell(List.copyOf(DriftStory.windows("drifting", now)));
    tell(List.of(DriftStory.unknown("new", now - 60_000)));
    document = JSON.readTree(get("/api/v1/openapi.json").body());
  }

  @AfterEach
  void stop() {
    server.stop().join();
  }

  @Test
  void everyRouteOfTheServerIsInTheDocumentAndTheOtherWayRound() {
    Set<String> documented = new TreeSet<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(method -> documented.add(method + " " + path.getKey())));
    Set<String> served = new TreeSet<>();
    server
        .config()
        .serviceConfigs()
        .forEach(
            service -> {
              String path = service.route().patternString().replaceAll(":(\\w+)", "{$1}");
              if (path.startsWith("/api/") || path.equals("/healthz")) {
                service
                    .route()
                    .methods()
                    .forEach(
                        method -> served.add(method.name().toLowerCase(Locale.ROOT) + " " + path));
              }
            });
    served.removeIf(route -> !route.startsWith("get ") && !route.startsWith("post "));
    assertThat(served).isEqualTo(documented).hasSizeGreaterThan(15);
  }

  @Test
  void everyAnswerIsAsTheDocumentSays() throws Exception {
    fits("get", "/api/v1/incidents", get("/api/v1/incidents"));
    fits("get", "/api/v1/incidents", get("/api/v1/incidents?limit=0"));
    for (String id : List.of("healed", "refused", "awaiting", "none")) {
      fits("get", "/api/v1/incidents/{id}", get("/api/v1/incidents/" + id));
    }
    fits("get", "/api/v1/actions", get("/api/v1/actions"));
    fits("get", "/api/v1/actions", get("/api/v1/actions?colour=red"));
    for (String id : List.of("p-healed", "p-refused", "p-awaiting", "none")) {
      fits("get", "/api/v1/actions/{id}", get("/api/v1/actions/" + id));
    }
    fits("get", "/api/v1/drift", get("/api/v1/drift"));
    fits("get", "/api/v1/drift", get("/api/v1/drift?colour=red"));
    for (String id : List.of("drifting", "new", "none")) {
      fits("get", "/api/v1/drift/{id}", get("/api/v1/drift/" + id));
    }
    fits("get", "/api/v1/status", get("/api/v1/status"));
    fits("get", "/api/v1/openapi.json", get("/api/v1/openapi.json"));
  }

  @Test
  void everyAnswerToAWordIsAsTheDocumentSays() throws Exception {
    String[] verbs = {"/ack", "/notes"};
    for (String verb : verbs) {
      wordFits("/api/v1/incidents/{id}" + verb, "awaiting", "{\"text\":\"seen\"}");
      wordFits("/api/v1/incidents/{id}" + verb, "none", "{\"text\":\"seen\"}");
    }
    wordFits("/api/v1/actions/{id}/approve", "p-awaiting", APPROVAL);
    wordFits("/api/v1/actions/{id}/approve", "p-awaiting", "{}");
    wordFits("/api/v1/actions/{id}/approve", "none", APPROVAL);
    wordFits(
        "/api/v1/actions/{id}/deny",
        "p-awaiting",
        "{\"planHash\":\"a1b2c3d4e5f60718\",\"reason\":\"no\"}");
    wordFits("/api/v1/actions/{id}/undo", "p-healed", "{}");
    wordFits("/api/v1/actions/{id}/undo", "p-awaiting", "{}");
    wordFits("/api/v1/drift/{id}/rebase", "drifting", "{\"reason\":\"in cents\"}");
    wordFits("/api/v1/drift/{id}/rebase", "none", "{}");
    wordFits("/api/v1/targets/pause", "", PAUSE);
    fits("get", "/api/v1/targets", get("/api/v1/targets"));
    fits("get", "/api/v1/status", get("/api/v1/status"));
    governor.object("It came too late");
    wordFits("/api/v1/actions/{id}/approve", "p-awaiting", APPROVAL);
    wordFits("/api/v1/targets/resume", "", "{\"target\":\"" + Story.INDEX.text() + "\"}");
    wordFits("/api/v1/stop", "", "{\"reason\":\"migration\"}");
    fits("get", "/api/v1/status", get("/api/v1/status"));
    wordFits("/api/v1/start", "", "{}");
    governor.goAway();
    wordFits("/api/v1/stop", "", "{}");
  }

  /** Also without its guards, and with a body that the document does not allow. */
  private void wordFits(String path, String id, String body) throws Exception {
    String at = path.replace("{id}", id);
    fits("post", path, post(at, body, true));
    fits("post", path, post(at, body, false));
    fits("post", path, post(at, "{\"colour\":\"red\"}", true));
    JsonNode schema =
        document.at(pointer(path, "post") + "/requestBody/content/application~1json/schema");
    assertThat(problems(schema, JSON.readTree("{\"colour\":\"red\"}"))).isNotEmpty();
  }

  private void fits(String method, String path, HttpResponse<String> answer) throws Exception {
    String status = Integer.toString(answer.statusCode());
    JsonNode response = document.at(pointer(path, method) + "/responses/" + status);
    assertThat(response.isMissingNode())
        .as("%s %s answered %s: %s", method, path, status, answer.body())
        .isFalse();
    String type = answer.headers().firstValue("content-type").orElse("").split(";", 2)[0];
    JsonNode schema = response.path("content").path(type).path("schema");
    assertThat(schema.isMissingNode()).as("%s of %s %s", type, method, path).isFalse();
    assertThat(problems(schema, JSON.readTree(answer.body())))
        .as("%s %s %s: %s", method, path, status, answer.body())
        .isEmpty();
  }

  private Set<ValidationMessage> problems(JsonNode schema, JsonNode value) {
    ObjectNode whole = JSON.createObjectNode();
    whole.setAll((ObjectNode) schema);
    whole.set("components", document.get("components"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(whole)
        .validate(value);
  }

  private static String pointer(String path, String method) {
    return "/paths/" + path.replace("/", "~1") + "/" + method;
  }

  private HttpResponse<String> post(String path, String body, boolean guarded) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .header("X-Homeostat-User", "ann")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (guarded) {
      request.header("X-Homeostat-Request", "test");
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.activeLocalPort() + path);
  }

  private void tell(List<Fact> facts) {
    facts.forEach(fact -> view.apply("incidents", 1, fact));
  }
}
