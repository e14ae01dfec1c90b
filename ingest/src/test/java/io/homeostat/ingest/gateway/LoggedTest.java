package io.homeostat.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import io.homeostat.ingest.bench.Program;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.sender.DebianServer;
import io.homeostat.schemas.service.ServiceMain;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What senders say reaches the log of the gateway neither as a line of its own nor as a control of
 * a terminal, and their secrets do not reach it. The process logs as the product does, and besides
 * all that Armeria tells of the traffic, so that what was sent does come by there.
 */
@Timeout(600)
class LoggedTest {
  private static final String TOKEN = "s3cret-token-of-the-sender";
  private static final String PASSWORD = "s3cret-password";
  private static final String BASIC =
      Base64.getEncoder()
          .encodeToString(("shipper:" + PASSWORD).getBytes(StandardCharsets.US_ASCII));

  /** Clears the screen, names the window, beeps, ends the line, forges one, and speaks C1. */
  private static final String EVIL =
      "evil\u001b[2J\u001b]0;owned\u0007\r\n2026-01-01T00:00:00.000Z INFO  [main] forged\u0085\u009b31m";

  private static final List<String> DOORS =
      List.of(
          "/v1/metrics",
          "/v1/logs",
          "/api/v1/write",
          "/api/v2/alerts",
          "/v1/webhooks/alertmanager",
          "/loki/api/v1/push",
          "/v1/ndjson",
          "/v1/webhooks/pagerduty",
          "/v1/events",
          "/v1/embeddings",
          "/v1/features",
          "/v1/webhooks/argocd",
          "/v1/webhooks/github",
          "/v1/webhooks/gitlab",
          "/v1/webhooks/flux",
          "/nowhere");

  private static final List<Map.Entry<String, String>> AUTHORIZED =
      List.of(
          Map.entry("authorization", "Bearer " + TOKEN),
          Map.entry("authorization", "Basic " + BASIC),
          Map.entry("authorization", "Bearer other-" + TOKEN),
          Map.entry("x-gitlab-token", TOKEN));

  @TempDir private Path folder = Path.of("");

  @Test
  void whatSendersSayNeitherForgesALineNorLeaksASecret() throws Exception {
    int port = DebianServer.freePort();
    int syslog = DebianServer.freePort();
    Path log = folder.resolve("gateway.said");
    try (Program gateway =
        new Program(
            log,
            Program.java(
                System.getProperty("java.class.path"),
                List.of(
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Dlog4j2.configurationFile=classpath:io/homeostat/schemas/service/stdout-log4j2.xml"
                        + ",classpath:talkative-log4j2.xml"),
                ServiceMain.class.getName(),
                "--config",
                configuration(port, syslog).toString(),
                "gateway"))) {
      awaitOpen(port);
      for (int i = 0; i < DOORS.size(); i++) {
        post(port, DOORS.get(i), AUTHORIZED.get(i % AUTHORIZED.size()));
      }
      speak(port, "POST /evil\u001b[2J HTTP/1.1\r\nX-Evil: " + EVIL + "\r\n\r\n");
      speak(
          port,
          "POST /v1/ndjson?q=evil%1B%5B2J%0D%0A HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      speak(port, EVIL);
      speak(syslog, "<14>1 - host app - - - " + EVIL + "\n");
      speak(syslog, "99" + EVIL);
      gateway.end();
      String text = Files.readString(log);
      assertThat(text).doesNotContainPattern("[\\p{Cc}&&[^\\n\\t]]");
      assertThat(text).doesNotContain(TOKEN, PASSWORD, BASIC);
      assertThat(text)
          .contains("?q=evil")
          .contains("Bearer ***", "Basic ***", "x-gitlab-token ***");
      assertThat(text.lines()).allSatisfy(LoggedTest::isAnObject);
    }
  }

  private Path configuration(int port, int syslog) throws IOException {
    Files.writeString(folder.resolve("sender.token"), TOKEN);
    Files.writeString(folder.resolve("sender.password"), PASSWORD);
    Path senders =
        Files.writeString(
            folder.resolve("senders.yaml"),
            """
            senders:
              - {name: one, tokenFile: sender.token}
              - {name: two, user: shipper, passwordFile: sender.password}
            """);
    return Files.writeString(
        folder.resolve("gateway.properties"),
        """
        log.form=json
        gateway.port=%d
        gateway.syslog.port=%d
        gateway.senders.file=%s
        kafka.bootstrap=%s
        """
            .formatted(port, syslog, senders, TestBroker.shared().bootstrap()));
  }

  private static void awaitOpen(int port) throws InterruptedException {
    URI health = URI.create("http://127.0.0.1:" + port + "/healthz");
    Instant deadline = Instant.now().plusSeconds(90);
    while (!DebianServer.answers(health)) {
      assertThat(Instant.now()).as("the gateway opens").isBefore(deadline);
    }
  }

  private static void isAnObject(String line) throws IOException {
    JsonNode read = new ObjectMapper().readTree(line);
    assertThat(read.path("@timestamp").isTextual()).as(line).isTrue();
    assertThat(read.path("message").isTextual()).as(line).isTrue();
  }

  private static void post(int port, String door, Map.Entry<String, String> authorization) {
    RequestHeaders headers =
        RequestHeaders.builder(HttpMethod.POST, door + "?q=evil")
            .add(authorization.getKey(), authorization.getValue())
            .add("content-type", "application/json")
            .build();
    AggregatedHttpResponse answer =
        WebClient.of("h2c://127.0.0.1:" + port)
            .execute(headers, EVIL.getBytes(StandardCharsets.UTF_8))
            .aggregate()
            .join();
    assertThat(answer.status().code()).as(door).isGreaterThanOrEqualTo(400);
  }

  private static void speak(int port, String words) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    } catch (SocketException e) {
      assertThat(e).as("it may be cut off").isNotNull();
    }
  }
}
