package io.homeostat.core.embedding.watch;

import io.homeostat.core.model.EmbeddingReport;
import io.homeostat.core.model.MetricFrame;
import io.homeostat.core.model.SeriesNames;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A report as series of its collection, each labelled with model and role. */
final class ReportSeries {
  private ReportSeries() {}

  static MetricFrame frame(EmbeddingReport report, Map<String, Double> values) {
    Map<String, Double> all = new TreeMap<>(values);
    all.put("embedding.vectors", (double) report.vectors());
    all.put("embedding.models", (double) report.models());
    all.put("embedding.left_out.nan", (double) report.notANumber());
    all.put("embedding.left_out.infinite", (double) report.infinite());
    all.put("embedding.left_out.zero", (double) report.zero());
    all.put("embedding.left_out.dimension", (double) report.otherDimension());
    String labels =
        "{model=\""
            + report.model().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
            + "\",role=\""
            + report.role().name().toLowerCase(Locale.ROOT)
            + "\"}";
    return new MetricFrame(
        report.collection(),
        report.untilMillis(),
        report.untilMillis(),
        SeriesNames.of(all.keySet().stream().map(name -> name + labels).toList()),
        all.values().stream().mapToDouble(Double::doubleValue).toArray());
  }
}
