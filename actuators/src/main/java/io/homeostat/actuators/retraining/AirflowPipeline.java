package io.homeostat.actuators.retraining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.schemas.targets.PipelineTarget;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A DAG of an Airflow 2 or 3. The id of a run names the command, and Airflow makes no second run of
 * an id.
 */
final class AirflowPipeline implements Pipeline {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RUN_PREFIX = "homeostat-";
  private static final int MOST_RUNS = 50;
  private static final int FOUND = 200;
  private static final int NOT_FOUND = 404;
  private static final String BACKFILL = "backfill";

  private final PipelineTarget.Airflow target;
  private final String authorization;
  private final PipelineHttp http;
  private final Duration limit;
  private @Nullable JsonNode dag;

  private AirflowPipeline(
      PipelineTarget.Airflow target, String authorization, PipelineHttp http, Duration limit) {
    this.target = target;
    this.authorization = authorization;
    this.http = http;
    this.limit = limit;
  }

  /**
   * Opens it.
   *
   * @param limit the longest wait for one answer
   * @throws IOException when the token or password can't be read
   */
  static AirflowPipeline open(PipelineTarget.Airflow target, PipelineHttp http, Duration limit)
      throws IOException {
    return new AirflowPipeline(target, target.login().authorization(), http, limit);
  }

  @Override
  public String kind() {
    return "airflow";
  }

  @Override
  public Optional<Run> find(String id) throws IOException {
    String name = RUN_PREFIX + id;
    PipelineHttp.Reply reply = get("/dagRuns/" + escaped(name));
    if (reply.status() == NOT_FOUND) {
      dag = readDag(); // Else that may be said by who knows nothing of the DAG's runs.
      return Optional.empty();
    }
    read(reply);
    return Optional.of(new Run(name));
  }

  @Override
  public Optional<String> objection() throws IOException {
    JsonNode known = dag == null ? readDag() : dag;
    return known.path("is_paused").asBoolean()
        ? Optional.of("the DAG " + target.dag() + " is paused: a run of it would only wait")
        : Optional.empty();
  }

  @Override
  public Optional<Underway> underway() throws IOException {
    JsonNode answer = read(get("/dagRuns?state=running&state=queued&limit=" + MOST_RUNS));
    if (!answer.path("dag_runs").isArray()) {
      throw new IOException("Airflow tells no runs of the DAG " + target.dag());
    }
    List<Underway> runs = new ArrayList<>();
    for (JsonNode run : answer.path("dag_runs")) {
      String name = run.path("dag_run_id").asText();
      runs.add(
          new Underway(
              name,
              run.path("state").asText().equals("queued")
                  ? Optional.empty()
                  : Optional.of(instant(name, run.path("start_date").asText())),
              run.path("run_type").asText().startsWith(BACKFILL)
                  ? Optional.of("is a backfill: whether it has all of the data is not known")
                  : Optional.empty()));
    }
    return Underway.latest(runs);
  }

  @Override
  public Answer request(String id, String json) {
    HttpRequest request;
    try {
      request =
          to("/dagRuns")
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body(id, json), StandardCharsets.UTF_8))
              .build();
    } catch (JsonProcessingException e) {
      return new Answer.Rejected("the request could not be made: " + e.getMessage());
    }
    return http.ask(request, limit, reply -> new Run(RUN_PREFIX + id), () -> find(id));
  }

  @Override
  public void close() {}

  private String body(String id, String json) throws JsonProcessingException {
    ObjectNode body = JSON.createObjectNode();
    body.put("dag_run_id", RUN_PREFIX + id);
    if (target.api() == PipelineTarget.Api.V2) {
      body.putNull("logical_date");
    }
    body.set("conf", JSON.readTree(json));
    return body.toString();
  }

  private JsonNode readDag() throws IOException {
    PipelineHttp.Reply reply = get("");
    if (reply.status() != FOUND) {
      throw new IOException(
          "whether there is a run can't be told: asked for the DAG "
              + target.dag()
              + ", Airflow answers "
              + reply.told());
    }
    return read(reply);
  }

  private PipelineHttp.Reply get(String path) throws IOException {
    return http.send(to(path).GET().build(), limit);
  }

  private HttpRequest.Builder to(String path) {
    String version = target.api().name().toLowerCase(Locale.ROOT);
    return HttpRequest.newBuilder(
            URI.create(target.url() + "/api/" + version + "/dags/" + escaped(target.dag()) + path))
        .header("Authorization", authorization)
        .header("Accept", "application/json");
  }

  private static JsonNode read(PipelineHttp.Reply reply) throws IOException {
    if (!reply.taken()) {
      throw new IOException("Airflow answers " + reply.told());
    }
    return JSON.readTree(reply.body());
  }

  private static Instant instant(String run, String text) throws IOException {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new IOException("run " + run + " does not tell since when it runs: " + text, e);
    }
  }

  private static String escaped(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
