package io.homeostat.demo.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.demo.Eventually;
import io.homeostat.demo.TestWorld;
import io.homeostat.demo.postgres.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class FeatureDriftTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /**
   * Few documents match a question in so small a world, so fewer are passed over than elsewhere.
   */
  private static final double PASSED_OVER = 0.15;

  private static final double LIKED = 0.08;
  private static final String BODY = "{\"id\":\"k1\",\"model\":\"model:demo/ranker\"}";
  private static final String CONTENT =
      "SELECT md5(string_agg(concat(document_id, popularity, quality), ',' ORDER BY document_id))"
          + " FROM public.features";

  @Test
  void theRankingIsBadUntilTheModelIsTrainedAnewAndAResetBringsBothBack() throws Exception {
    try (TestWorld world = TestWorld.start(URI.create("http://127.0.0.1:9"))) {
      String content = world.query(Role.SUPERUSER, CONTENT);
      Eventually.await("users like what is first", LIMIT, () -> misses(world) < LIKED);

      assertThat(world.post("/faults/feature-drift?seed=7").status()).isEqualTo(202);
      Eventually.await("the fault ends", LIMIT, () -> state(world).equals("ended"));
      assertThat(beyondTheRange(world)).isBetween(1_500, TestWorld.DOCUMENTS / 4);
      Eventually.await("users pass over what is first", LIMIT, () -> misses(world) > PASSED_OVER);

      assertThat(send(world, "POST", "", "k1", BODY, "another").statusCode()).isEqualTo(401);
      assertThat(signed(world, "GET", "/k1", "", "").statusCode()).isEqualTo(404);
      assertThat(signed(world, "POST", "", "k2", BODY).statusCode())
          .as("not its key")
          .isEqualTo(400);
      assertThat(signed(world, "POST", "", "k1", "{\"id\":").statusCode()).isEqualTo(400);
      assertThat(signed(world, "POST", "", "k1", BODY).statusCode()).isEqualTo(202);
      assertThat(signed(world, "POST", "", "k1", BODY).statusCode()).isEqualTo(202);
      assertThat(signed(world, "GET", "/k1", "", "").statusCode()).isEqualTo(200);

      Eventually.await("users like what is first again", LIMIT, () -> misses(world) < LIKED);
      assertThat(retriever(world).get("model").asText()).isEqualTo("v2");
      assertThat(world.get("demo", "/training").body())
          .singleElement()
          .satisfies(
              run -> {
                assertThat(run.get("run").asText()).isEqualTo("k1");
                assertThat(run.get("deliveries").asInt()).isEqualTo(2);
                assertThat(run.get("outcome").asText()).isEqualTo("model v2");
                assertThat(run.get("request").get("model").asText()).endsWith("demo/ranker");
              });

      assertThat(world.post("/reset").status()).isEqualTo(200);
      assertThat(world.query(Role.SUPERUSER, CONTENT)).isEqualTo(content);
      assertThat(retriever(world).get("model").asText()).isEqualTo("v1");
    }
  }

  @Test
  void aColumnThatIsDroppedMeanwhileComesBackAsItWasBefore() throws Exception {
    try (TestWorld world = TestWorld.start(URI.create("http://127.0.0.1:9"))) {
      String content = world.query(Role.SUPERUSER, CONTENT);
      world.post("/faults/feature-drift?seed=7");
      Eventually.await("the drift ends", LIMIT, () -> state(world).equals("ended"));
      world.post("/faults/schema-break?seed=7");
      Eventually.await("a column goes", LIMIT, () -> columns(world).equals("1"));
      assertThat(
              world.query(
                  Role.SUPERUSER,
                  "SELECT count(*) FROM demo.dropped_column d JOIN demo.rescaled r"
                      + " ON r.document_id = d.document_id AND r.name = d.name"))
          .as("the drifted column is the dropped one")
          .isNotEqualTo("0");

      assertThat(world.post("/reset").status()).isEqualTo(200);

      assertThat(world.query(Role.SUPERUSER, CONTENT)).isEqualTo(content);
    }
  }

  private static String columns(TestWorld world) throws Exception {
    return world.query(
        Role.SUPERUSER,
        "SELECT count(*) FROM information_schema.columns WHERE table_name = 'features'"
            + " AND column_name IN ('popularity', 'quality')");
  }

  private static int beyondTheRange(TestWorld world) throws Exception {
    return Integer.parseInt(
        world.query(
            Role.SUPERUSER,
            "SELECT count(*) FROM public.features WHERE greatest(popularity, quality) > 1"));
  }

  private static JsonNode retriever(TestWorld world) throws Exception {
    return world.get("demo", "/state").body().get("retriever");
  }

  private static double misses(TestWorld world) throws Exception {
    return retriever(world).path("missRatio").asDouble(0.4);
  }

  private static String state(TestWorld world) throws Exception {
    for (JsonNode fault : world.get("demo", "/faults").body()) {
      if (fault.get("name").asText().equals("feature-drift")) {
        return fault.get("state").asText();
      }
    }
    throw new AssertionError("there is no fault feature-drift");
  }

  private static HttpResponse<String> signed(
      TestWorld world, String method, String path, String key, String body) throws Exception {
    return send(
        world,
        method,
        path,
        key,
        body,
        Files.readString(world.settings().secrets().resolve("training.secret")));
  }

  private static HttpResponse<String> send(
      TestWorld world, String method, String path, String key, String body, String secret)
      throws Exception {
    long seconds = Instant.now().getEpochSecond();
    String signed = method.equals("GET") ? path.substring(1) : body;
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String digest =
        HexFormat.of()
            .formatHex(mac.doFinal((seconds + "." + signed).getBytes(StandardCharsets.UTF_8)));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    Objects.requireNonNull(world.world().addresses().get("demo"))
                        + "/training"
                        + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Homeostat-Signature", "t=" + seconds + ",v1=" + digest);
    if (!key.isEmpty()) {
      request.header("Idempotency-Key", key);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
