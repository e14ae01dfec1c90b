package io.homeostat.processors.embedding.bench;

import io.homeostat.core.embedding.Bandwidth;
import io.homeostat.core.embedding.DriftDecision;
import io.homeostat.core.embedding.DriftJudgement.Judged;
import io.homeostat.core.embedding.EmbeddingStatistics;
import io.homeostat.core.embedding.Hotelling;
import io.homeostat.core.embedding.Kernel;
import io.homeostat.core.embedding.Labelling;
import io.homeostat.core.embedding.PermutationTest;
import io.homeostat.core.embedding.Vectors;
import io.homeostat.core.embedding.bench.World;
import io.homeostat.core.embedding.bench.World.Drift;
import io.homeostat.core.embedding.bench.World.Kind;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How often the decision finds a drift, beside single tests that spend the whole error rate alone:
 * MMD² at three bandwidths, the energy distance, Hotelling's T² and the Fréchet distance within the
 * eight widest axes.
 *
 * @param most the greatest window to try
 */
record Power(EmbeddingStatistics statistics, int trials, int most, PrintStream out) {
  private static final int DIMENSION = 64;
  private static final int PERMUTATIONS = 199;
  private static final double LEVEL = 0.05;

  /** Drifts of a size that the single tests find sometimes at n = 100. */
  private static final Map<Drift, Double> SIZES = sizes();

  private static Map<Drift, Double> sizes() {
    Map<Drift, Double> sizes = new LinkedHashMap<>();
    sizes.put(Drift.LEADING_AXIS, 0.35);
    sizes.put(Drift.MINOR_AXIS, 1.05);
    sizes.put(Drift.NEW_CLUSTER, 1.2);
    sizes.put(Drift.SCALE, 1.15);
    sizes.put(Drift.TWO_MODES, 0.975);
    return sizes;
  }

  void run() {
    out.println(
        "| drift | size | n | the decision | best single test | difference | all single tests |");
    out.println("|---|---|---|---|---|---|---|");
    for (int count : new int[] {50, 100, 200, 500, 1000}) {
      if (count <= most) {
        // The same part of what can be seen at 100: √(100 / n) for means, and so for the rest.
        SIZES.forEach((drift, size) -> row(drift, scaled(drift, size, count), count));
      }
    }
  }

  private static double scaled(Drift drift, double size, int count) {
    double scale = Math.sqrt(100.0 / count);
    return switch (drift) {
      case SCALE -> 1 + (size - 1) * scale;
      case TWO_MODES -> Math.min(0.999, size * Math.pow(scale, 0.25));
      case NEW_CLUSTER -> size * Math.sqrt(scale);
      default -> size * scale;
    };
  }

  private void row(Drift drift, double size, int count) {
    DriftDecision decision = new DriftDecision(statistics, PERMUTATIONS, 1024);
    int found = 0;
    Map<String, Integer> single = new LinkedHashMap<>();
    for (int i = 0; i < trials; i++) {
      World world = new World(Kind.DECAYING, DIMENSION, 104_729L * i + count);
      Vectors reference = world.window(count);
      Vectors current = world.window(count, drift, size);
      found +=
          decision.judge(reference, current) instanceof Judged judged && judged.drifted(LEVEL)
              ? 1
              : 0;
      singles(reference, current, i)
          .forEach((test, p) -> single.merge(test, p <= LEVEL ? 1 : 0, Integer::sum));
    }
    print(drift, size, count, new Rate(found, trials), single);
  }

  private void print(Drift drift, double size, int count, Rate found, Map<String, Integer> single) {
    String best =
        single.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    StringBuilder all = new StringBuilder();
    single.forEach(
        (test, alarms) ->
            all.append(String.format(Locale.ROOT, "%s %.2f; ", test, (double) alarms / trials)));
    double highest = (double) single.getOrDefault(best, 0) / trials;
    out.printf(
        Locale.ROOT,
        "| %s | %.3f | %d | %s | %.3f %s | %+.3f | %s |%n",
        drift.name().toLowerCase(Locale.ROOT).replace('_', ' '),
        size,
        count,
        found,
        highest,
        best,
        found.share() - highest,
        all.substring(0, all.length() - 2));
  }

  /** Each test's own p-value. */
  private Map<String, Double> singles(Vectors reference, Vectors current, long seed) {
    Vectors pooled = reference.and(current);
    Labelling labelling = Labelling.of(reference.count(), pooled.count(), PERMUTATIONS, seed);
    double gamma = Bandwidth.MEDIAN_SQUARE.gamma(statistics, reference, current);
    List<String> names = List.of("MMD γ/4", "MMD γ", "MMD 4γ", "energy");
    List<Kernel> kernels =
        List.of(
            new Kernel.Rbf(gamma / 4),
            new Kernel.Rbf(gamma),
            new Kernel.Rbf(4 * gamma),
            new Kernel.NegativeDistance());
    Map<String, Double> singles = new LinkedHashMap<>();
    var discrepancies = statistics.discrepancies(pooled, kernels, labelling);
    for (int k = 0; k < kernels.size(); k++) {
      double[] values =
          discrepancies.get(k).stream().mapToDouble(each -> each.unbiased()).toArray();
      singles.put(names.get(k), pValue(values));
    }
    Hotelling.of(statistics.moments(reference), statistics.moments(current))
        .ifPresent(hotelling -> singles.put("T²", hotelling.pValue()));
    singles.put("PCA-Fréchet", pValue(new LeadingFrechet(statistics, 8).of(pooled, labelling)));
    return singles;
  }

  private static double pValue(double[] values) {
    return new PermutationTest(values[0], Arrays.copyOfRange(values, 1, values.length)).pValue();
  }
}
