package io.homeostat.actuators.retraining;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/** As much of Airflow's REST API as a run needs: a DAG, and the runs of it by their ids. */
final class TestAirflow implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String dags;
  private final Map<String, ObjectNode> runs = new ConcurrentSkipListMap<>();
  private final TestServer server = new TestServer(this::answer);
  private volatile boolean paused;
  private volatile UnaryOperator<TestServer.Reply> bend = UnaryOperator.identity();

  /**
   * @param version such as {@code v2}
   */
  TestAirflow(String version) {
    this.dags = "/api/" + version + "/dags/retrain_ranker";
  }

  String url() {
    return server.url();
  }

  void pause() {
    paused = true;
  }

  /** A run of somebody else. */
  void run(String id, String state, String startDate) {
    ObjectNode run = JSON.createObjectNode().put("dag_run_id", id).put("state", state);
    run.put("start_date", startDate.isEmpty() ? null : startDate);
    runs.put(id, run);
  }

  /** A run that waits to begin, and is for old data. */
  void backfill(String id) {
    run(id, "queued", "");
    runs.getOrDefault(id, JSON.createObjectNode()).put("run_type", "backfill");
  }

  /** What becomes of the answers to requests for runs, which are carried out. */
  void bend(UnaryOperator<TestServer.Reply> answer) {
    bend = answer;
  }

  /** The ids of all runs. */
  List<String> runs() {
    return List.copyOf(runs.keySet());
  }

  void forget() {
    runs.clear();
  }

  List<TestServer.Got> asked() {
    return server.got("POST");
  }

  List<TestServer.Got> looked() {
    return server.got("GET");
  }

  private TestServer.Reply answer(TestServer.Got got) {
    if (got.method().equals("POST") && got.path().equals(dags + "/dagRuns")) {
      return bend.apply(trigger(got));
    }
    if (got.path().equals(dags)) {
      return said(JSON.createObjectNode().put("is_paused", paused));
    }
    if (got.path().startsWith(dags + "/dagRuns/")) {
      ObjectNode run = runs.get(got.path().substring((dags + "/dagRuns/").length()));
      return run == null ? TestServer.Reply.of(404, "{\"detail\": \"not found\"}") : said(run);
    }
    if (got.path().startsWith(dags + "/dagRuns?")) {
      ObjectNode answer = JSON.createObjectNode();
      ArrayNode list = answer.putArray("dag_runs");
      runs.values().stream()
          .filter(run -> got.path().contains("state=" + run.path("state").asText()))
          .forEach(list::add);
      return said(answer);
    }
    return TestServer.Reply.of(404, "{\"detail\": \"not found\"}");
  }

  private TestServer.Reply trigger(TestServer.Got got) {
    String id = got.json().path("dag_run_id").asText();
    if (runs.containsKey(id)) {
      return TestServer.Reply.of(409, "{\"detail\": \"DAGRun already exists\"}");
    }
    run(id, "queued", "");
    return said(runs.getOrDefault(id, JSON.createObjectNode()));
  }

  private static TestServer.Reply said(ObjectNode body) {
    return TestServer.Reply.of(200, body.toString());
  }

  @Override
  public void close() {
    server.close();
  }
}
