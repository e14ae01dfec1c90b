package io.homeostat.demo.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.homeostat.demo.Loopback;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes a deployer's webhooks; turns away as many as it is told to. */
final class WebhookSink implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
  private final AtomicInteger away = new AtomicInteger();
  private final HttpServer server;

  WebhookSink() throws IOException {
    server = HttpServer.create(Loopback.port(0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            boolean taken = away.getAndUpdate(left -> Math.max(0, left - 1)) == 0;
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (taken) {
              bodies.add(json.readTree(body));
            }
            exchange.sendResponseHeaders(taken ? 200 : 503, -1);
          }
        });
    server.start();
  }

  URI address() {
    return URI.create("http://" + Loopback.HOST + ":" + server.getAddress().getPort() + "/hook");
  }

  void turnAway(int next) {
    away.set(next);
  }

  /** The phases and healths that were told, in their order. */
  List<String> course() {
    return bodies.stream()
        .map(body -> body.path("app").path("status"))
        .map(
            status ->
                status.path("operationState").path("phase").asText()
                    + " "
                    + status.path("health").path("status").asText())
        .toList();
  }

  List<JsonNode> bodies() {
    return bodies;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
