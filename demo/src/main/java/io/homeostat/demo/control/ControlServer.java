package io.homeostat.demo.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.homeostat.demo.Loopback;
import io.homeostat.demo.cluster.PatroniCluster;
import io.homeostat.demo.fault.Faults;
import io.homeostat.schemas.service.ServiceException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API by which tests and people start faults and look at the world; on loopback only, and not
 * for web pages.
 */
public final class ControlServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ControlServer.class);
  private static final int THREADS = 2;
  private static final List<String> REQUESTS =
      List.of(
          "GET /faults",
          "POST /faults/NAME",
          "POST /faults/NAME/end",
          "POST /reset",
          "GET /state",
          "GET /ledger",
          "GET /pages",
          "GET /git",
          "POST /git/hold",
          "POST /git/release",
          "GET /deployment",
          "POST /deployment/hold",
          "POST /deployment/release",
          "GET /cluster");
  private static final String FAULTS = "/faults";
  private static final String END = "/end";
  private static final Duration HOLD = Duration.ofMinutes(2);

  private final ObjectMapper json = new ObjectMapper().registerModule(new Jdk8Module());
  private final HttpServer server;
  private final ExecutorService executor =
      Executors.newFixedThreadPool(THREADS, task -> new Thread(task, "demo-control"));
  private final long defaultSeed;
  private final Faults faults;
  private final WorldView view;
  private final GitControl git;
  private final PatroniCluster cluster;

  /** What is sent back. */
  private record Reply(int status, Object body) {}

  private ControlServer(
      HttpServer server,
      long defaultSeed,
      Faults faults,
      WorldView view,
      GitControl git,
      PatroniCluster cluster) {
    this.server = server;
    this.defaultSeed = defaultSeed;
    this.faults = faults;
    this.view = view;
    this.git = git;
    this.cluster = cluster;
  }

  /**
   * Starts to serve.
   *
   * @param port on 127.0.0.1; 0 for any free one
   * @param defaultSeed a fault's seed where the request gives none
   * @throws ServiceException when the port is taken
   */
  public static ControlServer start(
      int port,
      long defaultSeed,
      Faults faults,
      WorldView view,
      GitControl git,
      PatroniCluster cluster) {
    try {
      HttpServer server = HttpServer.create(Loopback.port(port), /* backlog= */ 16);
      ControlServer control = new ControlServer(server, defaultSeed, faults, view, git, cluster);
      server.setExecutor(control.executor);
      server.createContext("/", control::handle);
      server.start();
      return control;
    } catch (IOException e) {
      throw new ServiceException(
          "the demo's control API can't listen on 127.0.0.1:"
              + port
              + " ("
              + e.getMessage()
              + "): end what listens there, or set demo.control.port",
          e);
    }
  }

  /** Where it listens, such as {@code http://127.0.0.1:7081}. */
  public URI address() {
    return URI.create("http://" + Loopback.HOST + ":" + server.getAddress().getPort());
  }

  /** Adds a part of the API that answers by itself. */
  public void add(String path, HttpHandler part) {
    server.createContext(path, part);
  }

  @Override
  public void close() {
    server.stop(/* delay= */ 0);
    executor.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply;
      try {
        reply = reply(exchange);
      } catch (SQLException e) {
        log.warn("{} failed", exchange.getRequestURI(), e);
        reply =
            error(
                503,
                "the database refused: " + e.getMessage(),
                "try again once PostgreSQL answers and nothing locks the index");
      }
      byte[] bytes = json.writeValueAsBytes(reply.body());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(reply.status(), bytes.length);
      try (OutputStream stream = exchange.getResponseBody()) {
        stream.write(bytes);
      }
    }
  }

  private Reply reply(HttpExchange exchange) throws SQLException, IOException {
    if (exchange.getRequestHeaders().containsKey("Origin")) {
      return error(403, "a web page may not control the demo", "use the command line, or curl");
    }
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    return switch (method + " " + path) {
      case "GET /" -> new Reply(200, Map.of("what", "the demo's control API", "use", REQUESTS));
      case "GET " + FAULTS -> new Reply(200, faults.status());
      case "GET /state" -> new Reply(200, view.state());
      case "GET /ledger" -> new Reply(200, view.ledger());
      case "GET /git" -> new Reply(200, git.view());
      case "POST /git/hold" -> new Reply(200, git.hold());
      case "POST /git/release" -> new Reply(200, git.release());
      case "GET /deployment" -> new Reply(200, view.deployment());
      case "POST /deployment/hold" -> hold(HOLD);
      case "POST /deployment/release" -> hold(Duration.ZERO);
      case "GET /cluster" -> new Reply(200, ClusterState.of(cluster));
      case "POST /reset" -> reset();
      default ->
          method.equals("POST") && path.startsWith(FAULTS + "/")
              ? fault(path.substring(FAULTS.length() + 1), exchange.getRequestURI())
              : error(
                  404, "there is no " + method + " " + path, "use " + String.join(", ", REQUESTS));
    };
  }

  private Reply hold(Duration delay) {
    view.holdAnswers(delay);
    return new Reply(200, Map.of("state", delay.isZero() ? "released" : "held"));
  }

  private Reply reset() throws SQLException {
    git.release();
    view.holdAnswers(Duration.ZERO);
    faults.reset();
    return new Reply(200, Map.of("state", "reset"));
  }

  private Reply fault(String name, URI uri) throws SQLException {
    return name.endsWith(END)
        ? endFault(name.substring(0, name.length() - END.length()))
        : startFault(name, uri);
  }

  private Reply endFault(String name) throws SQLException {
    return faults
        .end(name)
        .map(run -> new Reply(200, Map.of("state", "ended", "run", run)))
        .orElseGet(
            () ->
                error(
                    404,
                    "'" + name + "' has not run since the start",
                    "give a fault that GET /faults shows as running"));
  }

  private Reply startFault(String name, URI uri) throws SQLException {
    long seed = defaultSeed;
    String query = uri.getQuery() == null ? "" : uri.getQuery();
    if (query.startsWith("seed=")) {
      try {
        seed = Long.parseLong(query.substring("seed=".length()));
      } catch (NumberFormatException e) {
        return error(400, "seed is not a number: " + e.getMessage(), "give a whole number");
      }
    }
    Faults.Start start = faults.start(name, seed);
    if (start instanceof Faults.Start.Started started) {
      return new Reply(202, Map.of("state", "started", "run", started.run()));
    }
    if (start instanceof Faults.Start.AlreadyRunning running) {
      return new Reply(200, Map.of("state", "already running", "run", running.run()));
    }
    if (start instanceof Faults.Start.Lacking lacking) {
      return error(409, name + " can't run here", lacking.why());
    }
    return error(404, "there is no fault '" + name + "'", "give one of " + known(start));
  }

  private static Object known(Faults.Start start) {
    return start instanceof Faults.Start.Unknown unknown ? unknown.known() : "those of GET /faults";
  }

  private static Reply error(int status, String error, String remedy) {
    return new Reply(status, Map.of("error", error, "remedy", remedy));
  }
}
