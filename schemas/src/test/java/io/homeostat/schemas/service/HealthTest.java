package io.homeostat.schemas.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HealthTest {
  private static final Path HEALTHCHECK = Path.of("..", "deploy", "healthcheck");

  private final AtomicBoolean ready = new AtomicBoolean();

  @Test
  void withoutAPortItListensNowhere() {
    assertThat(Health.open(new ServiceConfig(Map.of()), () -> true)).isEmpty();
  }

  @Test
  void itSays503UntilAllIsReadyAndAgainWhenOneHasFailed() throws Exception {
    int port = freePort();
    try (Health health = open(port)) {
      assertThat(get(port, "/healthz").statusCode()).isEqualTo(503);
      assertThat(get(port, "/healthz").body()).isEqualTo("not ready\n");
      ready.set(true);
      assertThat(get(port, "/healthz").statusCode()).isEqualTo(200);
      assertThat(get(port, "/healthz").body()).isEqualTo("ok\n");
      assertThat(get(port, "/").statusCode()).isEqualTo(404);
      ready.set(false);
      assertThat(get(port, "/healthz").statusCode()).isEqualTo(503);
    }
    assertThatThrownBy(() -> get(port, "/healthz")).isInstanceOf(IOException.class);
  }

  @Test
  void aTakenPortIsToldWithTheSettingAndTheRemedy() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> open(taken.getLocalPort()))
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining("'health.port'")
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("free the port, or give another");
    }
  }

  @Test
  void theContainersCheckEndsWellOnlyWhereTheAnswerIs200() throws Exception {
    int port = freePort();
    try (Health health = open(port)) {
      assertThat(check(port, "/healthz")).isEqualTo(1);
      ready.set(true);
      assertThat(check(port, "/healthz")).isZero();
      assertThat(check(port, "/none")).isEqualTo(1);
    }
    assertThat(check(port, "/healthz")).isEqualTo(1);
  }

  private Health open(int port) {
    List<Health> opened =
        Health.open(new ServiceConfig(Map.of("health.port", "" + port)), ready::get);
    return opened.get(0);
  }

  private static int check(int port, String path) throws Exception {
    Process process =
        new ProcessBuilder(HEALTHCHECK.toString(), "" + port, path)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor();
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            BodyHandlers.ofString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
