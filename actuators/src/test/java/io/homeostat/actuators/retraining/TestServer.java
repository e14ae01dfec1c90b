package io.homeostat.actuators.retraining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server over real HTTP. No connection is used twice, so that one that is gone is noticed. */
final class TestServer implements AutoCloseable {

  /**
   * One request that came.
   *
   * @param headers by name in lower case
   */
  record Got(String method, String path, Map<String, String> headers, String body) {
    JsonNode json() {
      return read(body);
    }

    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
  }

  /**
   * What it does with a request.
   *
   * @param status HTTP's; 0 to break the connection off; less to say nothing, ever
   */
  record Reply(int status, String body, Map<String, String> headers) {
    static final Reply BROKEN_OFF = of(0, "");
    static final Reply SILENCE = of(-1, "");

    static Reply of(int status, String body) {
      return new Reply(status, body, Map.of());
    }
  }

  /** Answers requests. */
  @FunctionalInterface
  interface Handler {
    Reply answer(Got got);
  }

  private final List<Got> got = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Handler handler;
  private final HttpServer server;

  TestServer(Handler handler) {
    this.handler = handler;
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  static JsonNode read(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** All requests of a method, in their order. */
  List<Got> got(String method) {
    return got.stream().filter(one -> one.method().equals(method)).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    Got one =
        new Got(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            headers,
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    got.add(one);
    Reply reply = handler.answer(one);
    if (reply.status() > 0) {
      exchange.getResponseHeaders().set("Connection", "close");
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
    if (reply.status() >= 0) {
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
