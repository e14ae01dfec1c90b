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
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xerial.snappy.Snappy;

@Timeout(300)
class RemoteWriteDoorTest {
  private static final String V1 = "application/x-protobuf";
  private static final String V2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request";
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
  void whatIsAnsweredWith204IsInTheLog() throws Exception {
    long now = System.currentTimeMillis();
    try (LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS)) {
      HttpResponse<String> answer = post(V1, Encoder.v1(List.of(load("n1", now, 0.5))));
      assertThat(answer.statusCode()).isEqualTo(204);
      metrics.await(read -> frame(read, "node:default/n1").isPresent());
      MetricFrame frame = frame(metrics, "node:default/n1").orElseThrow();
      assertThat(frame.series().names()).containsExactly("node_load1");
      assertThat(frame.values()).containsExactly(0.5);
      assertThat(frame.timeMillis()).isEqualTo(now);
    }
  }

  @Test
  void theSecondVersionIsToldHowMuchWasWritten() throws Exception {
    long now = System.currentTimeMillis();
    HttpResponse<String> answer =
        post(V2, Encoder.v2(List.of(load("n1", now, 1), load("n2", now, 2))));
    assertThat(answer.statusCode()).isEqualTo(204);
    assertWritten(answer, 2);
  }

  @Test
  void theGoodPartIsWrittenAndTheAnswerNamesTheRest() throws Exception {
    long now = System.currentTimeMillis();
    byte[] body = Encoder.v2(List.of(load("good", now, 1), load("far", 1_000, 2)));
    try (LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS)) {
      HttpResponse<String> answer = post(V2, body);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("1 taken, 1 not").contains("time_far");
      assertWritten(answer, 1);
      metrics.await(read -> frame(read, "node:default/good").isPresent());
    }
  }

  @Test
  void whatCannotBeUnderstoodIsRefusedWithTheReason() throws Exception {
    HttpResponse<String> type = post("application/json", new byte[0]);
    assertThat(type.statusCode()).isEqualTo(415);
    assertThat(type.body()).contains("application/x-protobuf");
    HttpResponse<String> other = post(V1 + ";proto=some.Other", new byte[0]);
    assertThat(other.statusCode()).isEqualTo(415);
    HttpResponse<String> message = post(V2, new byte[] {1, 2, 3});
    assertThat(message.statusCode()).isEqualTo(400);
    assertThat(message.body()).contains("no remote-write message");
    assertWritten(message, 0);
    HttpResponse<String> plain = send(V1, "gzip", new byte[] {1, 2, 3});
    assertThat(plain.statusCode()).isEqualTo(415);
    assertThat(plain.body()).contains("snappy");
    HttpResponse<String> broken = send(V1, "snappy", new byte[] {(byte) 0xFF, 0, 1});
    assertThat(broken.statusCode()).isEqualTo(400);
  }

  @Test
  void aBodyThatUnpacksToTooMuchIsRefusedByWhatItAnnounces() throws Exception {
    HttpResponse<String> bomb = post(V1, new byte[1_500_000]);
    assertThat(bomb.statusCode()).isEqualTo(413);
    assertThat(bomb.body()).contains("200000");
    byte[] announced = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07, 0};
    assertThat(send(V1, "snappy", announced).statusCode()).isEqualTo(413);
  }

  private static Encoder.Series load(String node, long timeMillis, double value) {
    return new Encoder.Series(
        new TreeMap<>(Map.of("__name__", "node_load1", "instance", node)),
        List.of(new Encoder.Sample(timeMillis, value)),
        List.of());
  }

  private static void assertWritten(HttpResponse<String> answer, int samples) {
    assertThat(answer.headers().firstValue("X-Prometheus-Remote-Write-Samples-Written"))
        .contains(Integer.toString(samples));
    assertThat(answer.headers().firstValue("X-Prometheus-Remote-Write-Histograms-Written"))
        .contains("0");
    assertThat(answer.headers().firstValue("X-Prometheus-Remote-Write-Exemplars-Written"))
        .contains("0");
  }

  private static Optional<MetricFrame> frame(LaneReader reader, String entity) {
    return reader.all().stream()
        .map(record -> (MetricFrame) record.fact())
        .filter(frame -> frame.entity().text().equals(entity))
        .findFirst();
  }

  private HttpResponse<String> post(String type, byte[] message) throws Exception {
    return send(type, "snappy", Snappy.compress(message));
  }

  private HttpResponse<String> send(String type, String encoding, byte[] body) throws Exception {
    return PatientSender.send(
        client,
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/api/v1/write"))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", type)
            .header("Content-Encoding", encoding)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }
}
