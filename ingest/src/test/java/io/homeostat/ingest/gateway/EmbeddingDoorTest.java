package io.homeostat.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.EmbeddingVector;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.door.Doors;
import io.homeostat.ingest.embedding.BlockEncoder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class EmbeddingDoorTest {
  private static final String LINE =
      "{\"collection\": \"collection:test/documents\", \"model\": \"m/v1\", \"role\": \"document\","
          + " \"id\": \"line\", \"vector\": [1, 2, 3]}\n";
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
  void vectorsOfBothFormsAreInTheLogOnceTheyAreTaken() throws Exception {
    BlockEncoder block = new BlockEncoder(1, "collection:test/documents", "m/v1", 3);
    block.add(0, "block", new float[] {1, 2, 3});
    try (LaneReader vectors = LaneReader.fromNow(broker, Stream.EMBEDDINGS)) {
      assertThat(post("application/x-ndjson", LINE.getBytes(StandardCharsets.UTF_8)).statusCode())
          .isEqualTo(204);
      assertThat(post("application/vnd.homeostat.embeddings", block.bytes()).statusCode())
          .isEqualTo(204);
      vectors.await(read -> vectors(read).size() >= 2);
      assertThat(vectors(vectors)).extracting(EmbeddingVector::id).contains("line", "block");
      assertThat(vectors(vectors))
          .allSatisfy(vector -> assertThat(vector.floats()).containsExactly(1, 2, 3));
    }
  }

  @Test
  void whatCannotBeTakenIsRefusedWithTheReason() throws Exception {
    HttpResponse<String> part =
        post("application/x-ndjson", (LINE + "{}\n").getBytes(StandardCharsets.UTF_8));
    assertThat(part.statusCode()).isEqualTo(400);
    assertThat(part.body()).contains("1 taken, 1 not");
    HttpResponse<String> cut = post("application/vnd.homeostat.embeddings", new byte[3]);
    assertThat(cut.statusCode()).isEqualTo(400);
    assertThat(cut.body()).contains("ends within the head");
    assertThat(post("text/csv", new byte[3]).statusCode()).isEqualTo(415);
  }

  private static List<EmbeddingVector> vectors(LaneReader reader) {
    return reader.all().stream()
        .filter(record -> record.fact() instanceof EmbeddingVector)
        .map(record -> (EmbeddingVector) record.fact())
        .toList();
  }

  private static HttpResponse<String> post(String type, byte[] body) throws Exception {
    return PatientSender.send(
        HttpClient.newHttpClient(),
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/v1/embeddings"))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }
}
