package io.homeostat.core.rules;

import java.util.List;

/** Drift rules to try: sound ones, and each with one thing wrong. */
final class DriftExamples {
  static final String DRIFT =
      """
      drift:
        - name: orders
          match: ['kind="pg-table"']
          reference: trailing
          window: 1h
          windows: 12
          version: "2"
          leastRows: 200
          falseAlarms: 0.01
          leastEffect: 0.2
          segment: country
          ignore: [updated_at]
          duplicates: [user_id, item_id]
          kind: data-drift
          severity: critical
      """;

  private DriftExamples() {}

  static List<String> sound() {
    return List.of(
        DRIFT,
        DRIFT
            .replace("reference: trailing", "reference: weekly")
            .replace("windows: 12", "windows: 4"));
  }

  /** Mistakes that a schema can tell too. */
  static List<Examples.Mistake> structural() {
    return List.of(
        new Examples.Mistake(DRIFT, "reference: trailing", "reference: yesterday"),
        new Examples.Mistake(DRIFT, "    window: 1h\n", ""),
        new Examples.Mistake(DRIFT, "windows: 12", "windows: 0"),
        new Examples.Mistake(DRIFT, "leastRows: 200", "leastRows: 5"),
        new Examples.Mistake(DRIFT, "falseAlarms: 0.01", "falseAlarms: 0.9"),
        new Examples.Mistake(DRIFT, "leastEffect", "leastEfect"),
        new Examples.Mistake(DRIFT, "version: \"2\"", "version: 2"),
        new Examples.Mistake(DRIFT, "[user_id, item_id]", "[]"),
        new Examples.Mistake(DRIFT, "[user_id, item_id]", "user_id"),
        new Examples.Mistake(DRIFT, "[user_id, item_id]", "[user_id, user_id]"),
        new Examples.Mistake(DRIFT, "[user_id, item_id]", "[user_id, ' ']"),
        new Examples.Mistake(DRIFT, "[user_id, item_id]", "[user_id, 7]"),
        new Examples.Mistake(
            DRIFT, "[user_id, item_id]", "[a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q]"),
        new Examples.Mistake(DRIFT, "[updated_at]", "[]"),
        new Examples.Mistake(DRIFT, "[updated_at]", "[updated_at, updated_at]"),
        new Examples.Mistake(DRIFT, "duplicates", "duplicate"));
  }

  /** Mistakes that only the parser can tell. */
  static List<Examples.Mistake> semantic() {
    return List.of(
        new Examples.Mistake(DRIFT, "window: 1h", "window: 5s"),
        new Examples.Mistake(DRIFT, "reference: trailing", "reference: weekly"),
        new Examples.Mistake(
            DRIFT,
            "reference: trailing\n    window: 1h\n    windows: 12",
            "reference: weekly\n    window: 5h\n    windows: 1"));
  }
}
