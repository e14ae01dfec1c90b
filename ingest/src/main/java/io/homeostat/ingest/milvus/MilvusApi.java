package io.homeostat.ingest.milvus;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.schemas.targets.MilvusTarget;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Milvus' REST API, version 2, and its metrics; only what reads. */
final class MilvusApi {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final int MOST_BYTES = 16 << 20;
  private static final int FINE = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final MilvusTarget target;

  MilvusApi(MilvusTarget target) {
    this.target = target;
  }

  /** Milvus answered, and refused; what it says is the message. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * Asks in the target's database.
   *
   * @param path such as {@code collections/list}
   * @param namesAndValues the fields of the question besides the database
   * @return the answer's {@code data}; missing where there is none
   * @throws RefusedException when Milvus refuses
   * @throws IOException when it does not answer
   */
  JsonNode ask(String path, String... namesAndValues) throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("dbName", target.database());
    for (int i = 0; i < namesAndValues.length; i += 2) {
      body.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.url().resolve("/v2/vectordb/" + path))
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    if (target.secret().isPresent()) {
      String word = target.secret().get().read();
      request.header(
          "Authorization", "Bearer " + target.user().map(user -> user + ":" + word).orElse(word));
    }
    JsonNode answer = JSON.readTree(send(request.build(), path));
    int code = answer.path("code").asInt(-1);
    // Releases before 2.4.5 say 200 where later ones say 0.
    if (code != 0 && code != FINE) {
      throw new RefusedException(path + ": " + answer.path("message").asText("code " + code));
    }
    return answer.path("data");
  }

  /**
   * Reads the metrics.
   *
   * @throws IOException when they are not answered
   */
  PrometheusText metrics(URI address) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(ANSWER).GET().build();
    return PrometheusText.parse(new String(send(request, "metrics"), UTF_8), "milvus_");
  }

  private byte[] send(HttpRequest request, String what) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(MOST_BYTES + 1);
      if (response.statusCode() != FINE) {
        throw new RefusedException(what + ": HTTP status " + response.statusCode());
      }
      if (bytes.length > MOST_BYTES) {
        throw new RefusedException(what + ": more than " + MOST_BYTES + " bytes");
      }
      return bytes;
    }
  }
}
