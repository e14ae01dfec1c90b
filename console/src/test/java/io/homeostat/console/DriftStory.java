package io.homeostat.console;

import io.homeostat.core.model.DriftReport;
import io.homeostat.core.model.EntityId;
import java.util.ArrayList;
import java.util.List;

/** A table's windows as the log would tell them: four as usual, one that drifts. */
final class DriftStory {
  static final EntityId TABLE = EntityId.parse("pg-table:demo/rag/public.features");

  /** One of {@link Story#healed}. */
  static final String SIGNAL = "s3-healed";

  private static final long MINUTE = 60_000;

  private DriftStory() {}

  /** The windows of a place, the newest ending at a time. */
  static List<DriftReport> windows(String id, long untilMillis) {
    List<DriftReport> windows = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      windows.add(window(id, untilMillis - (5 - i) * MINUTE, i == 4));
    }
    return windows;
  }

  /** A window that begins at a time. */
  static DriftReport window(String id, long from, boolean drifted) {
    return new DriftReport(
        id,
        "features",
        TABLE,
        "rag",
        "",
        "",
        "the first 3 × 1m",
        "1",
        from - 10 * MINUTE,
        from,
        from + MINUTE,
        240,
        720,
        0.004,
        0.002,
        0.1,
        "",
        drifted ? SIGNAL : "",
        List.of(numbers(drifted), categories()),
        "5f0c1d2e");
  }

  /** One that could not be judged. */
  static DriftReport unknown(String id, long from) {
    DriftReport judged = window(id, from, false);
    return new DriftReport(
        id,
        judged.rule(),
        TABLE,
        "rag",
        "",
        "",
        judged.reference(),
        "1",
        judged.referenceFromMillis(),
        from,
        from + MINUTE,
        3,
        0,
        0,
        0,
        0.1,
        "the window has 3 rows, fewer than 100",
        "",
        List.of(),
        "5f0c1d2e");
  }

  private static DriftReport.Column numbers(boolean drifted) {
    double beyond = drifted ? 0.25 : 0;
    return new DriftReport.Column(
        "popularity",
        drifted,
        drifted ? 1e-40 : 0.4,
        drifted ? 0.25 : 0.03,
        "has other tails",
        "",
        List.of(
            new DriftReport.Measure("missing", 0, 0.004),
            new DriftReport.Measure("distinct", 700, 238.2),
            new DriftReport.Measure("p50", 0.5, 0.61),
            new DriftReport.Measure("greatest", 1, drifted ? 99.5 : 1)),
        List.of(
            new DriftReport.Distance("psi", drifted ? 1.9 : 0.02),
            new DriftReport.Distance("kolmogorov_smirnov", drifted ? 0.25 : 0.03)),
        List.of(
            new DriftReport.Bar("", 0, 0.5, 0.5, 0.5 - beyond / 2),
            new DriftReport.Bar("", 0.5, 1, 0.5, 0.5 - beyond / 2),
            new DriftReport.Bar("", 1, 99.5, 0, beyond)));
  }

  private static DriftReport.Column categories() {
    return new DriftReport.Column(
        "country",
        false,
        0.7,
        0.02,
        "has other shares",
        "",
        List.of(new DriftReport.Measure("missing", 0, 0)),
        List.of(new DriftReport.Distance("psi", 0.001)),
        List.of(
            new DriftReport.Bar("FR", 0, 0, 0.6, 0.61),
            new DriftReport.Bar("DE", 0, 0, 0.4, 0.39)));
  }
}
