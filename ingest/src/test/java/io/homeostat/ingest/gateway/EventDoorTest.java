package io.homeostat.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Signal;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.door.Doors;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class EventDoorTest {
  private static final String SENDERS =
      """
      senders:
        - {name: pagerduty, hmacFile: pagerduty.key}
        - {name: events, tokenFile: events.token}
      """;
  private static TestBroker broker;
  private static RunningGateway gateway;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    broker = TestBroker.shared();
    Path file = Files.writeString(folder.resolve("senders.yaml"), SENDERS);
    Files.writeString(folder.resolve("pagerduty.key"), "k3y");
    Files.writeString(folder.resolve("events.token"), "t0ken");
    gateway =
        RunningGateway.start(
            SmallGateway.settings(Map.of("gateway.senders.file", file.toString())),
            broker.inbox(),
            new Doors(System::nanoTime).door("gateway"),
            InstantSource.system());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void anIncidentOfPagerDutyIsASignalOnceAndADeliveryIsTakenOnce() throws Exception {
    try (LaneReader signals = LaneReader.fromNow(broker, Stream.SIGNALS)) {
      String triggered = webhook("d1", "triggered", "2026-11-20T10:01:00Z");
      assertThat(page(triggered)).isEqualTo(204);
      assertThat(page(triggered)).isEqualTo(409);
      assertThat(page(triggered + " ")).as("the same delivery in other bytes").isEqualTo(409);
      assertThat(page(webhook("d2", "acknowledged", "2026-11-20T10:02:00Z"))).isEqualTo(204);
      assertThat(page(webhook("d3", "resolved", "2026-11-20T10:04:00Z"))).isEqualTo(204);
      assertThat(page(webhook("d4", "acknowledged", "2026-11-20T10:03:00Z")))
          .as("overtaken")
          .isEqualTo(204);
      assertThat(page(webhook("d5", "triggered", "2026-11-20T10:05:00Z")))
          .as("opened anew")
          .isEqualTo(204);
      signals.await(read -> states(read, "service:pagerduty/checkout").size() >= 3);
      assertThat(states(signals, "service:pagerduty/checkout"))
          .containsExactly(Signal.State.FIRING, Signal.State.RESOLVED, Signal.State.FIRING);
    }
  }

  @Test
  void eventsOfAllThreeModesAreTaken() throws Exception {
    try (LaneReader signals = LaneReader.fromNow(broker, Stream.SIGNALS)) {
      String one = event("service:test/structured");
      String batch = "[" + event("service:test/batch1") + "," + event("service:test/batch2") + "]";
      assertThat(post("application/cloudevents+json", one).statusCode()).isEqualTo(204);
      assertThat(post("application/cloudevents-batch+json", batch).statusCode()).isEqualTo(204);
      HttpRequest binary =
          request("application/json", "{\"severity\": \"info\"}")
              .header("Authorization", "Bearer t0ken")
              .header("ce-specversion", "1.0")
              .header("ce-id", "1")
              .header("ce-source", "s")
              .header("ce-type", "t")
              .header("ce-subject", "service:test/binary")
              .build();
      assertThat(send(binary).statusCode()).isEqualTo(204);
      signals.await(
          read ->
              List.of("structured", "batch1", "batch2", "binary").stream()
                  .allMatch(name -> !states(read, "service:test/" + name).isEmpty()));
    }
  }

  @Test
  void whatCannotBeTakenIsRefusedWithTheReason() throws Exception {
    String part = "[" + event("service:test/part") + ", {}]";
    HttpResponse<String> partly = post("application/cloudevents-batch+json", part);
    assertThat(partly.statusCode()).isEqualTo(400);
    assertThat(partly.body()).contains("1 taken, 1 not").contains("specversion");
    assertThat(post("text/plain", "x").statusCode()).isEqualTo(415);
    assertThat(post("application/cloudevents+json", "x").statusCode()).isEqualTo(400);
    assertThat(page("{}")).isEqualTo(400);
  }

  @Test
  void anEventWhoseAttributesAreNotSignedIsNotBelieved() throws Exception {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    HttpRequest binary =
        request("application/json", "{}")
            .header("X-Homeostat-Signature", "v1=" + SignedTest.sign("k3y", body))
            .header("ce-specversion", "1.0")
            .header("ce-id", "1")
            .header("ce-source", "s")
            .header("ce-type", "t")
            .build();
    HttpResponse<String> answer = send(binary);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("structured");
  }

  private static String event(String subject) {
    return "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"s\", \"type\": \"t\","
        + " \"subject\": \""
        + subject
        + "\", \"time\": \""
        + Instant.now()
        + "\"}";
  }

  private static String webhook(String delivery, String status, String time) {
    return "{\"event\": {\"id\": \""
        + delivery
        + "\", \"event_type\": \"incident.state\", \"occurred_at\": \""
        + time
        + "\", \"data\": {\"type\": \"incident\", \"id\": \"P1\", \"title\": \"slow\", \"status\":"
        + " \""
        + status
        + "\", \"service\": {\"summary\": \"checkout\"}}}}";
  }

  private static List<Signal.State> states(LaneReader reader, String entity) {
    return reader.all().stream()
        .filter(record -> record.fact() instanceof Signal)
        .map(record -> (Signal) record.fact())
        .filter(signal -> signal.entity().text().equals(entity))
        .map(Signal::state)
        .toList();
  }

  private static int page(String body) throws Exception {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return send(HttpRequest.newBuilder(uri("/v1/webhooks/pagerduty"))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .header("X-PagerDuty-Signature", "v1=" + SignedTest.sign("k3y", bytes))
            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
            .build())
        .statusCode();
  }

  private static HttpResponse<String> post(String type, String body) throws Exception {
    return send(request(type, body).header("Authorization", "Bearer t0ken").build());
  }

  private static HttpRequest.Builder request(String type, String body) {
    return HttpRequest.newBuilder(uri("/v1/events"))
        .timeout(Duration.ofSeconds(20))
        .header("Content-Type", type)
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return PatientSender.send(HttpClient.newHttpClient(), request);
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + gateway.port() + path);
  }
}
