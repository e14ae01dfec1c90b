package io.homeostat.ingest.otlp;

import io.opentelemetry.proto.common.v1.AnyValue;
import java.util.Base64;
import java.util.stream.Collectors;

/** OpenTelemetry's values as text. */
final class AttributeText {

  private AttributeText() {}

  /** Text as it is, numbers and truth values in their usual form, the rest in a short one. */
  static String of(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      case BYTES_VALUE -> Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray());
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream()
              .map(AttributeText::of)
              .collect(Collectors.joining(",", "[", "]"));
      case KVLIST_VALUE ->
          value.getKvlistValue().getValuesList().stream()
              .map(entry -> entry.getKey() + "=" + of(entry.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      default -> "";
    };
  }
}
