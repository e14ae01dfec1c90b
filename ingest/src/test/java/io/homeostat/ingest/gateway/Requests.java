package io.homeostat.ingest.gateway;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Requests of a small service. */
final class Requests {
  private static final Resource RETRIEVER =
      Resource.newBuilder()
          .addAttributes(attribute("service.name", "retriever"))
          .addAttributes(attribute("service.namespace", "rag"))
          .addAttributes(attribute("deployment.environment.name", "demo"))
          .build();

  private Requests() {}

  /** Gauges of the retriever, all at one time. */
  static ExportMetricsServiceRequest gauges(Instant time, Map<String, Double> values) {
    ScopeMetrics.Builder scope = ScopeMetrics.newBuilder();
    values.forEach(
        (name, value) ->
            scope.addMetrics(
                Metric.newBuilder()
                    .setName(name)
                    .setGauge(
                        Gauge.newBuilder()
                            .addDataPoints(
                                NumberDataPoint.newBuilder()
                                    .setTimeUnixNano(nanos(time))
                                    .setAsDouble(value)))));
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(
            ResourceMetrics.newBuilder().setResource(RETRIEVER).addScopeMetrics(scope))
        .build();
  }

  /** One log record of the retriever. */
  static ExportLogsServiceRequest line(Instant time, String body) {
    return ExportLogsServiceRequest.newBuilder()
        .addResourceLogs(
            ResourceLogs.newBuilder()
                .setResource(RETRIEVER)
                .addScopeLogs(
                    ScopeLogs.newBuilder()
                        .addLogRecords(
                            LogRecord.newBuilder()
                                .setTimeUnixNano(nanos(time))
                                .setBody(AnyValue.newBuilder().setStringValue(body)))))
        .build();
  }

  private static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }
}
