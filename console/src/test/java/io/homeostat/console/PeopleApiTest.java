package io.homeostat.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.server.Server;
import io.homeostat.console.people.Users;
import io.homeostat.console.view.ConsoleView;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Approval;
import io.homeostat.core.model.Control;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.Pause;
import io.homeostat.core.model.Person;
import io.homeostat.core.model.Remark;
import io.homeostat.core.model.UndoRequest;
import io.homeostat.schemas.service.ServiceException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people say through the API, and who may. */
@Timeout(60)
class PeopleApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HASH = "a1b2c3d4e5f60718";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ConsoleView view = new ConsoleView(100);
  private final Governor governor = new Governor(view);
  private Server server = serve(Users.CLAIMED);

  @BeforeEach
  void tellTheStory() {
    long now = InstantSource.system().millis();
    server.start().join();
    tell(new Story(now - 60_000).awaiting(now + 600_000));
    tell(new Story(now - 60_000).healed());
  }

  @AfterEach
  void stop() {
    server.stop().join();
  }

  @Test
  void anApprovalReachesTheLogBeforeItIsAnswered() throws Exception {
    HttpResponse<String> answer =
        post("/api/v1/actions/p-awaiting/approve", "{\"planHash\":\"" + HASH + "\"}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(JSON.readTree(answer.body()).get("reason").asText())
        .isEqualTo("Approved and granted");
    Governor.Written written = governor.written().get(0);
    assertThat(written.stream()).isEqualTo(Stream.GOVERNANCE);
    Approval approval = (Approval) written.fact();
    assertThat(approval.planHash()).isEqualTo(HASH);
    assertThat(approval.incidentId()).isEqualTo("awaiting");
    assertThat(approval.word()).isEqualTo(Approval.Word.APPROVE);
    assertThat(approval.who()).isEqualTo(new Person("ann", Person.Known.CLAIMED));
  }

  @Test
  void whatTheGovernorDoesNotTakeIsAConflictWithItsReason() throws Exception {
    governor.object("It does not wait for anybody: it was granted, approved by bob");

    HttpResponse<String> answer =
        post("/api/v1/actions/p-awaiting/approve", "{\"planHash\":\"" + HASH + "\"}");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("approved by bob").contains("remedy");
  }

  @Test
  void aDenialNeedsAReason() throws Exception {
    assertThat(post("/api/v1/actions/p-awaiting/deny", "{\"planHash\":\"" + HASH + "\"}").body())
        .contains("'reason' is missing");
    String said = "{\"planHash\":\"" + HASH + "\",\"reason\":\"not\\nnow\"}";
    assertThat(post("/api/v1/actions/p-awaiting/deny", said).statusCode()).isEqualTo(200);
    assertThat(((Approval) governor.written().get(0).fact()).reason()).isEqualTo("not now");
  }

  @Test
  void whatKafkaDoesNotTakeIsNotDone() throws Exception {
    governor.goAway();

    HttpResponse<String> answer = post("/api/v1/stop", "{}");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("nothing was done");
  }

  @Test
  void onlyAnEffectCanBeUndone() throws Exception {
    assertThat(post("/api/v1/actions/p-awaiting/undo", "{}").statusCode()).isEqualTo(409);
    assertThat(post("/api/v1/actions/p-healed/undo", "{\"reason\":\"wrong\"}").statusCode())
        .isEqualTo(200);
    assertThat(post("/api/v1/actions/none/undo", "{}").statusCode()).isEqualTo(404);
    UndoRequest undo = (UndoRequest) governor.written().get(0).fact();
    assertThat(undo.proposalId()).isEqualTo("p-healed");
    assertThat(undo.system()).isEqualTo("rag");
  }

  @Test
  void aTargetIsPausedAndResumed() throws Exception {
    String target = Story.INDEX.text();
    post("/api/v1/targets/pause", "{\"target\":\"" + target + "\",\"reason\":\"looking\"}");
    assertThat(get("/api/v1/targets").body()).contains(target).contains("looking");
    assertThat(get("/api/v1/status").body()).contains(target);
    post("/api/v1/targets/resume", "{\"target\":\"" + target + "\"}");
    assertThat(get("/api/v1/targets").body()).isEqualTo("{\"paused\":[]}");
    assertThat(governor.written())
        .extracting(it -> ((Pause) it.fact()).paused())
        .containsExactly(true, false);
    assertThat(post("/api/v1/targets/pause", "{\"target\":\"nonsense\",\"reason\":\"x\"}").body())
        .contains("nonsense");
    assertThat(
            post(
                    "/api/v1/targets/pause",
                    "{\"target\":\"" + target + "\",\"reason\":\"x\",\"untilMillis\":5}")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void theSwitchIsSetAndLifted() throws Exception {
    assertThat(post("/api/v1/stop", "{\"reason\":\"migration\"}").statusCode()).isEqualTo(200);
    assertThat(get("/api/v1/status").body())
        .contains("\"stopped\":true")
        .contains("ann (name not checked)");
    post("/api/v1/start", "{}");
    assertThat(get("/api/v1/status").body()).contains("\"stopped\":false");
    assertThat(governor.written())
        .extracting(Governor.Written::stream)
        .containsOnly(Stream.CONTROLS);
    assertThat(governor.written()).extracting(Governor.Written::key).containsOnly("stop");
    assertThat(((Control) governor.written().get(0).fact()).reason()).isEqualTo("migration");
  }

  @Test
  void remarksGoToTheIncidentsOwnLane() throws Exception {
    post("/api/v1/incidents/awaiting/ack", "{}");
    post("/api/v1/incidents/awaiting/notes", "{\"text\":\"the import was late\"}");
    assertThat(post("/api/v1/incidents/awaiting/notes", "{}").statusCode()).isEqualTo(400);
    assertThat(post("/api/v1/incidents/none/ack", "{}").statusCode()).isEqualTo(404);
    assertThat(governor.written())
        .allSatisfy(
            it -> {
              assertThat(it.stream()).isEqualTo(Stream.SIGNALS);
              assertThat(it.key()).isEqualTo("rag");
            });
    assertThat(governor.written())
        .extracting(it -> ((Remark) it.fact()).kind())
        .containsExactly(Remark.Kind.ACKNOWLEDGED, Remark.Kind.NOTE);
  }

  @Test
  void aPageElsewhereCanWriteNothing() throws Exception {
    String json = "application/json";
    refused(403, Map.of("Content-Type", json, "X-Homeostat-User", "ann"));
    refused(
        403,
        Map.of(
            "Content-Type", json,
            "X-Homeostat-User", "ann",
            "X-Homeostat-Request", "1",
            "Origin", "http://evil.example"));
    refused(
        403,
        Map.of(
            "Content-Type", json,
            "X-Homeostat-User", "ann",
            "X-Homeostat-Request", "1",
            "Sec-Fetch-Site", "cross-site"));
    refused(
        415,
        Map.of(
            "Content-Type", "text/plain", "X-Homeostat-User", "ann", "X-Homeostat-Request", "1"));
    refused(401, Map.of("Content-Type", json, "X-Homeostat-Request", "1"));
    refused(
        401,
        Map.of("Content-Type", json, "X-Homeostat-Request", "1", "X-Homeostat-User", "Homeostat"));
    assertThat(governor.written()).isEmpty();
  }

  @Test
  void aBodyThatIsNotRightIsNamed() throws Exception {
    for (String body : List.of("[]", "{\"planHash\":true}", "{\"colour\":\"red\"}", "{", "{}")) {
      HttpResponse<String> answer = post("/api/v1/actions/p-awaiting/approve", body);
      assertThat(answer.statusCode()).as(body + " → " + answer.body()).isEqualTo(400);
    }
    assertThat(post("/api/v1/stop", "{\"reason\":\"" + "x".repeat(1_001) + "\"}").statusCode())
        .isEqualTo(400);
    assertThat(governor.written()).isEmpty();
  }

  @Test
  void configuredUsersAreKnownByTheirTokens(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("users.properties");
    Files.writeString(
        file, "ann = sha256:3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0\n");
    restart(Users.read(file));
    String body = "{\"planHash\":\"" + HASH + "\"}";
    String path = "/api/v1/actions/p-awaiting/approve";

    assertThat(post(path, body).statusCode()).as("a claimed name").isEqualTo(401);
    assertThat(post(path, body, Map.of("Authorization", "Bearer other")).statusCode())
        .isEqualTo(401);
    assertThat(post(path, body, Map.of("Authorization", "Bearer token")).statusCode())
        .isEqualTo(200);
    assertThat(((Approval) governor.written().get(0).fact()).who())
        .isEqualTo(new Person("ann", Person.Known.TOKEN));
    assertThat(get("/api/v1/status").body()).contains("\"usersChecked\":true");
  }

  @Test
  void beyondItsOwnMachineNobodyWritesWithoutConfiguredUsers() throws Exception {
    restart(Users.NOBODY);

    HttpResponse<String> answer = post("/api/v1/stop", "{}");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("console.users");
    assertThat(governor.written()).isEmpty();
  }

  @Test
  void aFileOfUsersThatIsNotRightStopsTheStart(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("users.properties");
    assertThatThrownBy(() -> Users.read(file)).isInstanceOf(ServiceException.class);
    for (String text : List.of("", "ann = secret", "homeostat = sha256:" + "a".repeat(64))) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> Users.read(file))
          .as(text)
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void theStateOfAnActionFollowsWhatBecameOfIt() throws Exception {
    JsonNode actions = JSON.readTree(get("/api/v1/actions").body()).get("actions");
    assertThat(actions.findValuesAsText("state")).containsExactlyInAnyOrder("AWAITING", "VERIFIED");
    assertThat(get("/api/v1/actions?state=awaiting").body())
        .contains("p-awaiting")
        .doesNotContain("p-healed");
    assertThat(get("/api/v1/actions?state=odd").statusCode()).isEqualTo(400);
    assertThat(get("/api/v1/actions/p-awaiting").body()).contains("\"proposal\":{");
    assertThat(get("/api/v1/actions/none").statusCode()).isEqualTo(404);
  }

  private void refused(int status, Map<String, String> headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri("/api/v1/stop")).POST(HttpRequest.BodyPublishers.ofString("{}"));
    headers.forEach(request::header);
    assertThat(client.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode())
        .as("%s", headers)
        .isEqualTo(status);
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return post(path, body, Map.of("X-Homeostat-User", "ann"));
  }

  private HttpResponse<String> post(String path, String body, Map<String, String> headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .header("X-Homeostat-Request", "test")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private void restart(Users users) {
    server.stop().join();
    server = serve(users);
    server.start().join();
  }

  private Server serve(Users users) {
    return ConsoleServer.of(0, view, "life1", () -> true, InstantSource.system(), users, governor);
  }

  private void tell(List<Fact> facts) {
    facts.forEach(fact -> view.apply("incidents", 1, fact));
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.activeLocalPort() + path);
  }
}
