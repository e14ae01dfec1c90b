package io.homeostat.ingest.redis;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * What {@code INFO} answers: one {@code field:value} a line, below headings that begin with {@code
 * #}. Lines of another form are passed over.
 *
 * @param fields the values by their fields
 */
record Info(SortedMap<String, String> fields) {

  /** Reads an answer. */
  static Info parse(String answer) {
    SortedMap<String, String> fields = new TreeMap<>();
    for (String line : answer.split("\r?\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0 && !line.startsWith("#")) {
        fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    return new Info(fields);
  }

  /** A field's text, empty where the server has no such field. */
  String text(String field) {
    return fields.getOrDefault(field, "");
  }

  /** A field's number; NaN, which is not told, where there is none. */
  double number(String field) {
    return number(fields, field);
  }

  /**
   * Gives the fields of a prefix, such as {@code db} for {@code db0:keys=7,expires=2}, with the
   * rest of their names and their own parts.
   */
  void each(String prefix, BiConsumer<String, Map<String, String>> use) {
    fields
        .tailMap(prefix)
        .forEach(
            (field, value) -> {
              if (field.startsWith(prefix)) {
                use.accept(field.substring(prefix.length()), parts(value));
              }
            });
  }

  /** A number among parts; NaN where there is none. */
  static double number(Map<String, String> parts, String key) {
    try {
      String text = parts.get(key);
      return text == null ? Double.NaN : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static Map<String, String> parts(String value) {
    Map<String, String> parts = new HashMap<>();
    for (String part : value.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals), part.substring(equals + 1));
      }
    }
    return parts;
  }
}
