package io.homeostat.ingest.otlp;

import static io.homeostat.ingest.otlp.Otlp.NOW_MILLIS;
import static io.homeostat.ingest.otlp.Otlp.nanos;
import static io.homeostat.ingest.otlp.Otlp.resource;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.LogEntry.Level;
import io.homeostat.ingest.intake.Reason;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtlpLogsTest {

  @Test
  void severityNumbersBecomeLevels() {
    assertThat(level(record().setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_TRACE)))
        .isEqualTo(Level.TRACE);
    assertThat(level(record().setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_INFO4)))
        .isEqualTo(Level.INFO);
    assertThat(level(record().setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_FATAL4)))
        .isEqualTo(Level.FATAL);
    assertThat(level(record().setSeverityText(" warning "))).isEqualTo(Level.WARN);
    assertThat(level(record())).isEqualTo(Level.UNSET);
  }

  @Test
  void aRecordWithoutATimeTakesTheObservedOneOrTheDoors() {
    assertThat(
            entry(record().clearTimeUnixNano().setObservedTimeUnixNano(nanos(NOW_MILLIS - 9)))
                .timeMillis())
        .isEqualTo(NOW_MILLIS - 9);
    assertThat(entry(record().clearTimeUnixNano()).timeMillis()).isEqualTo(NOW_MILLIS);
  }

  @Test
  void whatIsTooLongIsCutAndSaysSo() {
    LogEntry entry =
        entry(
            record()
                .setBody(AnyValue.newBuilder().setStringValue("x".repeat(100_000)))
                .addAttributes(Otlp.attribute("k", "v".repeat(100_000))));
    assertThat(entry.body()).hasSize(32 * 1024).endsWith("…");
    assertThat(entry.attributes().get("k")).hasSize(4 * 1024).endsWith("…");
  }

  @Test
  void aStructuredBodyBecomesText() {
    AnyValue list =
        AnyValue.newBuilder()
            .setArrayValue(
                ArrayValue.newBuilder()
                    .addValues(AnyValue.newBuilder().setIntValue(1))
                    .addValues(AnyValue.newBuilder().setBoolValue(true)))
            .build();
    assertThat(entry(record().setBody(list)).body()).isEqualTo("[1,true]");
  }

  @Test
  void tooManyAttributesAreRejected() {
    LogRecord.Builder record = record();
    for (int i = 0; i < 65; i++) {
      record.addAttributes(Otlp.attribute("k" + i, "v"));
    }
    var translated =
        OtlpLogs.translate(Otlp.logs(resource(Map.of()), record.build()), NOW_MILLIS, Otlp.MAPPING);
    assertThat(translated.facts()).isEmpty();
    assertThat(translated.rejections().counts()).containsEntry(Reason.ATTRIBUTES, 1L);
  }

  @Test
  void idsInJsonAreHexadecimal() throws InvalidProtocolBufferException {
    String json =
        """
        {"resourceLogs": [{"scopeLogs": [{"logRecords": [{
          "timeUnixNano": "1795168841000000000",
          "traceId": "5b8efff798038103d269b633813fc60c",
          "spanId": "eee19b7ec3c1b174",
          "futureField": {"is": "ignored"},
          "body": {"stringValue": "hello"}}]}]}]}
        """;
    ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
    JsonFormat.parser().ignoringUnknownFields().merge(json, request);
    LogEntry entry =
        OtlpLogs.translate(JsonIds.right(request.build()), NOW_MILLIS, Otlp.MAPPING).facts().get(0);
    assertThat(entry.attributes())
        .containsEntry("trace_id", "5b8efff798038103d269b633813fc60c")
        .containsEntry("span_id", "eee19b7ec3c1b174");
  }

  private static LogRecord.Builder record() {
    return LogRecord.newBuilder().setTimeUnixNano(nanos(NOW_MILLIS));
  }

  private static Level level(LogRecord.Builder record) {
    return entry(record).level();
  }

  private static LogEntry entry(LogRecord.Builder record) {
    return OtlpLogs.translate(
            Otlp.logs(resource(Map.of()), record.build()), NOW_MILLIS, Otlp.MAPPING)
        .facts()
        .get(0);
  }
}
