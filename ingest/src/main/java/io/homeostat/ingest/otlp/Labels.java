package io.homeostat.ingest.otlp;

import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A point's attributes as labels in Prometheus' style, sorted by key: {@code {a="1",b="2"}}. */
final class Labels {
  private static final int MOST = 64;
  private static final int LONGEST_VALUE = 512;
  private static final int LONGEST = 4096;
  private static final Pattern KEY = Pattern.compile("[^\\p{Cntrl}\\s\"{}=,\\\\]{1,128}");

  private Labels() {}

  /** The labels; nothing, and one rejection, when the attributes can't be labels. */
  static Optional<String> of(List<KeyValue> attributes, Rejections rejections) {
    if (attributes.isEmpty()) {
      return Optional.of("");
    }
    if (attributes.size() > MOST) {
      return reject(rejections, attributes.size() + " attributes, at most " + MOST);
    }
    Map<String, String> sorted = new TreeMap<>();
    for (KeyValue attribute : attributes) {
      if (!KEY.matcher(attribute.getKey()).matches()) {
        return reject(rejections, "attribute '" + attribute.getKey() + "' can't be a label");
      }
      sorted.put(
          attribute.getKey(),
          AttributeText.cut(AttributeText.of(attribute.getValue()), LONGEST_VALUE));
    }
    StringBuilder text = new StringBuilder("{");
    sorted.forEach(
        (key, value) -> {
          text.append(text.length() > 1 ? "," : "").append(key).append("=\"");
          escape(value, text);
          text.append('"');
        });
    return text.length() < LONGEST
        ? Optional.of(text.append('}').toString())
        : reject(rejections, "labels of " + text.length() + " characters, at most " + LONGEST);
  }

  private static void escape(String value, StringBuilder text) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        default -> text.append(Character.isISOControl(c) ? '\uFFFD' : c);
      }
    }
  }

  private static Optional<String> reject(Rejections rejections, String example) {
    rejections.add(Reason.ATTRIBUTES, 1, example);
    return Optional.empty();
  }
}
