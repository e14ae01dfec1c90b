package io.homeostat.processors.cuda;

import io.homeostat.core.embedding.Discrepancy;
import io.homeostat.core.embedding.EmbeddingStatistics;
import io.homeostat.core.embedding.Kernel;
import io.homeostat.core.embedding.Labelling;
import io.homeostat.core.embedding.Moments;
import io.homeostat.core.embedding.Vectors;
import io.homeostat.core.embedding.bench.World;
import io.homeostat.core.embedding.bench.World.Kind;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * How long each kernel takes on this machine's GPU, with the copies beside it, and how far its
 * values are from double precision.
 */
public final class GpuBench {
  private static final int DIMENSION = 768;
  private static final long MOST_BYTES = 64L << 30;

  private final MeteredDevice device;
  private final EmbeddingStatistics exact;
  private final int repeats;
  private final PrintStream out;

  private GpuBench(MeteredDevice device, EmbeddingStatistics exact, int repeats, PrintStream out) {
    this.device = device;
    this.exact = exact;
    this.repeats = repeats;
    this.out = out;
  }

  /**
   * Runs it and prints a table.
   *
   * @param exact computes in double precision on the CPU
   * @param vectors how many vectors mean and covariance are taken of: 1,000,000 in the stated
   *     figure
   * @throws DeviceException where there is no GPU
   */
  public static void run(EmbeddingStatistics exact, int vectors, int repeats, PrintStream out) {
    on(JcudaDevice.open(), exact, vectors, 10_000, repeats, out);
  }

  static void on(
      Device device,
      EmbeddingStatistics exact,
      int vectors,
      int perWindow,
      int repeats,
      PrintStream out) {
    GpuBench bench = new GpuBench(new MeteredDevice(device), exact, repeats, out);
    out.println("device: " + device.name());
    out.println("| what | precision | kernels ms: min / median | copies ms: median | error |");
    out.println("|---|---|---|---|---|");
    bench.discrepancies(perWindow);
    bench.moments(vectors);
  }

  private void discrepancies(int perWindow) {
    Vectors pooled = new World(Kind.DECAYING, DIMENSION, 5).window(2 * perWindow);
    Labelling labelling = Labelling.of(perWindow, 2 * perWindow, 100, 7);
    List<Kernel> kernels = List.of(new Kernel.Rbf(0.1));
    List<Discrepancy> expected = exact.discrepancies(pooled, kernels, labelling).get(0);
    for (Precision precision : Precision.values()) {
      List<Discrepancy> actual =
          measured(
              "MMD², 2 · " + perWindow + " × 768, 100 permutations",
              precision,
              () -> statistics(precision).discrepancies(pooled, kernels, labelling).get(0));
      double error = 0;
      for (int b = 0; b < expected.size(); b++) {
        error = Math.max(error, Math.abs(actual.get(b).unbiased() - expected.get(b).unbiased()));
      }
      out.printf(Locale.ROOT, " %.1e of MMD² |%n", error);
    }
  }

  private void moments(int count) {
    Vectors vectors = repeated(new World(Kind.DECAYING, DIMENSION, 6).window(10_000), count);
    Moments expected = exact.moments(vectors);
    for (Precision precision : Precision.values()) {
      Moments actual =
          measured(
              "mean and covariance, " + count + " × 768",
              precision,
              () -> statistics(precision).moments(vectors));
      double error = distance(actual.covariance(), expected.covariance());
      out.printf(Locale.ROOT, " %.1e of the covariance's norm |%n", error);
    }
    double[] mean =
        measured(
            "centroid, " + count + " × 768",
            Precision.FP32,
            () -> statistics(Precision.FP32).mean(vectors));
    out.printf(Locale.ROOT, " %.1e of the mean's norm |%n", distance(mean, expected.mean()));
  }

  private CudaStatistics statistics(Precision precision) {
    return new CudaStatistics(device, precision, MOST_BYTES, exact, new ReentrantLock());
  }

  /** The window again and again, each time a little larger: making a million anew takes minutes. */
  private static Vectors repeated(Vectors window, int count) {
    double[] values = new double[Math.multiplyExact(count, window.dimension())];
    double[] once = window.rowMajor();
    for (int i = 0; i < values.length; i++) {
      int again = i / once.length;
      values[i] = (float) (once[i % once.length] * (1 + 1e-3 * again));
    }
    return Vectors.ofRowMajor(count, window.dimension(), values);
  }

  private <T> T measured(String what, Precision precision, Supplier<T> work) {
    T result = work.get();
    device.take();
    double[] kernels = new double[repeats];
    double[] copies = new double[repeats];
    Map<String, Double> each = new TreeMap<>();
    for (int i = 0; i < repeats; i++) {
      result = work.get();
      Map<String, Double> taken = device.take();
      copies[i] = taken.getOrDefault("copies", 0.0);
      kernels[i] = taken.values().stream().mapToDouble(x -> x).sum() - copies[i];
      taken.forEach((kernel, millis) -> each.merge(kernel, millis, Math::min));
    }
    Arrays.sort(kernels);
    Arrays.sort(copies);
    out.printf(
        Locale.ROOT,
        "| %s %s | %s | %.2f / %.2f | %.1f |",
        what,
        each,
        precision.text(),
        kernels[0],
        kernels[repeats / 2],
        copies[repeats / 2]);
    return result;
  }

  private static double distance(double[] actual, double[] expected) {
    double squared = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      squared += (actual[i] - expected[i]) * (actual[i] - expected[i]);
      norm += expected[i] * expected[i];
    }
    return Math.sqrt(squared / norm);
  }
}
