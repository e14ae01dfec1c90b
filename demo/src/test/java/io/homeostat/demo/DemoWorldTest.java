package io.homeostat.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.demo.postgres.Role;
import io.homeostat.demo.telemetry.OtlpSink;
import io.homeostat.schemas.service.ServiceException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class DemoWorldTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static OtlpSink sink;
  private static TestWorld world;

  @BeforeAll
  static void start() throws IOException {
    sink = OtlpSink.start(0);
    world = TestWorld.start(sink.address());
  }

  @AfterAll
  static void stop() throws IOException {
    world.close();
    sink.close();
  }

  @Test
  void theRetrieverAnswersFromTheDatabase() throws Exception {
    String title =
        world.query(Role.RETRIEVER, "SELECT title FROM documents WHERE tenant_id = 1 LIMIT 1");
    String word = title.substring(0, title.indexOf(' '));
    TestWorld.Answer answer = world.get("retriever", "/search?tenant=1&q=" + word);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().get("matches").asInt()).isPositive();
    assertThat(answer.body().get("answers"))
        .isNotEmpty()
        .allSatisfy(found -> assertThat(found.get("title").asText()).contains(word));
  }

  @Test
  void aBadQuestionIsRefusedWithTheReason() throws Exception {
    TestWorld.Answer answer = world.get("retriever", "/search?tenant=none&q=x");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().get("error").asText()).contains("tenant is 'none'");
  }

  @Test
  void theRetrieverTellsItsLatencyUnderItsName() throws Exception {
    Eventually.await(
        "a p95 arrives",
        LIMIT,
        () ->
            sink.metrics().stream()
                .anyMatch(request -> metrics(request).containsKey("retriever.search.latency.p95")));
    ExportMetricsServiceRequest request = sink.metrics().get(sink.metrics().size() - 1);
    assertThat(attributes(request.getResourceMetrics(0).getResource().getAttributesList()))
        .containsEntry("service.name", "retriever")
        .containsEntry("service.namespace", "rag")
        .containsEntry("deployment.environment.name", "demo");
    assertThat(metrics(request))
        .containsKeys("retriever.requests", "retriever.errors", "retriever.inflight");
    assertThat(metrics(request).get("retriever.errors")).isZero();
  }

  @Test
  void slowSearchesAndSummariesAreLogged() throws Exception {
    Eventually.await(
        "a warning and a summary arrive",
        LIMIT,
        () ->
            lines().stream().anyMatch(line -> line.getSeverityText().equals("WARN"))
                && lines().stream().anyMatch(line -> line.getSeverityText().equals("INFO")));
    assertThat(lines())
        .extracting(line -> line.getBody().getStringValue())
        .anyMatch(body -> body.startsWith("slow search: "))
        .anyMatch(body -> body.startsWith("served ") && body.contains("p95"));
  }

  @Test
  void theSearchReadsItsIndexAlone() throws Exception {
    assertThat(
            world.query(
                Role.SUPERUSER,
                "SELECT idx_scan > 0 FROM pg_stat_user_indexes"
                    + " WHERE indexrelname = 'documents_tenant_created_idx'"))
        .isEqualTo("t");
    assertThat(
            world.query(
                Role.RETRIEVER,
                "EXPLAIN (FORMAT JSON) SELECT id FROM documents WHERE tenant_id = 1"
                    + " AND strpos(title, 'x') > 0 ORDER BY created_at DESC LIMIT 400"))
        .contains("Index Only Scan", "documents_tenant_created_idx");
  }

  @Test
  void theTargetsFileNamesRolesThatCanLogIn() throws Exception {
    Object yaml =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(world.settings().targetsFile()));
    JsonNode targets = new ObjectMapper().valueToTree(yaml).get("targets");
    assertThat(targets).hasSize(1);
    JsonNode target = targets.get(0);
    assertThat(target.get("name").asText()).isEqualTo("demo/rag");
    for (String role : List.of("probe", "actuator", "cdc")) {
      JsonNode login = target.get("roles").get(role);
      String password = Files.readString(Path.of(login.get("passwordFile").asText())).strip();
      try (Connection connection =
          DriverManager.getConnection(
              target.get("jdbcUrl").asText(), login.get("user").asText(), password)) {
        assertThat(connection.isValid(1)).as(role).isTrue();
      }
    }
  }

  @Test
  void theProbeReadsStructureAndWritesNothing() throws Exception {
    assertThat(
            world.query(
                Role.PROBE,
                "SELECT avg_leaf_density > 80 FROM pgstatindex('public.documents_source_idx')"))
        .isEqualTo("t");
    assertThatThrownBy(() -> world.execute(Role.PROBE, "DELETE FROM public.features"))
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(
            () ->
                world.execute(
                    Role.PROBE,
                    "SET default_transaction_read_only = off",
                    "CREATE TABLE public.mine (a int)"))
        .hasMessageContaining("permission denied");
  }

  @Test
  void theActuatorKeepsItsMarkersAndChecksIndexes() throws Exception {
    world.execute(
        Role.ACTUATOR,
        "CREATE SCHEMA IF NOT EXISTS homeostat;"
            + " CREATE TABLE IF NOT EXISTS homeostat.marker (id text);"
            + " INSERT INTO homeostat.marker VALUES ('x')");
    world.execute(Role.ACTUATOR, "SELECT bt_index_check('public.documents_source_idx', true)");
    assertThatThrownBy(() -> world.execute(Role.ACTUATOR, "UPDATE demo.world SET seed = 0"))
        .hasMessageContaining("permission denied");
  }

  @Test
  void changeCaptureDecodesWhatThePublicationHolds() throws Exception {
    assertThat(
            world.query(
                Role.CDC,
                "SELECT string_agg(schemaname || '.' || tablename, ' ' ORDER BY tablename)"
                    + " FROM pg_publication_tables WHERE pubname = 'homeostat_cdc'"))
        .isEqualTo("public.documents public.features");
    world.query(
        Role.CDC, "SELECT pg_create_logical_replication_slot('test_slot', 'pgoutput')::text");
    try {
      world.execute(
          Role.SUPERUSER, "UPDATE public.documents SET updated_at = updated_at WHERE id = 1");
      assertThat(
              world.query(
                  Role.CDC,
                  "SELECT count(*) > 0 FROM pg_logical_slot_peek_binary_changes('test_slot', NULL,"
                      + " NULL, 'proto_version', '1', 'publication_names', 'homeostat_cdc')"))
          .isEqualTo("t");
    } finally {
      world.query(Role.CDC, "SELECT pg_drop_replication_slot('test_slot')::text");
    }
  }

  @Test
  void aSecondDemoOnTheSameFolderIsRefused() {
    assertThatThrownBy(() -> DemoWorld.start(world.settings(), InstantSource.system()))
        .isInstanceOf(ServiceException.class)
        .hasMessageContainingAll("another demo uses", "data.dir");
    assertThat(world.world().failure()).isNotDone();
  }

  @Test
  void theControlApiNamesErrorAndRemedy() throws Exception {
    TestWorld.Answer unknown = world.post("/faults/earthquake");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body().get("remedy").asText()).contains("index-bloat");
    assertThat(world.post("/faults/index-bloat?seed=many").status()).isEqualTo(400);
    assertThat(world.get("demo", "/").body().get("use").toString()).contains("POST /faults/NAME");
    assertThat(world.get("demo", "/nothing").body().get("remedy").asText()).contains("/state");
    assertThat(world.post("/reset", "Origin", "http://elsewhere.example").status()).isEqualTo(403);
  }

  @Test
  void aFaultThatRunsCanBeEnded() throws Exception {
    assertThat(world.post("/faults/noise/end").status()).isEqualTo(404);
    assertThat(world.post("/faults/noise").status()).isEqualTo(202);
    TestWorld.Answer ended = world.post("/faults/noise/end");
    assertThat(ended.status()).isEqualTo(200);
    assertThat(ended.body().get("run").get("outcome").asText()).isEqualTo("stopped");
    assertThat(world.post("/faults/noise").status()).isEqualTo(202);
    assertThat(world.post("/faults/noise/end").status()).isEqualTo(200);
  }

  private static List<LogRecord> lines() {
    return sink.logs().stream()
        .flatMap(request -> request.getResourceLogsList().stream())
        .flatMap(resource -> resource.getScopeLogsList().stream())
        .flatMap(scope -> scope.getLogRecordsList().stream())
        .toList();
  }

  private static Map<String, Double> metrics(ExportMetricsServiceRequest request) {
    return request.getResourceMetricsList().stream()
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .collect(
            Collectors.toMap(
                Metric::getName, metric -> metric.getGauge().getDataPoints(0).getAsDouble()));
  }

  private static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(KeyValue::getKey, attribute -> attribute.getValue().getStringValue()));
  }
}
