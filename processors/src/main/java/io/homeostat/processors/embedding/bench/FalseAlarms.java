package io.homeostat.processors.embedding.bench;

import io.homeostat.core.embedding.DriftDecision;
import io.homeostat.core.embedding.DriftJudgement;
import io.homeostat.core.embedding.DriftJudgement.Judged;
import io.homeostat.core.embedding.EmbeddingStatistics;
import io.homeostat.core.embedding.bench.World;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * How often the decision alarms where nothing drifts, at 5 % and 1 %.
 *
 * @param most the greatest n · d to try; 0 for all
 */
record FalseAlarms(EmbeddingStatistics statistics, int trials, int most, PrintStream out) {
  /** Windows' sizes with dimensions: few vectors in many dimensions, and the other way round. */
  private static final List<int[]> SHAPES =
      List.of(
          new int[] {50, 2},
          new int[] {50, 64},
          new int[] {50, 1536},
          new int[] {200, 16},
          new int[] {200, 256},
          new int[] {1_000, 2},
          new int[] {1_000, 64},
          new int[] {10_000, 8},
          new int[] {50_000, 2});

  void run() {
    out.println("| windows | n | d | trials | at 5 % | at 1 % | unknown |");
    out.println("|---|---|---|---|---|---|---|");
    for (World.Kind kind : World.Kind.values()) {
      for (int[] shape : SHAPES) {
        if (most == 0 || shape[0] * shape[1] <= most) {
          row(kind, shape[0], shape[1]);
        }
      }
    }
  }

  private void row(World.Kind kind, int count, int dimension) {
    DriftDecision decision = new DriftDecision(statistics, 199, 1024);
    int five = 0;
    int one = 0;
    int unknown = 0;
    for (int i = 0; i < trials; i++) {
      World world = new World(kind, dimension, 7_919L * i + 1);
      DriftJudgement judgement = decision.judge(world.window(count), world.window(count));
      if (judgement instanceof Judged judged) {
        five += judged.drifted(0.05) ? 1 : 0;
        one += judged.drifted(0.01) ? 1 : 0;
      } else {
        unknown++;
      }
    }
    out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %d | %s | %s | %d |%n",
        kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
        count,
        dimension,
        trials,
        new Rate(five, trials),
        new Rate(one, trials),
        unknown);
  }
}
