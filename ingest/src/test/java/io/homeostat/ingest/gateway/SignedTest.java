package io.homeostat.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.lane.Stream;
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
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SignedTest {
  private static final String SENDERS =
      """
      senders:
        - {name: signer, hmacFile: signer.key}
        - {name: prometheus, tokenFile: prometheus.token}
      """;
  private static TestBroker broker;
  private static RunningGateway gateway;

  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    broker = TestBroker.shared();
    Path file = Files.writeString(folder.resolve("senders.yaml"), SENDERS);
    Files.writeString(folder.resolve("signer.key"), "k3y\n");
    Files.writeString(folder.resolve("prometheus.token"), "s3cret\n");
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
  void whatIsSignedIsTakenOnceAndRefusedWhenItIsSentAgain() throws Exception {
    byte[] body = body(1);
    try (LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS)) {
      assertThat(post(body, "v1=" + sign("k3y", body)).statusCode()).isEqualTo(200);
      HttpResponse<String> again = post(body, "v1=" + sign("k3y", body));
      assertThat(again.statusCode()).isEqualTo(409);
      assertThat(again.body()).contains("taken before");
      metrics.await(
          read ->
              SyslogDoorTest.told(
                      read, "gateway.requests.refused{reason=\"replayed\",signal=\"metrics\"}")
                  >= 1);
    }
  }

  @Test
  void oneOfSeveralSignaturesIsEnoughWhileASecretIsChanged() throws Exception {
    byte[] body = body(2);
    String both = "v1=" + sign("old", body) + ", v1=" + sign("k3y", body);
    assertThat(post(body, both).statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsNotSignedRightIsRefusedAndTheAnswerHoldsNoSecret() throws Exception {
    byte[] body = body(3);
    String right = sign("k3y", body);
    for (String wrong :
        new String[] {
          "v1=" + sign("another", body),
          "v1=" + sign("k3y", body(4)),
          "v1=" + sign("s3cret", body),
          "v1=" + right.substring(1) + "0",
          "v0=" + right,
          right,
          "v1=" + right.substring(2),
          "v1=" + "z".repeat(64),
          "v1=,v1=,v1="
        }) {
      HttpResponse<String> answer = post(body, wrong);
      assertThat(answer.statusCode()).as(wrong).isEqualTo(401);
      assertThat(answer.body()).doesNotContain("k3y", right);
    }
    assertThat(post(body, "v1=" + right).statusCode()).isEqualTo(200);
  }

  @Test
  void whatKafkaDidNotTakeMayComeAgainAndOnlySoManyAreRemembered() throws Exception {
    Deliveries deliveries = new Deliveries(2);
    deliveries.take("one", "a");
    assertThatThrownBy(() -> deliveries.take("one", "a")).isInstanceOf(Refusal.class);
    deliveries.take("two", "a");
    deliveries.forget("one", "a");
    assertThatCode(() -> deliveries.take("one", "a")).doesNotThrowAnyException();
    deliveries.take("one", "b");
    assertThatCode(() -> deliveries.take("two", "a")).doesNotThrowAnyException();
  }

  private HttpResponse<String> post(byte[] body, String signature) throws Exception {
    return PatientSender.send(
        client,
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/v1/metrics"))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/x-protobuf")
            .header("X-Homeostat-Signature", signature)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }

  private static byte[] body(double value) {
    return Requests.gauges(Instant.now(), Map.of("a", value)).toByteArray();
  }

  /** The HMAC of a body, as a sender makes it. */
  static String sign(String key, byte[] body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(body));
  }
}
