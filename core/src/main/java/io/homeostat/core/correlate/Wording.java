package io.homeostat.core.correlate;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Signal;
import java.util.Locale;
import java.util.Map;

/** Names and failures in people's words. */
final class Wording {
  private static final Map<String, String> NOUNS =
      Map.of(
          "pg-index", "Index ",
          "pg-table", "Table ",
          "pg-database", "Database ",
          "feature-set", "Feature set ",
          "postgres", "PostgreSQL ",
          "deployment", "Deployment ",
          "model", "Model ");

  private static final Map<String, String> FAILURES =
      Map.of(
          "index-degradation", "is bloated",
          "table-degradation", "is bloated",
          "latency-degradation", "latency up",
          "error-degradation", "errors up",
          "throughput-degradation", "throughput down",
          "availability-degradation", "not available",
          "silence", "is silent",
          "database-down", "is down",
          "errors", "errors up");

  private Wording() {}

  /** Such as {@code Index public.documents_source_idx}; of a service, its bare name. */
  static String name(EntityId entity) {
    return NOUNS.getOrDefault(entity.kind(), "") + entity.name();
  }

  /** Such as {@code Index public.documents_source_idx is bloated}. */
  static String clause(Signal signal) {
    String failure = FAILURES.get(signal.kind());
    return failure != null
        ? name(signal.entity()) + " " + failure
        : name(signal.entity()) + ": " + signal.kind().replace('-', ' ');
  }

  /** A length of time, such as {@code 40 s} or {@code 3 min}. */
  static String span(long millis) {
    long seconds = Math.max(0, millis) / 1000;
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
  }

  static String score(double score) {
    return String.format(Locale.ROOT, "%.2f", score);
  }
}
