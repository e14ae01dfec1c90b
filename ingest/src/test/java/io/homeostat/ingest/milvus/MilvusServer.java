package io.homeostat.ingest.milvus;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.homeostat.schemas.targets.MilvusTarget;
import io.homeostat.schemas.targets.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Answers as Milvus' documents say that Milvus does; no Milvus. */
final class MilvusServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private volatile String metrics = "";
  private volatile String token = "";

  private MilvusServer(HttpServer server) {
    this.server = server;
  }

  static MilvusServer start() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    MilvusServer server = new MilvusServer(http);
    http.createContext("/v2/vectordb/", server::answer);
    http.createContext("/metrics", exchange -> send(exchange, server.metrics));
    http.start();
    return server;
  }

  /**
   * What is answered.
   *
   * @param path such as {@code collections/list}, and the collection, such as {@code
   *     collections/get_stats documents}
   */
  MilvusServer answers(String path, String json) {
    answers.put(path, json);
    return this;
  }

  void tells(String text) {
    metrics = text;
  }

  /** Lets in only who shows a token. */
  void asksFor(String wanted) {
    token = wanted;
  }

  MilvusTarget target(Optional<String> user, Optional<Path> password) {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new MilvusTarget(
        "test/rag",
        url,
        Optional.of(url.resolve("/metrics")),
        "default",
        user,
        password.map(Secret.InFile::new));
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode question = JSON.readTree(exchange.getRequestBody().readAllBytes());
    String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!token.isEmpty() && !shown.equals("Bearer " + token)) {
      send(exchange, "{\"code\":1800,\"message\":\"user hasn't authenticated\"}");
      return;
    }
    String path = exchange.getRequestURI().getPath().substring("/v2/vectordb/".length());
    String key = (path + " " + question.path("collectionName").asText("")).strip();
    send(
        exchange,
        question.path("dbName").asText().equals("default") && answers.containsKey(key)
            ? answers.get(key)
            : "{\"code\":100,\"message\":\"can't find collection[database=default]\"}");
  }

  private static void send(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
