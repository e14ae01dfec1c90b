package io.homeostat.core.embedding.watch;

import io.homeostat.core.embedding.Centroids;
import io.homeostat.core.embedding.Clusters;
import io.homeostat.core.embedding.DriftDecision;
import io.homeostat.core.embedding.DriftJudgement;
import io.homeostat.core.embedding.DriftJudgement.Judged;
import io.homeostat.core.embedding.DriftJudgement.Unknown;
import io.homeostat.core.embedding.EmbeddingStatistics;
import io.homeostat.core.embedding.Moments;
import io.homeostat.core.embedding.Transport;
import io.homeostat.core.embedding.Vectors;
import io.homeostat.core.embedding.WindowSummary;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Compares a window with its reference: every statistic by its series' name. */
record WindowJudge(EmbeddingStatistics statistics) {
  private static final int CLUSTERS = 32;
  private static final double FAR = 0.01;
  private static final int EXAMPLES = 10;
  private static final int LINES = 64;
  private static final long LINES_SEED = 1;

  /**
   * What came of it.
   *
   * @param unknown why there is no p-value; empty where there is one
   * @param values by name
   * @param outlying ids of vectors far from every cluster of the reference
   */
  record Comparison(String unknown, Map<String, Double> values, List<String> outlying) {}

  Comparison compare(Window reference, Window window) {
    Vectors before = reference.vectors();
    Vectors after = window.vectors();
    Map<String, Double> values = new TreeMap<>();
    String unknown = "";
    DriftJudgement judgement = new DriftDecision(statistics).judge(before, after);
    if (judgement instanceof Judged judged) {
      values.put("embedding.drift.p_value", judged.pValue());
      judged
          .tests()
          .forEach(
              finding ->
                  values.put(
                      "embedding.drift."
                          + finding.test().name().toLowerCase(Locale.ROOT)
                          + ".p_value",
                      finding.pValue()));
    } else if (judgement instanceof Unknown none) {
      unknown = none.reason();
    }
    Moments ofBefore = statistics.moments(before);
    Moments ofAfter = statistics.moments(after);
    values.put("embedding.frechet", statistics.frechet(ofBefore, ofAfter).squared());
    Centroids centroids = Centroids.between(ofBefore.mean(), ofAfter.mean());
    values.put("embedding.centroid.cosine", centroids.cosine());
    values.put("embedding.centroid.euclidean", centroids.euclidean());
    values.put(
        "embedding.wasserstein.sliced",
        Transport.sliced(statistics, before, after, LINES, LINES_SEED));
    WindowSummary summary = WindowSummary.of(statistics, after);
    values.put("embedding.effective_rank", summary.effectiveRank());
    values.put("embedding.norm.median", summary.norms().median());
    values.put("embedding.dead_dimensions", (double) summary.deadDimensions());
    values.put("embedding.near_duplicates", (double) summary.nearDuplicates());
    Clusters.Far far = Clusters.of(before, CLUSTERS, FAR).far(after, window.ids(), EXAMPLES);
    values.put("embedding.far.share", far.share());
    return new Comparison(unknown, values, far.examples());
  }
}
