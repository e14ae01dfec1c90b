package io.homeostat.processors.embedding.bench;

import io.homeostat.core.embedding.EmbeddingStatistics;
import io.homeostat.core.embedding.Kernel;
import io.homeostat.core.embedding.Labelling;
import io.homeostat.core.embedding.Moments;
import io.homeostat.core.embedding.Vectors;
import io.homeostat.core.embedding.bench.World;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** How long the heavy statistics take: wall time, and the process's CPU time beside it. */
record Speed(EmbeddingStatistics statistics, int repeats, PrintStream out) {
  private static final int DIMENSION = 768;

  void run() {
    out.println("backend: " + statistics.backend());
    out.println("| what | wall ms: min / median / max | CPU ms: min / median / max |");
    out.println("|---|---|---|");
    Vectors pooled = new World(World.Kind.DECAYING, DIMENSION, 5).window(10_000);
    Labelling labelling = Labelling.of(5_000, 10_000, 100, 7);
    List<Kernel> kernels = List.of(new Kernel.Rbf(0.1));
    measure(
        "MMD², 5000 and 5000 × 768, 100 permutations",
        () -> statistics.discrepancies(pooled, kernels, labelling));
    Moments reference = moments(pooled, 0);
    Moments current = moments(pooled, 5_000);
    measure("Fréchet, d = 768", () -> statistics.frechet(reference, current));
    measure("mean and covariance, 10000 × 768", () -> statistics.moments(pooled));
  }

  private Moments moments(Vectors pooled, int from) {
    return statistics.moments(pooled.pick(IntStream.range(from, from + 5_000).toArray()));
  }

  private void measure(String what, Runnable work) {
    work.run();
    double[] wall = new double[repeats];
    double[] cpu = new double[repeats];
    for (int i = 0; i < repeats; i++) {
      long cpuBefore = cpuNanos();
      long before = System.nanoTime();
      work.run();
      wall[i] = (System.nanoTime() - before) / 1e6;
      cpu[i] = (cpuNanos() - cpuBefore) / 1e6;
    }
    out.printf("| %s | %s | %s |%n", what, spread(wall), spread(cpu));
  }

  private static String spread(double[] values) {
    Arrays.sort(values);
    return String.format(
        Locale.ROOT,
        "%.0f / %.0f / %.0f",
        values[0],
        values[values.length / 2],
        values[values.length - 1]);
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }
}
