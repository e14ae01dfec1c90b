package io.homeostat.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.RowChange;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.door.Doors;
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
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class FeatureDoorTest {
  private static final String LINE =
      "{\"table\": \"feature-set:test/ranker\", \"id\": \"%s\", \"values\": {\"age\": 31,"
          + " \"country\": \"FR\", \"score\": 0.2}}\n";
  private static final String LINES = "application/x-ndjson";
  private static TestBroker broker;
  private static RunningGateway gateway;

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
  void recordsAreInTheLaneOfTheirTableOnceTheyAreTakenZippedOrNot() throws Exception {
    try (LaneReader changes = LaneReader.fromNow(broker, Stream.CHANGES)) {
      assertThat(post(LINES, "identity", line("plain")).statusCode()).isEqualTo(204);
      assertThat(post("application/json", "gzip", zipped(line("zipped"))).statusCode())
          .isEqualTo(204);
      changes.await(read -> records(read).size() >= 2);
      assertThat(records(changes))
          .extracting(RowChange::key)
          .contains("{\"id\":\"plain\"}", "{\"id\":\"zipped\"}");
      assertThat(records(changes))
          .allSatisfy(
              record ->
                  assertThat(record.after())
                      .contains("{\"age\":31,\"country\":\"FR\",\"score\":0.2}"));
      int lane = broker.inbox().lanes().lane(Stream.CHANGES, "feature-set:test/ranker");
      assertThat(changes.lane(lane))
          .filteredOn(record -> record.fact() instanceof RowChange)
          .allSatisfy(record -> assertThat(record.origin().door()).isEqualTo("gateway"))
          .hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void whatCannotBeTakenIsRefusedWithTheReasonAndCounted() throws Exception {
    String nested = "{\"table\": \"feature-set:test/ranker\", \"values\": {\"a\": [1]}}\n";
    try (LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS)) {
      HttpResponse<String> part =
          post(LINES, "identity", (text(line("good")) + nested).getBytes(StandardCharsets.UTF_8));
      assertThat(part.statusCode()).isEqualTo(400);
      assertThat(part.body()).contains("1 taken, 1 not", "values.a is nested");
      metrics.await(
          read ->
              told(read, "gateway.rejected{reason=\"form\",signal=\"features\"}")
                  && told(read, "gateway.accepted{signal=\"features\"}"));
    }
    assertThat(post("text/csv", "identity", new byte[3]).statusCode()).isEqualTo(415);
    assertThat(post(LINES, "gzip", zipped(new byte[200_001])).statusCode()).isEqualTo(413);
    assertThat(post(LINES, "identity", new byte[100_001]).statusCode()).isEqualTo(413);
  }

  private static boolean told(LaneReader reader, String series) {
    return reader.all().stream()
        .map(record -> (MetricFrame) record.fact())
        .anyMatch(
            frame -> {
              for (int i = 0; i < frame.values().length; i++) {
                if (frame.series().name(i).equals(series) && frame.values()[i] > 0) {
                  return true;
                }
              }
              return false;
            });
  }

  private static List<RowChange> records(LaneReader reader) {
    return reader.all().stream()
        .filter(record -> record.fact() instanceof RowChange)
        .map(record -> (RowChange) record.fact())
        .filter(record -> record.table().text().equals("feature-set:test/ranker"))
        .toList();
  }

  private static byte[] line(String id) {
    return LINE.formatted(id).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] zipped(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    }
    return bytes.toByteArray();
  }

  private static HttpResponse<String> post(String type, String encoding, byte[] body)
      throws Exception {
    return PatientSender.send(
        HttpClient.newHttpClient(),
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/v1/features"))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", type)
            .header("Content-Encoding", encoding)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }
}
