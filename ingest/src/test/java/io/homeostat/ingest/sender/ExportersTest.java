package io.homeostat.ingest.sender;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.database.TestDatabase;
import io.homeostat.ingest.gateway.GatewayService;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.ServiceConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The exporters that operators have, scraped by Prometheus, which writes to the gateway. */
@Timeout(600)
class ExportersTest {
  private static final String PROMETHEUS = "/usr/bin/prometheus";
  private static final String NODE = "/usr/bin/prometheus-node-exporter";
  private static final String POSTGRES = "/usr/bin/prometheus-postgres-exporter";
  private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();
  private static TestBroker broker;
  private static int nodePort;
  private static int postgresPort;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    DebianServer.require(PROMETHEUS, "prometheus");
    DebianServer.require(NODE, "prometheus-node-exporter");
    DebianServer.require(POSTGRES, "prometheus-postgres-exporter");
    broker = TestBroker.shared();
    TestDatabase database = TestDatabase.start(folder);
    OPEN.push(database);
    database.run("create table documents (id int primary key)", "analyze");
    RunningService gateway =
        new GatewayService()
            .start(
                new ServiceConfig(
                    Map.of("gateway.port", "0", "kafka.bootstrap", broker.bootstrap())));
    OPEN.push(gateway);
    nodePort = DebianServer.freePort();
    OPEN.push(
        DebianServer.start(folder, NODE, "--web.listen-address=127.0.0.1:" + nodePort)
            .awaitReady(URI.create("http://127.0.0.1:" + nodePort + "/")));
    postgresPort = DebianServer.freePort();
    String source =
        "postgresql://postgres:postgres@127.0.0.1:"
            + database.target().port()
            + "/postgres?sslmode=disable";
    OPEN.push(
        DebianServer.start(
                folder,
                Map.of("DATA_SOURCE_NAME", source),
                POSTGRES,
                "--web.listen-address=127.0.0.1:" + postgresPort)
            .awaitReady(URI.create("http://127.0.0.1:" + postgresPort + "/")));
    int port = DebianServer.freePort();
    Files.writeString(
        folder.resolve("prometheus.yml"),
        configuration(gateway.addresses().getOrDefault("otlp", "")));
    OPEN.push(
        DebianServer.start(
                folder,
                PROMETHEUS,
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=data",
                "--web.listen-address=127.0.0.1:" + port)
            .awaitReady(URI.create("http://127.0.0.1:" + port + "/-/ready")));
  }

  private static String configuration(String gateway) {
    return """
    global: {scrape_interval: 1s}
    scrape_configs:
      - job_name: node
        static_configs: [{targets: ["127.0.0.1:%d"]}]
      - job_name: postgres
        static_configs: [{targets: ["127.0.0.1:%d"], labels: {homeostat_scope: prod/rag}}]
    remote_write:
      - url: "%s/api/v1/write"
        queue_config: {batch_send_deadline: 500ms}
    """
        .formatted(nodePort, postgresPort, gateway);
  }

  @AfterAll
  static void stop() throws Exception {
    while (!OPEN.isEmpty()) {
      OPEN.pop().close();
    }
  }

  @Test
  void whatTheExportersSayIsOfTheMachineOfTheServerAndOfItsDatabases() {
    String node = "node:default/127.0.0.1%3A" + nodePort;
    try (LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS)) {
      metrics.await(
          read ->
              has(read, node, "node_load1")
                  && has(read, node, "node_cpu_seconds_total")
                  && has(read, node, "node_filesystem_avail_bytes")
                  && has(read, "postgres:prod/rag", "pg_up")
                  && has(read, "postgres:prod/rag", "pg_settings_max_connections")
                  && has(read, "pg-database:prod/rag/postgres", "pg_database_size_bytes")
                  && has(read, "pg-database:prod/rag/postgres", "pg_stat_database_xact_commit"));
      assertThat(samples(metrics, "postgres:prod/rag"))
          .anySatisfy(
              (name, value) -> {
                assertThat(name).startsWith("pg_up{");
                assertThat(value).isEqualTo(1.0);
              });
    }
  }

  private static boolean has(LaneReader reader, String entity, String metric) {
    return samples(reader, entity).keySet().stream()
        .anyMatch(name -> name.equals(metric) || name.startsWith(metric + "{"));
  }

  private static Map<String, Double> samples(LaneReader reader, String entity) {
    Map<String, Double> samples = new TreeMap<>();
    for (var record : reader.all()) {
      if (record.fact() instanceof MetricFrame frame && frame.entity().text().equals(entity)) {
        for (int i = 0; i < frame.values().length; i++) {
          samples.put(frame.series().name(i), frame.values()[i]);
        }
      }
    }
    return samples;
  }
}
