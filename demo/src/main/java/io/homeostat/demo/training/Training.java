package io.homeostat.demo.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.homeostat.demo.Secret;
import io.homeostat.demo.Signature;
import io.homeostat.demo.postgres.Database;
import io.homeostat.demo.rag.RankModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains the ranking model anew when it is asked to, and has the retriever rank by what came of it.
 * {@code POST /training} asks, signed and with an {@code Idempotency-Key}, which makes one run
 * however often it comes; {@code GET /training/KEY}, whose key is signed, tells of that run, or
 * 404; {@code GET /training} tells of all, to whoever watches the demo.
 */
public final class Training implements AutoCloseable {
  /** Where it is asked. */
  public static final String PATH = "/training";

  private static final Logger log = LoggerFactory.getLogger(Training.class);
  private static final Duration RESET_LIMIT = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 64 * 1024;

  private final ObjectMapper json = new ObjectMapper();
  private final ExecutorService trainer =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "training"));
  private final TrainingLog runs;
  private final String secret;
  private final Consumer<RankModel> deploy;
  private final InstantSource time;

  /** What is sent back; nothing where it can't be written. */
  private record Reply(int status, Object body) {}

  private Training(
      TrainingLog runs, String secret, Consumer<RankModel> deploy, InstantSource time) {
    this.runs = runs;
    this.secret = secret;
    this.deploy = deploy;
    this.time = time;
  }

  /**
   * Deploys the newest model, and ends the runs that the last end of the demo has cut off.
   *
   * @param secrets the folder of its secret, which is made if there is none
   * @param deploy has the retriever rank by a model
   */
  public static Training open(
      Database database, Path secrets, Consumer<RankModel> deploy, InstantSource time)
      throws SQLException {
    TrainingLog runs = new TrainingLog(database);
    deploy.accept(runs.newest());
    Training training = new Training(runs, new Secret(secretFile(secrets)).value(), deploy, time);
    runs.underWay().forEach(run -> training.trainer.execute(() -> training.train(run.id())));
    return training;
  }

  /** The file of the secret that requests are signed with. */
  public static Path secretFile(Path secrets) {
    return secrets.resolve("training.secret");
  }

  /** Answers a request of the control API. */
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply;
      try {
        reply = reply(exchange);
      } catch (SQLException e) {
        log.warn("a training can't be noted", e);
        reply = new Reply(503, Map.of("error", "the database refused: " + e.getMessage()));
      }
      byte[] body = json.writeValueAsBytes(reply.body());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(reply.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Back to the first model, once a run that is under way has ended. */
  public void reset() throws SQLException {
    try {
      trainer
          .submit(
              () -> {
                runs.forgetModels();
                deploy.accept(RankModel.FIRST);
                return true;
              })
          .get(RESET_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      throw new SQLException("the models could not be reset: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while the models were reset", e);
    }
  }

  @Override
  public void close() {
    trainer.shutdownNow();
  }

  private Reply reply(HttpExchange exchange) throws IOException, SQLException {
    String path = exchange.getRequestURI().getPath();
    byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
    boolean all = path.equals(PATH);
    if (exchange.getRequestMethod().equals("GET") && all) {
      List<Map<String, Object>> told = new ArrayList<>();
      for (TrainingLog.Run run : runs.all()) {
        told.add(told(run));
      }
      return new Reply(200, told);
    }
    String id = path.substring(path.lastIndexOf('/') + 1);
    boolean looks = exchange.getRequestMethod().equals("GET");
    byte[] signed = looks ? id.getBytes(StandardCharsets.UTF_8) : body;
    String signature = exchange.getRequestHeaders().getFirst(Signature.HEADER);
    if (!Signature.holds(secret, signature, signed, time.instant())) {
      return new Reply(
          401, Map.of("error", "not signed with the secret of " + PATH + ", or long ago"));
    }
    if (looks) {
      Optional<TrainingLog.Run> run = runs.find(id);
      return run.isPresent()
          ? new Reply(200, told(run.get()))
          : new Reply(404, Map.of("error", "no such run was asked for", "id", id));
    }
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    if (!exchange.getRequestMethod().equals("POST") || !all || key == null) {
      return new Reply(400, Map.of("error", "POST to " + PATH + " with an Idempotency-Key"));
    }
    if (!key.equals(named(body))) {
      return new Reply(400, Map.of("error", "the body is no JSON object with the key as its id"));
    }
    if (runs.note(key, new String(body, StandardCharsets.UTF_8))) {
      trainer.execute(() -> train(key));
    }
    return new Reply(202, Map.of("run", key));
  }

  /** The id that a request says that it has; empty where it says none. */
  private String named(byte[] body) {
    try {
      return json.readTree(body).path("id").asText();
    } catch (IOException e) {
      return "";
    }
  }

  private void train(String id) {
    try {
      RankModel model = runs.train(id);
      deploy.accept(model);
      log.info("training {} ended: model {}", id, model.version());
    } catch (SQLException | RuntimeException e) {
      log.warn("training {} failed", id, e);
      try {
        runs.ended(id, "failed: " + e.getMessage());
      } catch (SQLException unwritten) {
        log.warn("cannot record that training {} failed", id, unwritten);
      }
    }
  }

  private Map<String, Object> told(TrainingLog.Run run) throws IOException {
    JsonNode request = json.readTree(run.request());
    return Map.of(
        "run", run.id(),
        "request", request,
        "receivedAt", run.receivedAt(),
        "deliveries", run.deliveries(),
        "outcome", run.outcome().orElse("under way"));
  }
}
