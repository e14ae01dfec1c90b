package io.homeostat.ingest.gateway;

import com.google.protobuf.Message;
import io.homeostat.core.lane.Stream;
import io.homeostat.core.model.Fact;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.ingest.intake.HistogramMemory;
import io.homeostat.ingest.intake.Rejections;
import io.homeostat.ingest.intake.Translated;
import io.homeostat.ingest.mapping.EntityMapping;
import io.homeostat.ingest.otlp.JsonIds;
import io.homeostat.ingest.otlp.OtlpLogs;
import io.homeostat.ingest.otlp.OtlpMetrics;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;

/** One of OTLP's signals: how a request is read, where its facts go, how it is answered. */
sealed interface OtlpSignal {

  /** The name in counters. */
  String label();

  /** Where the facts go. */
  Stream stream();

  /**
   * Reads a request.
   *
   * @param receivedMillis the door's time, in milliseconds since 1970
   * @throws Refusal when it can't be parsed
   */
  Translated<? extends Fact> read(byte[] body, Dialect dialect, long receivedMillis) throws Refusal;

  /** The key of a fact: its entity. */
  String key(Fact fact);

  /** The answer to a request that was taken, with what of it was not. */
  Message answer(Rejections rejections);

  /**
   * Metrics.
   *
   * @param memory the histograms' last points
   * @param mapping what a resource is
   */
  record Metrics(HistogramMemory memory, EntityMapping mapping) implements OtlpSignal {
    @Override
    public String label() {
      return "metrics";
    }

    @Override
    public Stream stream() {
      return Stream.METRICS;
    }

    @Override
    public Translated<MetricFrame> read(byte[] body, Dialect dialect, long receivedMillis)
        throws Refusal {
      Message request = dialect.parse(body, ExportMetricsServiceRequest.newBuilder());
      return OtlpMetrics.translate(
          (ExportMetricsServiceRequest) request, receivedMillis, memory, mapping);
    }

    @Override
    public String key(Fact fact) {
      return ((MetricFrame) fact).entity().text();
    }

    @Override
    public Message answer(Rejections rejections) {
      ExportMetricsServiceResponse.Builder answer = ExportMetricsServiceResponse.newBuilder();
      if (rejections.total() > 0) {
        answer.setPartialSuccess(
            ExportMetricsPartialSuccess.newBuilder()
                .setRejectedDataPoints(rejections.total())
                .setErrorMessage(rejections.message()));
      }
      return answer.build();
    }
  }

  /**
   * Logs.
   *
   * @param mapping what a resource is
   */
  record Logs(EntityMapping mapping) implements OtlpSignal {
    @Override
    public String label() {
      return "logs";
    }

    @Override
    public Stream stream() {
      return Stream.LOGS;
    }

    @Override
    public Translated<LogEntry> read(byte[] body, Dialect dialect, long receivedMillis)
        throws Refusal {
      ExportLogsServiceRequest request =
          (ExportLogsServiceRequest) dialect.parse(body, ExportLogsServiceRequest.newBuilder());
      return OtlpLogs.translate(
          dialect == Dialect.JSON ? JsonIds.right(request) : request, receivedMillis, mapping);
    }

    @Override
    public String key(Fact fact) {
      return ((LogEntry) fact).entity().text();
    }

    @Override
    public Message answer(Rejections rejections) {
      ExportLogsServiceResponse.Builder answer = ExportLogsServiceResponse.newBuilder();
      if (rejections.total() > 0) {
        answer.setPartialSuccess(
            ExportLogsPartialSuccess.newBuilder()
                .setRejectedLogRecords(rejections.total())
                .setErrorMessage(rejections.message()));
      }
      return answer.build();
    }
  }
}
