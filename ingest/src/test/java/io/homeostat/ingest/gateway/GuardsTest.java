package io.homeostat.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.door.Doors;
import io.homeostat.ingest.prometheus.Encoder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xerial.snappy.Snappy;

@Timeout(300)
class GuardsTest {
  private static final String PROTOBUF = "application/x-protobuf";
  private static TestBroker broker;
  private static RunningGateway gateway;

  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    broker = TestBroker.shared();
    Path file = folder.resolve("senders.yaml");
    Files.writeString(file, "senders: [{name: one, tokenFile: one.token}]");
    Files.writeString(folder.resolve("one.token"), "s3cret");
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
  void whoIsNotKnownIsRefusedAtEveryDoorAndCounted() throws Exception {
    try (LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS)) {
      for (String path : List.of("/v1/metrics", "/v1/logs", "/v1/features", "/api/v1/write")) {
        HttpResponse<String> answer = post(path, "Bearer other", new byte[] {1});
        assertThat(answer.statusCode()).as(path).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate")).contains("Bearer", "Basic");
        assertThat(answer.body()).contains("nobody may send").doesNotContain("s3cret", "other");
      }
      metrics.await(read -> refusedForNoRight(read) >= 4);
    }
  }

  @Test
  void whoIsKnownMaySendAndHealthIsForEveryone() throws Exception {
    byte[] otlp = Requests.gauges(Instant.now(), Map.of("a", 1.0)).toByteArray();
    assertThat(post("/v1/metrics", "Bearer s3cret", otlp).statusCode()).isEqualTo(200);
    Encoder.Series up =
        new Encoder.Series(
            new TreeMap<>(Map.of("__name__", "up", "job", "a")),
            List.of(new Encoder.Sample(System.currentTimeMillis(), 1)),
            List.of());
    byte[] write = Snappy.compress(Encoder.v1(List.of(up)));
    assertThat(post("/api/v1/write", "Bearer s3cret", write).statusCode()).isEqualTo(204);
    HttpRequest health = HttpRequest.newBuilder(uri("/healthz")).build();
    assertThat(client.send(health, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(200);
  }

  private static double refusedForNoRight(LaneReader reader) {
    Map<String, Double> last = new TreeMap<>();
    for (var record : reader.all()) {
      MetricFrame frame = (MetricFrame) record.fact();
      for (int i = 0; i < frame.values().length; i++) {
        if (frame.series().name(i).contains("reason=\"unauthorized\"")) {
          last.put(frame.series().name(i), frame.values()[i]);
        }
      }
    }
    return last.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private HttpResponse<String> post(String path, String authorization, byte[] body)
      throws Exception {
    return PatientSender.send(
        client,
        HttpRequest.newBuilder(uri(path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", authorization)
            .header("Content-Type", PROTOBUF)
            .header("Content-Encoding", path.equals("/api/v1/write") ? "snappy" : "identity")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + gateway.port() + path);
  }
}
