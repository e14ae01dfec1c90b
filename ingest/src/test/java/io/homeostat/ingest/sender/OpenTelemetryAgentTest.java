package io.homeostat.ingest.sender;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.broker.LaneReader;
import io.homeostat.ingest.broker.TestBroker;
import io.homeostat.ingest.gateway.GatewayService;
import io.homeostat.schemas.service.RunningService;
import io.homeostat.schemas.service.ServiceConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenTelemetry's Java agent tells of a program's JVM and of its log. */
@Timeout(600)
class OpenTelemetryAgentTest {
  private static final String AGENT = "io.opentelemetry.javaagent.OpenTelemetryAgent";
  private static TestBroker broker;
  private static RunningService gateway;
  private static SecuredGateway secured;

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.shared();
    Path folder = Files.createTempDirectory(Path.of("target"), "agent-").toAbsolutePath();
    Path senders = folder.resolve("senders.yaml");
    Files.writeString(senders, "senders: [{name: agent, tokenFile: agent.token}]");
    Files.writeString(folder.resolve("agent.token"), "s3cret\n");
    gateway =
        new GatewayService()
            .start(
                new ServiceConfig(
                    Map.of(
                        "gateway.port", "0",
                        "gateway.senders.file", senders.toString(),
                        "kafka.bootstrap", broker.bootstrap())));
    secured = SecuredGateway.start(broker, folder);
  }

  @AfterAll
  static void stop() {
    gateway.close();
    secured.close();
  }

  @ParameterizedTest
  @CsvSource({
    "grpc, cumulative, gzip, by token",
    "grpc, delta, none, by certificate",
    "http/protobuf, delta, gzip, by token"
  })
  void whatTheAgentTellsArrives(
      String protocol, String temporality, String compression, String known) throws Exception {
    String name = "talker-" + protocol.charAt(0) + "-" + temporality;
    Path folder = Files.createTempDirectory(Path.of("target"), "agent-").toAbsolutePath();
    try (LaneReader metrics = LaneReader.fromNow(broker, Stream.METRICS);
        LaneReader logs = LaneReader.fromNow(broker, Stream.LOGS);
        DebianServer talker =
            DebianServer.start(
                folder,
                known.equals("by token") ? byToken() : byCertificate(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-javaagent:" + place(Class.forName(AGENT, false, loader())),
                "-Dotel.service.name=" + name,
                "-Dotel.traces.exporter=none",
                "-Dotel.exporter.otlp.protocol=" + protocol,
                "-Dotel.exporter.otlp.compression=" + compression,
                "-Dotel.exporter.otlp.metrics.temporality.preference=" + temporality,
                "-Dotel.metric.export.interval=500",
                "-Dotel.blrp.schedule.delay=200",
                "-cp",
                place(Talker.class).toString(),
                Talker.class.getName())) {
      String entity = "service:default/default/" + name;
      metrics.await(read -> frames(read, entity).size() >= 2);
      logs.await(read -> lines(read, entity).size() >= 2);
      assertThat(lines(logs, entity).get(0).body()).matches("turn \\d+ of the talker");
      assertThat(lines(logs, entity).get(0).level()).isEqualTo(LogEntry.Level.WARN);
      assertThat(frames(metrics, entity).get(0).series().names())
          .anyMatch(series -> series.startsWith("jvm.memory.used{"));
      assertThat(talker.said()).doesNotContain("Failed to export");
    }
  }

  private static Map<String, String> byToken() {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        gateway.addresses().getOrDefault("otlp", ""),
        "OTEL_EXPORTER_OTLP_HEADERS",
        "Authorization=Bearer%20s3cret");
  }

  private static Map<String, String> byCertificate() {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT", secured.address("otlp").toString(),
        "OTEL_EXPORTER_OTLP_CERTIFICATE", secured.server().certificate().toString(),
        "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", secured.client().certificate().toString(),
        "OTEL_EXPORTER_OTLP_CLIENT_KEY", secured.client().key().toString());
  }

  private static ClassLoader loader() {
    return Objects.requireNonNull(OpenTelemetryAgentTest.class.getClassLoader());
  }

  private static Path place(Class<?> type) throws Exception {
    URI place = type.getProtectionDomain().getCodeSource().getLocation().toURI();
    return Path.of(place);
  }

  private static List<MetricFrame> frames(LaneReader reader, String entity) {
    return reader.all().stream()
        .map(record -> (MetricFrame) record.fact())
        .filter(frame -> frame.entity().text().equals(entity))
        .filter(frame -> frame.series().text().contains("jvm.memory.used"))
        .toList();
  }

  private static List<LogEntry> lines(LaneReader reader, String entity) {
    return reader.all().stream()
        .map(record -> (LogEntry) record.fact())
        .filter(entry -> entry.entity().text().equals(entity))
        .toList();
  }
}
