package io.homeostat.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.door.Doors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class FairnessTest {
  private static final String SENDERS =
      """
      senders:
        - {name: noisy, tokenFile: noisy.token}
        - {name: quiet, tokenFile: quiet.token}
      """;
  private static final int LARGE = 90_000;
  private static RunningGateway gateway;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("senders.yaml"), SENDERS);
    Files.writeString(folder.resolve("noisy.token"), "n\n");
    Files.writeString(folder.resolve("quiet.token"), "q\n");
    gateway =
        RunningGateway.start(
            SmallGateway.settings(Map.of("gateway.senders.file", file.toString())),
            TestBroker.shared().inbox(),
            new Doors(System::nanoTime).door("gateway"),
            InstantSource.system());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void whatOneSenderHoldsOpenLeavesRoomForAnother() throws Exception {
    List<Socket> held = new ArrayList<>();
    try {
      // 40 requests that announce 90,000 bytes each and never send them: together more than all
      // the memory that there is.
      for (int i = 0; i < 40; i++) {
        held.add(announce("n"));
      }
      int noisy = 0;
      while (noisy != 429) {
        noisy = post("n", LARGE).statusCode();
        assertThat(noisy).as("400 until all have been announced, and 429 then").isIn(400, 429);
      }
      for (int i = 0; i < 5; i++) {
        HttpResponse<String> answer = post("q", 0);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      }
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  private static Socket announce(String token) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
    String head =
        "POST /v1/metrics HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
            + token
            + "\r\nContent-Type: application/x-protobuf\r\nContent-Length: "
            + LARGE
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }

  private static HttpResponse<String> post(String token, int bytes) throws Exception {
    byte[] metrics = Requests.gauges(Instant.now(), Map.of("a", 1.0)).toByteArray();
    return PatientSender.send(
        HttpClient.newHttpClient(),
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/v1/metrics"))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/x-protobuf")
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes > 0 ? new byte[bytes] : metrics))
            .build());
  }
}
