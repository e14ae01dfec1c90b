package io.homeostat.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.LogEntry;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.door.Doors;
import io.homeostat.ingest.logs.LokiEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xerial.snappy.Snappy;

@Timeout(300)
class LogDoorTest {
  private static final String LOKI = "/loki/api/v1/push";
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";
  private static TestBroker broker;
  private static RunningGateway gateway;

  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    broker = TestBroker.shared();
    gateway =
        RunningGateway.start(
            SmallGateway.settings(),
            broker.inbox(),
            new Doors(System::nanoTime).door("gateway"),
            InstantSource.system());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void linesThatAreAnsweredWith204AreInTheLog() throws Exception {
    long nanos = System.currentTimeMillis() * 1_000_000;
    String json =
        """
        {"streams": [{"stream": {"job": "shop"}, "values": [["%d", "by Loki's JSON"]]}]}
        """
            .formatted(nanos);
    try (LaneReader logs = LaneReader.fromNow(broker, Stream.LOGS)) {
      byte[] message = LokiEncoder.push("{job=\"shop\"}", nanos, "by Loki's protobuf", Map.of());
      assertThat(post(LOKI, PROTOBUF, "", Snappy.compress(message)).statusCode()).isEqualTo(204);
      assertThat(post(LOKI, JSON, "gzip", gzip(json)).statusCode()).isEqualTo(204);
      String line = "{\"msg\": \"by a line of JSON\", \"job\": \"shop\"}\n";
      assertThat(post("/v1/ndjson", "application/x-ndjson", "gzip", gzip(line)).statusCode())
          .isEqualTo(204);
      logs.await(read -> bodies(read).size() >= 3);
      assertThat(bodies(logs))
          .containsExactly("by Loki's protobuf", "by Loki's JSON", "by a line of JSON");
    }
  }

  @Test
  void theGoodPartIsInTheLogAndTheAnswerNamesTheRest() throws Exception {
    try (LaneReader logs = LaneReader.fromNow(broker, Stream.LOGS)) {
      HttpResponse<String> answer =
          post(
              "/v1/ndjson",
              "application/x-ndjson",
              "",
              "{\"msg\": \"good\", \"job\": \"shop\"}\n{\"msg\n".getBytes(StandardCharsets.UTF_8));
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("1 taken, 1 not").contains("no JSON");
      logs.await(read -> bodies(read).equals(List.of("good")));
    }
  }

  @Test
  void whatCannotBeTakenIsRefusedWithTheReason() throws Exception {
    assertThat(post(LOKI, "text/plain", "", new byte[1]).statusCode()).isEqualTo(415);
    assertThat(post("/v1/ndjson", PROTOBUF, "", new byte[1]).body()).contains("x-ndjson");
    assertThat(post(LOKI, PROTOBUF, "", new byte[] {1, 2, 3}).statusCode()).isEqualTo(400);
    assertThat(post(LOKI, JSON, "", new byte[] {'['}).body()).contains("start_object");
    assertThat(post(LOKI, JSON, "br", new byte[] {'['}).statusCode()).isEqualTo(415);
    HttpResponse<String> bomb = post(LOKI, PROTOBUF, "", Snappy.compress(new byte[1_500_000]));
    assertThat(bomb.statusCode()).isEqualTo(413);
    HttpResponse<String> zipped = post(LOKI, JSON, "gzip", gzip(" ".repeat(10_000_000)));
    assertThat(zipped.statusCode()).isEqualTo(413);
    assertThat(zipped.body()).contains("200000");
    HttpResponse<String> large = post(LOKI, JSON, "", new byte[100_001]);
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(large.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
  }

  private static List<String> bodies(LaneReader reader) {
    return reader.all().stream().map(record -> ((LogEntry) record.fact()).body()).toList();
  }

  private HttpResponse<String> post(String path, String type, String encoding, byte[] body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (!encoding.isEmpty()) {
      request.header("Content-Encoding", encoding);
    }
    return PatientSender.send(client, request.build());
  }

  private static byte[] gzip(String plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }
}
