package io.homeostat.ingest.otlp;

import com.google.protobuf.ByteString;
import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.LogEntry;
import io.homeostat.core.model.LogEntry.Level;
import io.homeostat.ingest.intake.Cut;
import io.homeostat.ingest.intake.LogLines;
import io.homeostat.ingest.intake.Reason;
import io.homeostat.ingest.intake.Rejections;
import io.homeostat.ingest.intake.SenderTime;
import io.homeostat.ingest.intake.Translated;
import io.homeostat.ingest.mapping.EntityMapping;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Translates a logs request: each record becomes one entry, with its attributes, its trace and its
 * event's name; what is too long is cut, with an ellipsis.
 */
public final class OtlpLogs {
  private static final int MOST_ATTRIBUTES = 64;
  private static final int LONGEST_KEY = 256;
  private static final int LONGEST_VALUE = 4 * 1024;

  /** Each level has four severity numbers, from 1 on. */
  private static final List<Level> BY_SEVERITY =
      List.of(Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR, Level.FATAL);

  private OtlpLogs() {}

  /**
   * Translates a request.
   *
   * @param receivedMillis the door's time, in milliseconds since 1970
   * @param mapping what a resource is
   */
  public static Translated<LogEntry> translate(
      ExportLogsServiceRequest request, long receivedMillis, EntityMapping mapping) {
    Rejections rejections = new Rejections();
    LogLines lines = new LogLines(receivedMillis, rejections);
    for (ResourceLogs resource : request.getResourceLogsList()) {
      List<LogRecord> records =
          resource.getScopeLogsList().stream()
              .flatMap(scope -> scope.getLogRecordsList().stream())
              .toList();
      OtlpEntity.of(resource.getResource(), mapping, records.size(), rejections)
          .ifPresent(
              entity ->
                  records.forEach(
                      record -> take(entity, record, receivedMillis, lines, rejections)));
    }
    return lines.translated();
  }

  private static void take(
      EntityId entity,
      LogRecord record,
      long receivedMillis,
      LogLines lines,
      Rejections rejections) {
    if (record.getAttributesCount() > MOST_ATTRIBUTES) {
      rejections.add(
          Reason.ATTRIBUTES,
          1,
          record.getAttributesCount() + " attributes, at most " + MOST_ATTRIBUTES);
      return;
    }
    long nanos =
        record.getTimeUnixNano() != 0 ? record.getTimeUnixNano() : record.getObservedTimeUnixNano();
    // The protocol lets a log record be without any time; the door's is then the nearest known.
    OptionalLong time =
        nanos == 0
            ? OptionalLong.of(receivedMillis)
            : SenderTime.nanos(nanos, receivedMillis, rejections);
    if (time.isPresent()) {
      lines.add(
          entity,
          time.getAsLong(),
          level(record),
          AttributeText.of(record.getBody()),
          attributes(record));
    }
  }

  private static SortedMap<String, String> attributes(LogRecord record) {
    SortedMap<String, String> attributes = new TreeMap<>();
    for (KeyValue attribute : record.getAttributesList()) {
      attributes.put(
          Cut.at(attribute.getKey(), LONGEST_KEY),
          Cut.at(AttributeText.of(attribute.getValue()), LONGEST_VALUE));
    }
    put(attributes, "trace_id", hex(record.getTraceId()));
    put(attributes, "span_id", hex(record.getSpanId()));
    put(attributes, "event.name", Cut.at(record.getEventName(), LONGEST_VALUE));
    return attributes;
  }

  private static void put(SortedMap<String, String> attributes, String key, String value) {
    if (!value.isEmpty()) {
      attributes.put(key, value);
    }
  }

  private static String hex(ByteString id) {
    return Cut.at(HexFormat.of().formatHex(id.toByteArray()), LONGEST_KEY);
  }

  private static Level level(LogRecord record) {
    int number = record.getSeverityNumberValue();
    if (number >= 1 && number <= 4 * BY_SEVERITY.size()) {
      return BY_SEVERITY.get((number - 1) / 4);
    }
    return switch (record.getSeverityText().strip().toUpperCase(Locale.ROOT)) {
      case "TRACE" -> Level.TRACE;
      case "DEBUG" -> Level.DEBUG;
      case "INFO", "INFORMATION", "NOTICE" -> Level.INFO;
      case "WARN", "WARNING" -> Level.WARN;
      case "ERROR" -> Level.ERROR;
      case "FATAL", "CRITICAL", "EMERGENCY" -> Level.FATAL;
      default -> Level.UNSET;
    };
  }
}
