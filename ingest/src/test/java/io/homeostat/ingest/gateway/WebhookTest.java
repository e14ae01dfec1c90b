package io.homeostat.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.ContextChunk;
import io.homeostat.core.lane.ContextDocument;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Change;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.door.Door;
import io.homeostat.ingest.door.Doors;
import io.homeostat.schemas.topics.DoorPublisher;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class WebhookTest {
  private static final String TOPOLOGY =
      """
      systems:
        - {name: rag, criticality: 0.8, owner: retrieval, scopes: [demo/rag]}
      """;

  private static TestBroker broker;
  private static RunningGateway gateway;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    broker = TestBroker.shared();
    Files.writeString(folder.resolve("argocd.token"), "let-me-in\n");
    Path senders = folder.resolve("senders.yaml");
    Files.writeString(folder.resolve("github.key"), "sh4red\n");
    Files.writeString(folder.resolve("gitlab.token"), "t0ken\n");
    Files.writeString(
        senders,
        """
        senders:
          - {name: argocd, tokenFile: argocd.token}
          - {name: github, hmacFile: github.key}
          - {name: gitlab, tokenFile: gitlab.token}
        """);
    Door door = new Doors(System::nanoTime).door("webhook-test");
    try (DoorPublisher context = broker.inbox().publisher("test", Map.of())) {
      for (ContextChunk chunk : ContextChunk.split(ContextDocument.TOPOLOGY, TOPOLOGY)) {
        context.publish(Stream.CONTEXT, 0, chunk.key(), chunk).get();
      }
    }
    gateway =
        RunningGateway.start(
            SmallGateway.settings(Map.of("gateway.senders.file", senders.toString())),
            broker.inbox(),
            door,
            InstantSource.system());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static String body(String name, String phase) {
    return """
    {"app": {"metadata": {"name": "%s"},
      "spec": {"destination": {"name": "demo", "namespace": "rag"}},
      "status": {"health": {"status": "Healthy"},
        "operationState": {"phase": "%s", "startedAt": "%s",
          "syncResult": {"revision": "abc"}}}}}
    """
        .formatted(name, phase, Instant.now());
  }

  private HttpResponse<String> post(String authorization, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:" + gateway.port() + DeployerProtocol.Form.ARGOCD.path()))
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return PatientSender.send(client, request.build());
  }

  private static List<Change> changes(LaneReader reader, String name) {
    return reader.all().stream()
        .map(record -> record.fact())
        .filter(Change.class::isInstance)
        .map(Change.class::cast)
        .filter(change -> change.entity().name().equals(name))
        .toList();
  }

  @Test
  void changeThatIsAnsweredWith200IsInItsSystemsLane() throws Exception {
    try (LaneReader signals = LaneReader.fromNow(broker, Stream.SIGNALS)) {
      HttpResponse<String> answer = post("Bearer let-me-in", body("retriever", "Succeeded"));

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      signals.await(read -> changes(read, "retriever").size() == 1);
      Change change = changes(signals, "retriever").get(0);
      assertThat(answer.body()).contains(change.id()).contains("FINISHED");
      assertThat(change.system()).isEqualTo("rag");
    }
  }

  @Test
  void whoeverHasNotTheTokenIsRefused() throws Exception {
    for (String wrong : List.of("", "Bearer", "Bearer let-me-in-too", "Basic let-me-in")) {
      HttpResponse<String> answer = post(wrong, body("stranger", "Running"));

      assertThat(answer.statusCode()).as(wrong).isEqualTo(401);
      assertThat(answer.body()).contains("error").contains("remedy").doesNotContain("let-me-in");
    }
  }

  @Test
  void whatCannotBeUnderstoodIsRefusedWithReasonAndRemedy() throws Exception {
    HttpResponse<String> answer = post("Bearer let-me-in", body("retriever", "Nonsense"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("Nonsense").contains("Succeeded");
  }

  @Test
  void gitHubsSignedWebhookIsTakenOnceAndTheSameAgainIsRefused() throws Exception {
    String body =
        """
        {"repository": {"full_name": "acme/shop", "html_url": "https://github.com/acme/shop"},
         "deployment": {"id": %d, "sha": "abc", "environment": "demo", "created_at": "%s",
           "payload": {"homeostat_entity": "deployment:demo/rag/by-github"}}}
        """
            .formatted(System.nanoTime(), Instant.now());
    String[] signed = {
      "X-GitHub-Event", "deployment", "X-Hub-Signature-256", "sha256=" + sign("sh4red", body)
    };
    try (LaneReader signals = LaneReader.fromNow(broker, Stream.SIGNALS)) {
      HttpResponse<String> answer = hook(DeployerProtocol.Form.GITHUB, body, signed);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      signals.await(read -> changes(read, "by-github").size() == 1);
      Change change = changes(signals, "by-github").get(0);
      assertThat(change.system()).isEqualTo("rag");
      assertThat(change.state()).isEqualTo(Change.State.BEGUN);
      assertThat(hook(DeployerProtocol.Form.GITHUB, body, signed).statusCode()).isEqualTo(409);
    }
    signed[3] = "sha256=" + sign("another", body);
    assertThat(hook(DeployerProtocol.Form.GITHUB, body, signed).statusCode()).isEqualTo(401);
  }

  @Test
  void gitLabsTokenIsASendersAndFluxsEventSignedIsTaken() throws Exception {
    String push = "{\"object_kind\": \"note\"}";
    HttpResponse<String> ignored =
        hook(DeployerProtocol.Form.GITLAB, push, "X-Gitlab-Token", "t0ken");
    assertThat(ignored.statusCode()).isEqualTo(200);
    assertThat(ignored.body()).contains("ignored").contains("is no change");
    assertThat(hook(DeployerProtocol.Form.GITLAB, push, "X-Gitlab-Token", "wr0ng").statusCode())
        .isEqualTo(401);

    String event =
        """
        {"involvedObject": {"kind": "Kustomization", "name": "by-flux", "namespace": "rag"},
         "metadata": {"revision": "main@sha1:%s", "cluster": "demo"}, "severity": "info",
         "reason": "ReconciliationSucceeded", "message": "done", "timestamp": "%s"}
        """
            .formatted("a".repeat(40), Instant.now());
    try (LaneReader signals = LaneReader.fromNow(broker, Stream.SIGNALS)) {
      String signature = "sha256=" + sign("sh4red", event);
      HttpResponse<String> taken =
          hook(DeployerProtocol.Form.FLUX, event, "X-Signature", signature);
      assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
      signals.await(read -> changes(read, "by-flux").size() == 1);
      assertThat(changes(signals, "by-flux").get(0).system()).isEqualTo("rag");
    }
  }

  private HttpResponse<String> hook(DeployerProtocol.Form form, String body, String... headers)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + form.path()))
            .timeout(Duration.ofSeconds(30))
            .headers(headers)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return PatientSender.send(client, request);
  }

  private static String sign(String key, String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void whatIsTooLargeIsRefused() throws Exception {
    HttpResponse<String> answer = post("Bearer let-me-in", "x".repeat(150_000));

    assertThat(answer.statusCode()).isEqualTo(413);
  }
}
