package io.homeostat.schemas.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Says over HTTP whether this process's services have started and none has failed: {@code GET
 * /healthz} answers 200 or 503. It is there only where {@code health.port} is set.
 */
final class Health implements AutoCloseable {
  /** Where it listens; without it there is none. */
  static final Setting<Integer> PORT =
      Setting.port("health.port", 0, "answers GET /healthz here; 0 for nowhere");

  /** The address that it listens on. */
  static final Setting<String> HOST =
      Setting.text("health.host", "127.0.0.1", "the address of health.port");

  private final HttpServer server;
  private final ExecutorService thread;

  private Health(HttpServer server, ExecutorService thread) {
    this.server = server;
    this.thread = thread;
  }

  /**
   * Begins to answer, where that is asked for; the answer is 503 until {@link State#ready}.
   *
   * @throws ServiceException when the port is taken
   */
  static List<Health> open(ServiceConfig config, State state) {
    int port = PORT.in(config);
    if (port == 0) {
      return List.of();
    }
    String host = HOST.in(config);
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
      ExecutorService thread =
          Executors.newSingleThreadExecutor(
              task -> {
                Thread worker = new Thread(task, "health");
                worker.setDaemon(true);
                return worker;
              });
      server.setExecutor(thread);
      server.createContext("/healthz", exchange -> answer(exchange, state));
      server.start();
      return List.of(new Health(server, thread));
    } catch (IOException e) {
      throw new ServiceException(
          "setting 'health.port' in "
              + config.place()
              + ": can't listen on "
              + host
              + ":"
              + port
              + " ("
              + e.getMessage()
              + "): free the port, or give another",
          e);
    }
  }

  private static void answer(HttpExchange exchange, State state) throws IOException {
    try (exchange) {
      byte[] body = (state.ready() ? "ok\n" : "not ready\n").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(state.ready() ? 200 : 503, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }

  /** Whether all that was to start has started and lives. */
  @FunctionalInterface
  interface State {
    boolean ready();
  }
}
