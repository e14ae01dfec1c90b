package io.homeostat.cli.bench;

import io.homeostat.core.drift.column.ColumnSummary;
import io.homeostat.core.drift.column.Profile;
import io.homeostat.core.drift.statistics.Counts;
import io.homeostat.core.drift.statistics.Divergence;
import io.homeostat.core.drift.statistics.KolmogorovSmirnov;
import io.homeostat.core.drift.statistics.Pooled;
import io.homeostat.core.form.ByteSink;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Processor time to judge a table of ten numeric columns, of its thread alone, and how much is
 * remembered of it. Beside it the same columns by sorting both samples, as a Kolmogorov–Smirnov
 * test over values does.
 *
 * @param rows of the reference, and of the window
 * @param rounds how often
 * @param print where it is told
 */
public record DriftSpeed(int rows, int rounds, PrintWriter print) {
  private static final List<DriftShape> COLUMNS =
      List.of(
          DriftShape.NORMAL,
          DriftShape.HEAVY_TAILED,
          DriftShape.DISCRETE,
          DriftShape.SKEWED,
          DriftShape.TIES,
          DriftShape.NORMAL,
          DriftShape.HEAVY_TAILED,
          DriftShape.SKEWED,
          DriftShape.NORMAL,
          DriftShape.FOLLOWING_0_6);

  /** Tells least, median and greatest of all rounds. */
  public void run() {
    SplittableRandom random = new SplittableRandom(9);
    double[][] reference = table(random);
    double[][] window = table(random);
    List<double[]> times = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      double[] spent = round(reference, window);
      if (round > 0) {
        times.add(spent);
      }
    }
    print.printf(
        "%,d rows x %d columns, CPU seconds (least, median, greatest of %d)%n",
        rows, COLUMNS.size(), rounds);
    String[] parts = {
      "learn and count the reference",
      "count the window and judge",
      "PSI by sorting",
      "KS by sorting"
    };
    for (int part = 0; part < parts.length; part++) {
      int place = part;
      double[] sorted = times.stream().mapToDouble(spent -> spent[place]).sorted().toArray();
      print.printf(
          "%-32s %6.2f %6.2f %6.2f%n",
          parts[part], sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }
    for (int size = rows / 100; size <= rows; size *= 10) {
      print.printf("%,d rows: %,d bytes of state%n", size, bytes(reference, size));
    }
    print.flush();
  }

  private double[][] table(SplittableRandom random) {
    return COLUMNS.stream().map(shape -> shape.draw(random, rows)).toArray(double[][]::new);
  }

  private static double[] round(double[][] reference, double[][] window) {
    List<Profile> profiles = new ArrayList<>();
    List<ColumnSummary> summaries = new ArrayList<>();
    double learned =
        seconds(
            () -> {
              for (int i = 0; i < reference.length; i++) {
                profiles.add(COLUMNS.get(i).learn(reference[i]));
                summaries.add(COLUMNS.get(i).count(profiles.get(i), reference[i]));
              }
            });
    double[] sums = new double[3];
    double judged =
        seconds(
            () -> {
              for (int i = 0; i < window.length; i++) {
                sums[0] += COLUMNS.get(i).pValue(profiles.get(i), summaries.get(i), window[i]);
              }
            });
    double stability =
        seconds(
            () -> {
              for (int i = 0; i < window.length; i++) {
                sums[1] += stability(reference[i], window[i]);
              }
            });
    double sorting =
        seconds(
            () -> {
              for (int i = 0; i < window.length; i++) {
                Counts counts = Pooled.of(reference[i], window[i]).counts();
                sums[2] += KolmogorovSmirnov.of(counts).pValue();
              }
            });
    if (!Double.isFinite(sums[0] + sums[1] + sums[2])) {
      throw new IllegalStateException("a p-value is no number: " + Arrays.toString(sums));
    }
    return new double[] {learned, judged, stability, sorting};
  }

  /** The population stability index over the reference's deciles. */
  private static double stability(double[] reference, double[] window) {
    double[] sorted = reference.clone();
    Arrays.sort(sorted);
    double[] edges = new double[9];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = sorted[(int) ((i + 1L) * sorted.length / 10)];
    }
    return Divergence.populationStability(shares(reference, edges), shares(window, edges), 1e-4);
  }

  private static double[] shares(double[] values, double[] edges) {
    long[] counts = new long[edges.length + 1];
    for (double value : values) {
      int cell = 0;
      while (cell < edges.length && value > edges[cell]) {
        cell++;
      }
      counts[cell]++;
    }
    return Arrays.stream(counts).mapToDouble(count -> (double) count / values.length).toArray();
  }

  private static double seconds(Runnable work) {
    long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    work.run();
    return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began) / 1e9;
  }

  private static int bytes(double[][] table, int size) {
    ByteSink sink = new ByteSink();
    for (int i = 0; i < table.length; i++) {
      double[] first = Arrays.copyOf(table[i], size);
      DriftShape shape = COLUMNS.get(i);
      shape.count(shape.learn(first), first).write(sink);
    }
    return sink.size();
  }
}
