package io.homeostat.core.rules;

import java.util.List;

/** Contracts of features to try: sound ones, and each with one thing wrong. */
final class FeatureExamples {
  static final String FEATURE =
      """
      features:
        - name: user_age
          table: pg-table:prod/rag/public.users
          column: age
          type: integer
          required: true
          range: {least: 0, most: 120}
          freshness: 15m
          owner: team-recs
          models: [model:recommender/v7, model:ranker/v3]
          tolerated: 0.005
          importance: 0.8
          severity: warning
      """;

  static final String CATEGORY =
      """
      features:
        - {name: plan, table: 'pg-table:prod/rag/public.users', column: plan, type: public.plan,
           categories: [free, 1, true]}
        - {name: taste, table: 'pg-table:prod/rag/public.users', column: taste, type: vector(384)}
      """;

  private FeatureExamples() {}

  static List<String> sound() {
    return List.of(FEATURE, CATEGORY, FEATURE.replace(", most: 120", ""));
  }

  /** Mistakes that a schema can tell too. */
  static List<Examples.Mistake> structural() {
    return List.of(
        new Examples.Mistake(FEATURE, "name: user_age", "name: 7"),
        new Examples.Mistake(FEATURE, "name: user_age", "name: user age"),
        new Examples.Mistake(FEATURE, "pg-table:prod", "prod"),
        new Examples.Mistake(FEATURE, "    column: age\n", ""),
        new Examples.Mistake(FEATURE, "type: integer", "type: intger"),
        new Examples.Mistake(FEATURE, "type: integer", "type: vector(0)"),
        new Examples.Mistake(FEATURE, "required: true", "required: maybe"),
        new Examples.Mistake(FEATURE, "{least: 0, most: 120}", "{}"),
        new Examples.Mistake(FEATURE, "least: 0", "least: none"),
        new Examples.Mistake(FEATURE, "most: 120", "max: 120"),
        new Examples.Mistake(FEATURE, "freshness: 15m", "freshness: often"),
        new Examples.Mistake(FEATURE, "model:ranker/v3", "ranker/v3"),
        new Examples.Mistake(FEATURE, "tolerated: 0.005", "tolerated: 5"),
        new Examples.Mistake(FEATURE, "importance: 0.8", "importance: 1.5"),
        new Examples.Mistake(FEATURE, "importance: 0.8", "importance: -0.1"),
        new Examples.Mistake(FEATURE, "importance: 0.8", "importance: high"),
        new Examples.Mistake(FEATURE, "importance: 0.8", "importence: 0.8"),
        new Examples.Mistake(FEATURE, "severity: warning", "severity: grave"),
        new Examples.Mistake(FEATURE, "owner: team-recs", "team: recs"),
        new Examples.Mistake(CATEGORY, "[free, 1, true]", "[[free]]"));
  }

  /** Mistakes that only the parser can tell. */
  static List<Examples.Mistake> semantic() {
    return List.of(
        new Examples.Mistake(FEATURE, "type: integer", "type: text"),
        new Examples.Mistake(FEATURE, "least: 0", "least: 121"),
        new Examples.Mistake(FEATURE, "freshness: 15m", "freshness: 1s"),
        new Examples.Mistake(CATEGORY, "name: taste", "name: plan"));
  }
}
