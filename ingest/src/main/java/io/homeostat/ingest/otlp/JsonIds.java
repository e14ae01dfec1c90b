package io.homeostat.ingest.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.util.Base64;
import java.util.HexFormat;

/**
 * OTLP's JSON writes trace and span ids in hexadecimal, where protobuf's JSON has base64. Parsed as
 * base64 nothing of them is lost, so they can be set right afterwards.
 */
public final class JsonIds {

  private JsonIds() {}

  /** The request with its ids set right. */
  public static ExportLogsServiceRequest right(ExportLogsServiceRequest request) {
    ExportLogsServiceRequest.Builder builder = request.toBuilder();
    builder
        .getResourceLogsBuilderList()
        .forEach(
            resource ->
                resource
                    .getScopeLogsBuilderList()
                    .forEach(scope -> scope.getLogRecordsBuilderList().forEach(JsonIds::right)));
    return builder.build();
  }

  private static void right(LogRecord.Builder record) {
    record.setTraceId(right(record.getTraceId()));
    record.setSpanId(right(record.getSpanId()));
  }

  private static ByteString right(ByteString misread) {
    String hex = Base64.getEncoder().encodeToString(misread.toByteArray());
    try {
      return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException e) {
      return misread;
    }
  }
}
