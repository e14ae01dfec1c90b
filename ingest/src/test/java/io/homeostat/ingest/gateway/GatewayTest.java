package io.homeostat.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.util.JsonFormat;
import io.homeostat.core.lane.LaneRecord;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.lane.Tick;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.door.Door;
import io.homeostat.ingest.door.Doors;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GatewayTest {
  private static final EntityId RETRIEVER = EntityId.parse("service:demo/rag/retriever");
  private static final GatewaySettings SETTINGS = SmallGateway.settings();
  private static final String PROTOBUF = "application/x-protobuf";
  private static final Door DOOR = new Doors(System::nanoTime).door("gateway");
  private static TestBroker broker;
  private static RunningGateway gateway;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeAll
  static void start() {
    broker = TestBroker.shared();
    gateway = RunningGateway.start(SETTINGS, broker.inbox(), DOOR, InstantSource.system());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void metricsThatAreAnsweredWith200AreInTheLog() throws Exception {
    Instant now = Instant.now();
    byte[] body = Requests.gauges(now, Map.of("b", 2.0, "a", 1.0)).toByteArray();
    try (LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS)) {
      HttpResponse<byte[]> answer = post("/v1/metrics", PROTOBUF, body);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(ExportMetricsServiceResponse.parseFrom(answer.body()).hasPartialSuccess())
          .isFalse();
      metrics.await(read -> frames(read).size() == 1);
      MetricFrame frame = frames(metrics).get(0);
      assertThat(frame.series().names()).containsExactly("a", "b");
      assertThat(frame.values()).containsExactly(1.0, 2.0);
      assertThat(frame.timeMillis()).isEqualTo(now.toEpochMilli());
    }
  }

  @Test
  void jsonAndGzipAreUnderstoodAndAnsweredInKind() throws Exception {
    String json = JsonFormat.printer().print(Requests.line(Instant.now(), "a line"));
    try (LaneReader logs = LaneReader.fromNow(broker, Stream.LOGS)) {
      HttpResponse<byte[]> answer =
          send(
              request("/v1/logs", "application/json; charset=utf-8")
                  .header("Content-Encoding", "gzip")
                  .POST(
                      HttpRequest.BodyPublishers.ofByteArray(
                          gzip(json.getBytes(StandardCharsets.UTF_8)))));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("{}");
      logs.await(read -> !read.all().isEmpty());
      assertThat(((LogEntry) logs.all().get(0).fact()).body()).isEqualTo("a line");
    }
  }

  @Test
  void theGoodPartOfABatchIsKeptAndTheRestIsNamed() throws Exception {
    byte[] body =
        Requests.gauges(Instant.now(), Map.of("good", 1.0, "bad name", 2.0)).toByteArray();
    HttpResponse<byte[]> answer = post("/v1/metrics", PROTOBUF, body);
    assertThat(answer.statusCode()).isEqualTo(200);
    var partial = ExportMetricsServiceResponse.parseFrom(answer.body()).getPartialSuccess();
    assertThat(partial.getRejectedDataPoints()).isEqualTo(1);
    assertThat(partial.getErrorMessage()).contains("name").contains("bad name");
  }

  @Test
  void whatCannotBeUnderstoodIsRefusedWithTheReason() throws Exception {
    byte[] garbage = {1, 2, 3, 4};
    assertRefused(post("/v1/metrics", PROTOBUF, garbage), 400, "ExportMetricsServiceRequest");
    assertRefused(post("/v1/metrics", "text/plain", garbage), 415, "application/x-protobuf");
    byte[] tooOld = Requests.gauges(Instant.EPOCH.plusSeconds(9), Map.of("a", 1.0)).toByteArray();
    assertRefused(post("/v1/metrics", PROTOBUF, tooOld), 400, "time_far");
    HttpResponse<byte[]> zstd =
        send(
            request("/v1/metrics", PROTOBUF)
                .header("Content-Encoding", "zstd")
                .POST(HttpRequest.BodyPublishers.ofByteArray(garbage)));
    assertRefused(zstd, 415, "gzip");
    HttpResponse<byte[]> json =
        post("/v1/logs", "application/json", "[[[".repeat(30).getBytes(StandardCharsets.UTF_8));
    assertThat(json.statusCode()).isEqualTo(400);
    assertThat(new String(json.body(), StandardCharsets.UTF_8)).contains("nested deeper than 64");
    assertThat(send(request("/v1/traces", PROTOBUF).GET()).statusCode()).isEqualTo(404);
  }

  @Test
  void aBodyThatIsTooLargeOrUnpacksToTooMuchIsRefused() throws Exception {
    assertRefused(post("/v1/metrics", PROTOBUF, new byte[100_001]), 413, "100000");
    assertRefused(post("/v1/metrics", PROTOBUF, new byte[30_000_000]), 413, "100000");
    assertRefused(post("/v1/metrics", "text/plain", new byte[90_000]), 415, "protobuf");
    HttpResponse<byte[]> bomb =
        send(
            request("/v1/metrics", PROTOBUF)
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(gzip(new byte[50_000_000]))));
    assertRefused(bomb, 413, "200000");
  }

  @Test
  void itTellsWhatItTookAndWhatNot() throws Exception {
    try (LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS)) {
      post(
          "/v1/metrics",
          PROTOBUF,
          Requests.gauges(Instant.now(), Map.of("good", 1.0, "bad name", 2.0)).toByteArray());
      post("/v1/metrics", "text/plain", new byte[1]);
      metrics.await(
          read ->
              told(read)
                  .keySet()
                  .containsAll(
                      List.of(
                          "gateway.accepted{signal=\"metrics\"}",
                          "gateway.rejected{reason=\"name\",signal=\"metrics\"}",
                          "gateway.requests.refused{reason=\"content_type\",signal=\"metrics\"}")));
      assertThat(told(metrics).values()).allMatch(count -> count >= 1);
    }
  }

  @Test
  void withoutKafkaItRefusesWithin10SecondsAndGoesOnOnceKafkaIsBack() throws Exception {
    byte[] body = Requests.gauges(Instant.now(), Map.of("a", 1.0)).toByteArray();
    broker.stop();
    Instant stopped = Instant.now();
    HttpResponse<byte[]> refused = postOnce(body);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).contains("2");
    assertThat(Duration.between(stopped, Instant.now())).isLessThan(Duration.ofSeconds(10));
    awaitHealth(503);
    assertThat(DOOR.health()).isEqualTo(Tick.Door.CLOSED);
    Instant closed = Instant.now();
    assertThat(postOnce(body).statusCode()).isEqualTo(503);
    assertThat(Duration.between(closed, Instant.now())).isLessThan(Duration.ofSeconds(4));
    broker.again();
    awaitHealth(200);
    assertThat(post("/v1/metrics", PROTOBUF, body).statusCode()).isEqualTo(200);
  }

  private void awaitHealth(int status) throws Exception {
    Instant deadline = Instant.now().plusSeconds(60);
    while (send(request("/healthz", PROTOBUF).GET()).statusCode() != status) {
      assertThat(Instant.now()).isBefore(deadline);
    }
  }

  private HttpResponse<byte[]> post(String path, String type, byte[] body) throws Exception {
    return send(request(path, type).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  private HttpRequest.Builder request(String path, String type) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
        .timeout(Duration.ofSeconds(20))
        .header("Content-Type", type);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return PatientSender.send(client, request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> postOnce(byte[] body) throws Exception {
    return client.send(
        request("/v1/metrics", PROTOBUF).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static void assertRefused(HttpResponse<byte[]> answer, int status, String reason)
      throws IOException {
    assertThat(answer.statusCode())
        .as(answer.headers() + new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(status);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains(reason);
    CodedInputStream in = CodedInputStream.newInstance(answer.body());
    assertThat(in.readTag() >>> 3).isEqualTo(2);
    assertThat(in.readString()).contains(reason);
  }

  private static List<MetricFrame> frames(LaneReader reader) {
    return reader.all().stream()
        .map(record -> (MetricFrame) record.fact())
        .filter(frame -> frame.entity().equals(RETRIEVER))
        .toList();
  }

  /** What the gateway told last of itself. */
  private static Map<String, Double> told(LaneReader reader) {
    Map<String, Double> told = new TreeMap<>();
    for (LaneRecord record : reader.all()) {
      MetricFrame frame = (MetricFrame) record.fact();
      if (frame.entity().text().equals("service:homeostat/gateway")) {
        for (int i = 0; i < frame.values().length; i++) {
          told.put(frame.series().name(i), frame.values()[i]);
        }
      }
    }
    return told;
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }
}
