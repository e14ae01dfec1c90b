package io.homeostat.demo.telemetry;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Puts one service's measurements and log lines into OTLP's form.
 *
 * @param resource the attributes that say which service tells
 */
public record OtlpMessages(Map<String, String> resource) {
  private static final InstrumentationScope SCOPE =
      InstrumentationScope.newBuilder().setName("io.homeostat.demo").build();

  /**
   * One measured value.
   *
   * @param name such as {@code retriever.requests}
   * @param unit UCUM, such as {@code ms}
   */
  public record Measurement(String name, String unit, double value) {}

  /** How grave a log line is. */
  public enum Severity {
    INFO(SeverityNumber.SEVERITY_NUMBER_INFO),
    WARN(SeverityNumber.SEVERITY_NUMBER_WARN),
    ERROR(SeverityNumber.SEVERITY_NUMBER_ERROR);

    private final SeverityNumber number;

    Severity(SeverityNumber number) {
      this.number = number;
    }
  }

  public OtlpMessages {
    resource = Map.copyOf(resource);
  }

  /** The attributes that make a service of this name an entity of the demo. */
  public static OtlpMessages service(String namespace, String name) {
    return new OtlpMessages(
        Map.of(
            "service.name",
            name,
            "service.namespace",
            namespace,
            "deployment.environment.name",
            "demo"));
  }

  /** The attribute that names an entity of any kind. */
  public static OtlpMessages entity(String entity) {
    return new OtlpMessages(Map.of("homeostat.entity", entity));
  }

  /** A metrics request of gauges, all measured at {@code time}. */
  public ExportMetricsServiceRequest metrics(Instant time, List<Measurement> measurements) {
    ScopeMetrics.Builder metrics = ScopeMetrics.newBuilder().setScope(SCOPE);
    for (Measurement measurement : measurements) {
      NumberDataPoint.Builder point =
          NumberDataPoint.newBuilder()
              .setTimeUnixNano(nanos(time))
              .setAsDouble(measurement.value());
      metrics.addMetrics(
          Metric.newBuilder()
              .setName(measurement.name())
              .setUnit(measurement.unit())
              .setGauge(Gauge.newBuilder().addDataPoints(point)));
    }
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(
            ResourceMetrics.newBuilder().setResource(resourceMessage()).addScopeMetrics(metrics))
        .build();
  }

  /** A logs request of one line. */
  public ExportLogsServiceRequest log(
      Instant time, Severity severity, String body, Map<String, AnyValue> attributes) {
    LogRecord.Builder line =
        LogRecord.newBuilder()
            .setTimeUnixNano(nanos(time))
            .setObservedTimeUnixNano(nanos(time))
            .setSeverityNumber(severity.number)
            .setSeverityText(severity.name())
            .setBody(text(body));
    new TreeMap<>(attributes).forEach((key, value) -> line.addAttributes(keyValue(key, value)));
    return ExportLogsServiceRequest.newBuilder()
        .addResourceLogs(
            ResourceLogs.newBuilder()
                .setResource(resourceMessage())
                .addScopeLogs(ScopeLogs.newBuilder().setScope(SCOPE).addLogRecords(line)))
        .build();
  }

  /** An attribute that is text. */
  public static AnyValue text(String value) {
    return AnyValue.newBuilder().setStringValue(value).build();
  }

  /** An attribute that is a number. */
  public static AnyValue number(double value) {
    return AnyValue.newBuilder().setDoubleValue(value).build();
  }

  private Resource resourceMessage() {
    Resource.Builder message = Resource.newBuilder();
    new TreeMap<>(resource)
        .forEach((key, value) -> message.addAttributes(keyValue(key, text(value))));
    return message.build();
  }

  private static KeyValue keyValue(String key, AnyValue value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }
}
