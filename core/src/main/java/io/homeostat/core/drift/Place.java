package io.homeostat.core.drift;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.rules.DriftRule;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where rows are counted: by a rule, of a table, of a segment.
 *
 * @param rule the rule's name
 * @param table the table
 * @param segment the segment's value; empty for none
 */
record Place(String rule, EntityId table, String segment) {
  private static final int LONGEST_SEGMENT = 64;

  static Place of(DriftRule rule, EntityId table, String segment) {
    int length = Math.min(LONGEST_SEGMENT, segment.length());
    return new Place(rule.name(), table, segment.substring(0, length));
  }

  /** Without the segment. */
  String whole() {
    return rule + " " + table.text();
  }

  /** The key of its state. */
  String key() {
    return whole() + " " + segment;
  }

  static Place parse(String key) {
    String[] parts = key.split(" ", 3);
    return new Place(parts[0], EntityId.parse(parts[1]), parts[2]);
  }

  /** What begins anew where it changes. */
  static String version(DriftRule rule) {
    return String.join(
        " ",
        rule.version(),
        rule.reference().name(),
        Long.toString(rule.windowMillis()),
        Integer.toString(rule.windows()),
        rule.segment(),
        columns(rule.duplicates()),
        columns(rule.ignore()));
  }

  /** Each with its length, as a name may hold anything. */
  private static String columns(List<String> names) {
    return names.stream()
        .map(column -> column.length() + ":" + column)
        .collect(Collectors.joining(" "));
  }
}
