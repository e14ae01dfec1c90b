package io.homeostat.actuators.pager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.homeostat.actuators.webhook.Signature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver over real HTTP, that answers as it is told to. */
final class TestReceiver implements AutoCloseable {
  /** What it does with a request. */
  enum Manner {
    TAKES,
    IS_BUSY,
    REFUSES,
    STALLS
  }

  /**
   * One request that came.
   *
   * @param key its Idempotency-Key
   * @param signature its signature, if it had one
   * @param body what it said
   * @param taken whether it was answered with 2xx
   */
  record Got(String key, Optional<String> signature, String body, boolean taken) {
    JsonNode json() {
      try {
        return new ObjectMapper().readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Whether the signature is that of the body under a secret. */
    boolean signedWith(String secret) {
      String given = signature.orElse("");
      Instant time = Instant.ofEpochSecond(Long.parseLong(given.substring(2, given.indexOf(','))));
      return Signature.of(secret, time, body).equals(given);
    }
  }

  private final List<Got> got = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile Manner manner = Manner.TAKES;
  private volatile HttpServer server;

  TestReceiver() {
    this.server = open(0);
  }

  private HttpServer open(int port) {
    try {
      HttpServer opened = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
      opened.setExecutor(threads);
      opened.createContext("/", this::answer);
      opened.start();
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    Manner now = manner;
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    got.add(
        new Got(
            exchange.getRequestHeaders().getFirst("Idempotency-Key"),
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Homeostat-Signature")),
            body,
            now == Manner.TAKES));
    if (now == Manner.STALLS) {
      return; // No answer, ever; the exchange stays open.
    }
    exchange.sendResponseHeaders(
        switch (now) {
          case TAKES -> 202;
          case IS_BUSY -> 429;
          case REFUSES, STALLS -> 400;
        },
        -1);
    exchange.close();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/pages";
  }

  void behaves(Manner next) {
    manner = next;
  }

  /** Goes away; nothing listens on its port. */
  void goAway() {
    server.stop(0);
  }

  /** Comes back on the same port. */
  void comeBack() {
    server = open(server.getAddress().getPort());
  }

  /** All that came, in its order. */
  List<Got> all() {
    return List.copyOf(got);
  }

  /** What was taken, each key once, as a receiver that knows its keys sees it. */
  List<Got> taken() {
    Set<String> keys = new HashSet<>();
    return got.stream().filter(one -> one.taken() && keys.add(one.key())).toList();
  }

  /** The kinds of webhooks that were taken. */
  List<String> kinds() {
    return taken().stream().map(one -> one.json().get("kind").asText()).toList();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
