package io.homeostat.ingest.fuzz;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.util.JsonFormat;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.alert.Alerts;
import io.homeostat.ingest.alert.CloudEvents;
import io.homeostat.ingest.embedding.BlockEncoder;
import io.homeostat.ingest.embedding.EmbeddingBlock;
import io.homeostat.ingest.embedding.EmbeddingLines;
import io.homeostat.ingest.feature.FeatureLines;
import io.homeostat.ingest.intake.HistogramMemory;
import io.homeostat.ingest.intake.Rejections;
import io.homeostat.ingest.intake.Translated;
import io.homeostat.ingest.logs.LokiEncoder;
import io.homeostat.ingest.logs.LokiJson;
import io.homeostat.ingest.logs.LokiPush;
import io.homeostat.ingest.logs.Ndjson;
import io.homeostat.ingest.mapping.EntityMapping;
import io.homeostat.ingest.otlp.JsonIds;
import io.homeostat.ingest.otlp.OtlpLogs;
import io.homeostat.ingest.otlp.OtlpMetrics;
import io.homeostat.ingest.prometheus.Encoder;
import io.homeostat.ingest.prometheus.RemoteWrite;
import io.homeostat.ingest.prometheus.SeriesCache;
import io.homeostat.ingest.syslog.SyslogFrames;
import io.homeostat.ingest.syslog.SyslogLines;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** A form in which several records come at once: written as its senders do, and read by us. */
enum Batch {
  REMOTE_WRITE_1 {
    @Override
    byte[] written(List<Item> items) {
      return Encoder.v1(series(items));
    }

    @Override
    Outcome read(byte[] body) throws Exception {
      return remoteWrite(body, RemoteWrite.Version.V1);
    }
  },
  REMOTE_WRITE_2 {
    @Override
    byte[] written(List<Item> items) {
      return Encoder.v2(series(items));
    }

    @Override
    Outcome read(byte[] body) throws Exception {
      return remoteWrite(body, RemoteWrite.Version.V2);
    }
  },
  OTLP_METRICS {
    @Override
    byte[] written(List<Item> items) {
      return OtlpItems.metrics(items).toByteArray();
    }

    @Override
    Outcome read(byte[] body) throws Exception {
      return metrics(
          OtlpMetrics.translate(
              ExportMetricsServiceRequest.parseFrom(body), NOW, new HistogramMemory(), MAPPING));
    }
  },
  OTLP_METRICS_JSON {
    @Override
    byte[] written(List<Item> items) throws IOException {
      return bytes(JsonFormat.printer().print(OtlpItems.metrics(items)));
    }

    @Override
    Outcome read(byte[] body) throws Exception {
      ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
      JsonFormat.parser().merge(text(body), request);
      return metrics(OtlpMetrics.translate(request.build(), NOW, new HistogramMemory(), MAPPING));
    }
  },
  OTLP_LOGS {
    @Override
    byte[] written(List<Item> items) {
      return OtlpItems.logs(items).toByteArray();
    }

    @Override
    Outcome read(byte[] body) throws Exception {
      return logs(OtlpLogs.translate(ExportLogsServiceRequest.parseFrom(body), NOW, MAPPING));
    }
  },
  OTLP_LOGS_JSON {
    @Override
    byte[] written(List<Item> items) throws IOException {
      return bytes(JsonFormat.printer().print(OtlpItems.logs(items)));
    }

    @Override
    Outcome read(byte[] body) throws Exception {
      ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
      JsonFormat.parser().merge(text(body), request);
      return logs(OtlpLogs.translate(JsonIds.right(request.build()), NOW, MAPPING));
    }
  },
  ALERTS {
    @Override
    byte[] written(List<Item> items) throws IOException {
      return json(items.stream().map(Batch::alert).toList());
    }

    @Override
    Outcome read(byte[] body) throws Exception {
      Rejections rejections = new Rejections();
      return Outcome.of(
          Alerts.ofRequest(body, NOW, rejections).stream()
              .map(alert -> alert.annotations().getOrDefault("summary", ""))
              .toList(),
          rejections);
    }
  },
  ALERTMANAGER {
    @Override
    byte[] written(List<Item> items) throws IOException {
      return json(
          Map.of(
              "version",
              "4",
              "groupKey",
              "g",
              "alerts",
              items.stream().map(Batch::alert).toList()));
    }

    @Override
    Outcome read(byte[] body) throws Exception {
      Rejections rejections = new Rejections();
      return Outcome.of(
          Alerts.ofWebhook(body, NOW, rejections).stream()
              .map(alert -> alert.annotations().getOrDefault("summary", ""))
              .toList(),
          rejections);
    }
  },
  LOKI {
    @Override
    byte[] written(List<Item> items) throws IOException {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (Item item : items) {
        // Messages of protobuf one after the other are one message with all their streams.
        body.write(
            LokiEncoder.push("{job=\"a\"}", item.timeMillis() * 1_000_000, item.text(), Map.of()));
      }
      return body.toByteArray();
    }

    @Override
    Outcome read(byte[] body) throws Exception {
      return logs(LokiPush.translate(body, NOW, MAPPING));
    }
  },
  LOKI_JSON {
    @Override
    byte[] written(List<Item> items) throws IOException {
      List<List<String>> values =
          items.stream()
              .map(item -> List.of("" + item.timeMillis() * 1_000_000, item.text()))
              .toList();
      return json(
          Map.of("streams", List.of(Map.of("stream", Map.of("job", "a"), "values", values))));
    }

    @Override
    Outcome read(byte[] body) throws Exception {
      return logs(LokiJson.translate(body, NOW, MAPPING));
    }
  },
  NDJSON {
    @Override
    byte[] written(List<Item> items) throws IOException {
      return lines(
          items.stream()
              .map(item -> Map.of("msg", item.text(), "job", "a", "ts", "" + item.timeMillis()))
              .toList());
    }

    @Override
    Outcome read(byte[] body) {
      return logs(Ndjson.translate(body, NOW, MAPPING));
    }
  },
  SYSLOG {
    @Override
    byte[] written(List<Item> items) throws IOException {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (Item item : items) {
        String time = item.good() ? Instant.ofEpochMilli(NOW).toString() : "Oct 11 22:14:15";
        byte[] message = bytes("<13>1 " + time + " h a - - - \ufeff" + item.text());
        body.write(bytes(message.length + " "));
        body.write(message);
      }
      return body.toByteArray();
    }

    @Override
    Outcome read(byte[] body) throws Exception {
      SyslogFrames frames = new SyslogFrames(new ByteArrayInputStream(body), 4096);
      List<byte[]> messages = new ArrayList<>();
      for (Optional<byte[]> next = frames.next(); next.isPresent(); next = frames.next()) {
        messages.add(next.get());
      }
      return logs(SyslogLines.translate(messages, NOW, MAPPING));
    }
  },
  CLOUD_EVENT_BATCH {
    @Override
    byte[] written(List<Item> items) throws IOException {
      return json(
          items.stream()
              .map(
                  item ->
                      Map.of(
                          item.good() ? "specversion" : "version",
                          "1.0",
                          "id",
                          "1",
                          "source",
                          "s",
                          "type",
                          "t",
                          "data",
                          Map.of("message", item.text())))
              .toList());
    }

    @Override
    Outcome read(byte[] body) throws Exception {
      Rejections rejections = new Rejections();
      return Outcome.of(
          CloudEvents.batch(body, rejections).stream()
              .map(event -> event.data().path("message").asText())
              .toList(),
          rejections);
    }
  },
  EMBEDDING_LINES {
    @Override
    byte[] written(List<Item> items) throws IOException {
      return lines(LineItems.embeddings(items));
    }

    @Override
    Outcome read(byte[] body) throws Exception {
      var translated = EmbeddingLines.translate(body, NOW);
      return Outcome.of(
          translated.facts().stream().map(vector -> vector.id()).toList(), translated.rejections());
    }
  },
  FEATURE_LINES {
    @Override
    byte[] written(List<Item> items) throws IOException {
      return lines(LineItems.features(items));
    }

    @Override
    Outcome read(byte[] body) {
      var translated = FeatureLines.translate(body, NOW);
      return Outcome.of(
          translated.facts().stream().map(LineItems::text).toList(), translated.rejections());
    }
  },
  EMBEDDING_BLOCK {
    @Override
    byte[] written(List<Item> items) {
      BlockEncoder block = new BlockEncoder(0, "collection:a/b", "m", 2);
      items.forEach(item -> block.add(item.timeMillis(), item.text(), new float[] {1, 0.5f}));
      return block.bytes();
    }

    @Override
    Outcome read(byte[] body) throws Exception {
      var translated = EmbeddingBlock.translate(body, NOW);
      return Outcome.of(
          translated.facts().stream().map(vector -> vector.id()).toList(), translated.rejections());
    }
  };

  /** When everything comes. */
  static final long NOW = 1_795_168_841_000L;

  private static final EntityMapping MAPPING = EntityMapping.defaults();
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A record to be sent.
   *
   * @param text what it says; a metric's value is made of it
   * @param good whether it can be used
   */
  record Item(String text, boolean good) {
    /** A time that is near enough, or not. */
    long timeMillis() {
      return good ? NOW : NOW - 1_000_000_000L;
    }

    /** What it says as a number. */
    double number() {
      return text.hashCode();
    }
  }

  /** The items as a sender writes them. */
  abstract byte[] written(List<Item> items) throws IOException;

  /** What we read of them. */
  abstract Outcome read(byte[] body) throws Exception;

  /** What is read of an item: its text, or the number that a metric makes of it. */
  String said(Item item) {
    return name().contains("WRITE") || name().contains("METRICS")
        ? "" + item.number()
        : item.text();
  }

  private static List<Encoder.Series> series(List<Item> items) {
    List<Encoder.Series> series = new ArrayList<>();
    for (Item item : items) {
      series.add(
          new Encoder.Series(
              new TreeMap<>(Map.of("__name__", "m", "job", "a", "i", "" + series.size())),
              List.of(new Encoder.Sample(item.timeMillis(), item.number())),
              List.of()));
    }
    return series;
  }

  private static Outcome remoteWrite(byte[] body, RemoteWrite.Version version) throws Exception {
    return metrics(
        new RemoteWrite(new SeriesCache(MAPPING, 1 << 20), new HistogramMemory())
            .read(body, body.length, version, NOW)
            .translated());
  }

  private static Outcome metrics(Translated<MetricFrame> translated) {
    return Outcome.of(
        translated.facts().stream()
            .flatMapToDouble(frame -> DoubleStream.of(frame.values()))
            .mapToObj(Double::toString)
            .toList(),
        translated.rejections());
  }

  private static Outcome logs(Translated<LogEntry> translated) {
    return Outcome.of(
        translated.facts().stream().map(LogEntry::body).toList(), translated.rejections());
  }

  private static Map<String, Object> alert(Item item) {
    return Map.of(
        "labels", Map.of("alertname", "a"),
        "annotations", Map.of("summary", item.text()),
        "startsAt", item.good() ? Instant.ofEpochMilli(NOW).toString() : "yesterday");
  }

  private static byte[] json(Object value) throws IOException {
    return JSON.writeValueAsBytes(value);
  }

  private static byte[] lines(List<? extends Map<String, ?>> lines) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Map<String, ?> line : lines) {
      body.write(json(line));
      body.write('\n');
    }
    return body.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
