package io.homeostat.demo.rag;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.homeostat.demo.Loopback;
import io.homeostat.demo.postgres.Database;
import io.homeostat.demo.postgres.Role;
import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The retriever: {@code GET /search?tenant=…&q=…} over HTTP, answered from the database. */
public final class Retriever implements AutoCloseable {
  private static final int THREADS = 8;
  private static final int CONNECTIONS = 4;
  private static final long CONNECTION_TIMEOUT_MILLIS = 2000;
  private static final double NANOS_PER_MILLI = 1e6;

  private final ObjectMapper json = new ObjectMapper();
  private final Latencies latencies = new Latencies();
  private final Served served = new Served();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final HikariDataSource pool;
  private volatile Search search;
  private final RequestListener listener;
  private final HttpServer server;
  private final ExecutorService executor;

  private Retriever(HikariDataSource pool, int port, RequestListener listener) throws IOException {
    this.pool = pool;
    this.search = new Search(pool, SearchConfig.FIRST);
    this.listener = listener;
    this.server = HttpServer.create(Loopback.port(port), /* backlog= */ 64);
    AtomicInteger number = new AtomicInteger();
    this.executor =
        Executors.newFixedThreadPool(
            THREADS, task -> new Thread(task, "retriever-" + number.incrementAndGet()));
    server.setExecutor(executor);
    server.createContext("/search", this::handle);
  }

  /**
   * Starts to serve.
   *
   * @param port on 127.0.0.1; 0 for any free one
   * @throws ServiceException when the port is taken
   */
  public static Retriever start(Database database, int port, RequestListener listener) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.jdbcUrl() + "?ApplicationName=retriever");
    config.setUsername(Role.RETRIEVER.user());
    config.setPassword(database.credentials().password(Role.RETRIEVER));
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    config.setPoolName("retriever");
    HikariDataSource pool = new HikariDataSource(config);
    try {
      Retriever retriever = new Retriever(pool, port, listener);
      retriever.server.start();
      return retriever;
    } catch (IOException e) {
      pool.close();
      throw new ServiceException(
          "the retriever can't listen on 127.0.0.1:"
              + port
              + " ("
              + e.getMessage()
              + "): end what listens there, or set demo.retriever.port",
          e);
    }
  }

  /** Where it listens, such as {@code http://127.0.0.1:7080}. */
  public URI address() {
    return URI.create("http://" + Loopback.HOST + ":" + server.getAddress().getPort());
  }

  public Latencies latencies() {
    return latencies;
  }

  /** Searches otherwise from the next question on. */
  public void configure(SearchConfig config) {
    search = new Search(pool, config);
  }

  /** How it searches now. */
  public SearchConfig config() {
    return search.config();
  }

  /** Which documents it has served since they were last written down. */
  public Served served() {
    return served;
  }

  /** The retriever's own way to the database. */
  public javax.sql.DataSource pool() {
    return pool;
  }

  /** How many requests are being answered now. */
  public int inFlight() {
    return inFlight.get();
  }

  @Override
  public void close() {
    server.stop(/* delay= */ 0);
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(2, TimeUnit.SECONDS)) {
        listener.failed("the retriever's threads do not end", 0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pool.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Question question;
      try {
        question = Question.parse(exchange.getRequestMethod(), exchange.getRequestURI());
      } catch (IllegalArgumentException e) {
        send(exchange, 400, Map.of("error", String.valueOf(e.getMessage())));
        return;
      }
      answer(exchange, question);
    }
  }

  private void answer(HttpExchange exchange, Question question) throws IOException {
    inFlight.incrementAndGet();
    long start = System.nanoTime();
    try {
      Search.Found found = search.search(question.tenant(), question.words());
      double millis = millisSince(start);
      served.add(found.answers());
      latencies.answered(millis);
      listener.answered(question, millis);
      send(exchange, 200, found);
    } catch (SQLException e) {
      double millis = millisSince(start);
      latencies.failed(millis);
      listener.failed(String.valueOf(e.getMessage()), millis);
      send(exchange, 503, Map.of("error", "the database did not answer: " + e.getMessage()));
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private static double millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / NANOS_PER_MILLI;
  }

  private void send(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = json.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream stream = exchange.getResponseBody()) {
      stream.write(bytes);
    }
  }
}
