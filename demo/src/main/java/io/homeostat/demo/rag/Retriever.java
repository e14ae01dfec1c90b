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
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The retriever: {@code GET /search?tenant=…&q=…} over HTTP, answered from the database by as many
 * workers as its replicas have.
 */
public final class Retriever implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Retriever.class);
  private static final int DOORKEEPERS = 2;
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
  private final ExecutorService doorkeepers;
  private final WorkerPool workers = new WorkerPool();

  private Retriever(HikariDataSource pool, int port, RequestListener listener) throws IOException {
    this.pool = pool;
    this.search = new Search(pool, SearchConfig.FIRST, RankModel.FIRST);
    this.listener = listener;
    this.server = HttpServer.create(Loopback.port(port), /* backlog= */ 64);
    AtomicInteger number = new AtomicInteger();
    this.doorkeepers =
        Executors.newFixedThreadPool(
            DOORKEEPERS, task -> new Thread(task, "retriever-door-" + number.incrementAndGet()));
    server.setExecutor(doorkeepers);
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
  public synchronized void configure(SearchConfig config) {
    search = new Search(pool, config, search.model());
  }

  /** Ranks by another model from the next question on. */
  public synchronized void rankBy(RankModel model) {
    search = new Search(pool, search.config(), model);
  }

  /** What it ranks by now. */
  public RankModel model() {
    return search.model();
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

  /** The workers of its replicas; there is none until they are set. */
  public WorkerPool workers() {
    return workers;
  }

  /** How many requests wait or are being answered now. */
  public int inFlight() {
    return inFlight.get();
  }

  @Override
  public void close() {
    server.stop(/* delay= */ 0);
    doorkeepers.shutdownNow();
    workers.close();
    pool.close();
  }

  /** Takes a request in; whoever answers it closes the exchange. */
  private void handle(HttpExchange exchange) throws IOException {
    Question question;
    try {
      question = Question.parse(exchange.getRequestMethod(), exchange.getRequestURI());
    } catch (IllegalArgumentException e) {
      send(exchange, 400, Map.of("error", String.valueOf(e.getMessage())));
      return;
    }
    long start = System.nanoTime();
    inFlight.incrementAndGet();
    if (!workers.submit(() -> answer(exchange, question, start))) {
      fail(exchange, WorkerPool.MOST_WAITING + " searches wait for a worker already", start);
    }
  }

  private void answer(HttpExchange exchange, Question question, long startNanos) {
    try {
      Search.Found found = search.search(question.tenant(), question.words());
      double millis = millisSince(startNanos);
      served.add(found.answers());
      latencies.answered(millis, found.missed());
      listener.answered(question, millis);
      inFlight.decrementAndGet();
      send(exchange, 200, found);
    } catch (SQLException | RuntimeException e) {
      fail(exchange, "the database did not answer: " + e.getMessage(), startNanos);
    } catch (IOException e) {
      log.debug("a user did not wait for the answer", e);
    }
  }

  private void fail(HttpExchange exchange, String reason, long startNanos) {
    double millis = millisSince(startNanos);
    latencies.failed(millis);
    listener.failed(reason, millis);
    inFlight.decrementAndGet();
    try {
      send(exchange, 503, Map.of("error", reason));
    } catch (IOException e) {
      log.debug("a user did not wait for the refusal", e);
    }
  }

  private static double millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / NANOS_PER_MILLI;
  }

  private void send(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = json.writeValueAsBytes(body);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      try (OutputStream stream = exchange.getResponseBody()) {
        stream.write(bytes);
      }
    }
  }
}
