package io.homeostat.ingest.fuzz;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Records to be sent, as OpenTelemetry's messages. */
final class OtlpItems {

  private OtlpItems() {}

  static ExportMetricsServiceRequest metrics(List<Batch.Item> items) {
    ScopeMetrics.Builder scope = ScopeMetrics.newBuilder();
    for (Batch.Item item : items) {
      scope.addMetrics(
          Metric.newBuilder()
              .setName("m" + scope.getMetricsCount())
              .setGauge(
                  Gauge.newBuilder()
                      .addDataPoints(
                          NumberDataPoint.newBuilder()
                              .setTimeUnixNano(nanos(item))
                              .setAsDouble(item.number()))));
    }
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(ResourceMetrics.newBuilder().addScopeMetrics(scope))
        .build();
  }

  static ExportLogsServiceRequest logs(List<Batch.Item> items) {
    ScopeLogs.Builder scope = ScopeLogs.newBuilder();
    for (Batch.Item item : items) {
      scope.addLogRecords(
          LogRecord.newBuilder()
              .setTimeUnixNano(nanos(item))
              .setBody(AnyValue.newBuilder().setStringValue(item.text())));
    }
    return ExportLogsServiceRequest.newBuilder()
        .addResourceLogs(ResourceLogs.newBuilder().addScopeLogs(scope))
        .build();
  }

  private static long nanos(Batch.Item item) {
    return TimeUnit.MILLISECONDS.toNanos(item.timeMillis());
  }
}
