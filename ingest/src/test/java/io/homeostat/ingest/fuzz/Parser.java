package io.homeostat.ingest.fuzz;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.homeostat.ingest.alert.Alerts;
import io.homeostat.ingest.alert.CloudEvent;
import io.homeostat.ingest.alert.CloudEventAlerts;
import io.homeostat.ingest.alert.CloudEvents;
import io.homeostat.ingest.alert.PagerDuty;
import io.homeostat.ingest.deployment.ArgoCd;
import io.homeostat.ingest.deployment.Flux;
import io.homeostat.ingest.deployment.GitHub;
import io.homeostat.ingest.deployment.GitLab;
import io.homeostat.ingest.deployment.Places;
import io.homeostat.ingest.embedding.EmbeddingBlock;
import io.homeostat.ingest.embedding.EmbeddingLines;
import io.homeostat.ingest.feature.FeatureLines;
import io.homeostat.ingest.intake.HistogramMemory;
import io.homeostat.ingest.intake.MalformedException;
import io.homeostat.ingest.intake.Rejections;
import io.homeostat.ingest.logs.LokiJson;
import io.homeostat.ingest.logs.LokiPush;
import io.homeostat.ingest.logs.Ndjson;
import io.homeostat.ingest.mapping.EntityMapping;
import io.homeostat.ingest.otlp.JsonIds;
import io.homeostat.ingest.otlp.OtlpLogs;
import io.homeostat.ingest.otlp.OtlpMetrics;
import io.homeostat.ingest.prometheus.RemoteWrite;
import io.homeostat.ingest.prometheus.SeriesCache;
import io.homeostat.ingest.syslog.SyslogFrames;
import io.homeostat.ingest.syslog.SyslogLines;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A parser of what comes from outside; what is not of its form it refuses, and never fails. */
enum Parser {
  REMOTE_WRITE_1(input -> remoteWrite(input, RemoteWrite.Version.V1)),
  REMOTE_WRITE_2(input -> remoteWrite(input, RemoteWrite.Version.V2)),
  OTLP_METRICS(input -> metrics(ExportMetricsServiceRequest.parseFrom(input))),
  OTLP_LOGS(input -> logs(ExportLogsServiceRequest.parseFrom(input))),
  OTLP_METRICS_JSON(
      input -> {
        ExportMetricsServiceRequest.Builder builder = ExportMetricsServiceRequest.newBuilder();
        JsonFormat.parser().ignoringUnknownFields().merge(text(input), builder);
        metrics(builder.build());
      }),
  OTLP_LOGS_JSON(
      input -> {
        ExportLogsServiceRequest.Builder builder = ExportLogsServiceRequest.newBuilder();
        JsonFormat.parser().ignoringUnknownFields().merge(text(input), builder);
        logs(JsonIds.right(builder.build()));
      }),
  ALERTS(input -> Alerts.ofRequest(input, Parser.NOW, new Rejections())),
  ALERTMANAGER(input -> Alerts.ofWebhook(input, Parser.NOW, new Rejections())),
  LOKI(input -> LokiPush.translate(input, Parser.NOW, Given.MAPPING)),
  LOKI_JSON(input -> LokiJson.translate(input, Parser.NOW, Given.MAPPING)),
  NDJSON(input -> Ndjson.translate(input, Parser.NOW, Given.MAPPING)),
  SYSLOG(Parser::syslog),
  ARGOCD(input -> ArgoCd.translate(input, Parser.NOW, entity -> "system")),
  GITHUB(input -> GitHub.translate("deployment_status", input, Parser.NOW, Given.PLACES)),
  GITLAB(input -> GitLab.translate(input, Parser.NOW, Given.PLACES)),
  FLUX(input -> Flux.translate(input, Parser.NOW, Given.PLACES)),
  PAGERDUTY(input -> PagerDuty.read(input, Parser.NOW)),
  CLOUD_EVENT(input -> event(CloudEvents.structured(input))),
  CLOUD_EVENT_BATCH(input -> CloudEvents.batch(input, new Rejections()).forEach(Parser::event)),
  CLOUD_EVENT_BINARY(
      input ->
          event(
              CloudEvents.binary(
                  Map.of("specversion", "1.0", "id", text(input), "source", "s", "type", "t"),
                  "application/json",
                  input))),
  EMBEDDING_LINES(input -> EmbeddingLines.translate(input, Parser.NOW)),
  EMBEDDING_BLOCK(input -> EmbeddingBlock.translate(input, Parser.NOW)),
  /** What it takes, the folds over rows must be able to read. */
  FEATURE_LINES(
      input -> FeatureLines.translate(input, Parser.NOW).facts().forEach(LineItems::text));

  private static final long NOW = 1_795_168_841_000L;

  /** What parsers share. */
  private static final class Given {
    private static final EntityMapping MAPPING = EntityMapping.defaults();
    private static final Places PLACES = new Places(MAPPING, entity -> "system");
    private static final HistogramMemory HISTOGRAMS = new HistogramMemory();
    private static final RemoteWrite REMOTE_WRITE =
        new RemoteWrite(new SeriesCache(MAPPING, 1 << 20), HISTOGRAMS);
  }

  /** Reads an input. */
  private interface Reading {
    void of(byte[] input) throws MalformedException, IOException;
  }

  @SuppressWarnings("ImmutableEnumChecker") // A function without a state.
  private final Reading reading;

  Parser(Reading reading) {
    this.reading = reading;
  }

  /** Reads an input; whatever it throws is a mistake of the parser. */
  void read(byte[] input) {
    try {
      reading.of(input);
    } catch (MalformedException | InvalidProtocolBufferException e) {
      requireMessage(e);
    } catch (IOException e) {
      if (this != SYSLOG) {
        throw new IllegalStateException("nothing here reads from outside", e);
      }
      requireMessage(e);
    }
  }

  private static void requireMessage(Exception e) {
    if (String.valueOf(e.getMessage()).isBlank()) {
      throw new IllegalStateException("a refusal that says nothing", e);
    }
  }

  private static void remoteWrite(byte[] input, RemoteWrite.Version version)
      throws MalformedException {
    Given.REMOTE_WRITE.read(input, input.length, version, NOW);
  }

  private static void metrics(ExportMetricsServiceRequest request) {
    OtlpMetrics.translate(request, NOW, Given.HISTOGRAMS, Given.MAPPING);
  }

  private static void logs(ExportLogsServiceRequest request) {
    OtlpLogs.translate(request, NOW, Given.MAPPING);
  }

  private static void event(CloudEvent event) {
    CloudEventAlerts.of(event, NOW, new Rejections());
  }

  private static void syslog(byte[] input) throws IOException {
    SyslogFrames frames = new SyslogFrames(new ByteArrayInputStream(input), 1024);
    List<byte[]> messages = new ArrayList<>();
    try {
      for (Optional<byte[]> next = frames.next(); next.isPresent(); next = frames.next()) {
        messages.add(next.get());
      }
    } finally {
      SyslogLines.translate(messages, NOW, Given.MAPPING);
    }
  }

  private static String text(byte[] input) {
    return new String(input, StandardCharsets.UTF_8);
  }
}
