package io.homeostat.processors.embedding.bench;

import io.homeostat.core.embedding.EmbeddingStatistics;
import io.homeostat.core.embedding.ReferenceStatistics;
import io.homeostat.processors.cuda.DeviceException;
import io.homeostat.processors.cuda.GpuBench;
import io.homeostat.processors.embedding.CpuStatistics;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** The process behind {@code homeostat bench embedding…}: reads its options, runs one of them. */
public final class EmbeddingBench {
  private EmbeddingBench() {}

  /**
   * Runs a bench and prints its table.
   *
   * @param args its name, then {@code --key value} pairs
   */
  public static void main(String[] args) {
    Deque<String> words = new ArrayDeque<>(Arrays.asList(args));
    try {
      String bench = words.isEmpty() ? "" : words.remove();
      Options options = Options.of(words);
      run(bench, options, System.out);
    } catch (IllegalArgumentException e) {
      System.err.println("homeostat: " + e.getMessage());
      System.exit(2);
    } catch (DeviceException e) {
      System.err.println("homeostat: " + e.getMessage());
      System.exit(1);
    }
  }

  static void run(String bench, Options options, PrintStream out) {
    EmbeddingStatistics statistics = backend(options);
    int trials = options.number("trials", 200);
    switch (bench) {
      case "embedding-false-alarms" ->
          new FalseAlarms(statistics, trials, options.number("most", 0), out).run();
      case "embedding-power" ->
          new Power(statistics, trials, options.number("most", 1000), out).run();
      case "embedding" -> speed(options, statistics, out);
      default ->
          throw new IllegalArgumentException(
              "there is no bench '"
                  + bench
                  + "': say embedding, embedding-false-alarms or embedding-power");
    }
  }

  private static void speed(Options options, EmbeddingStatistics statistics, PrintStream out) {
    int repeats = options.number("repeats", 5);
    if (options.text("backend", "cpu").equals("cuda")) {
      GpuBench.run(statistics, options.number("vectors", 1_000_000), repeats, out);
    } else {
      new Speed(statistics, repeats, out).run();
    }
  }

  private static EmbeddingStatistics backend(Options options) {
    String backend = options.text("backend", "cpu");
    int threads = options.number("threads", Runtime.getRuntime().availableProcessors());
    return switch (backend) {
      case "cpu", "cuda" -> new CpuStatistics(threads);
      case "reference" -> new ReferenceStatistics();
      default ->
          throw new IllegalArgumentException(
              "there is no backend '" + backend + "': say cpu, cuda or reference");
    };
  }

  /** Options by name. */
  record Options(Map<String, String> values) {

    static Options of(Deque<String> words) {
      Map<String, String> values = new TreeMap<>();
      while (!words.isEmpty()) {
        String key = words.remove();
        if (!key.startsWith("--") || words.isEmpty()) {
          throw new IllegalArgumentException("options are given as --key VALUE, not '" + key + "'");
        }
        values.put(key.substring(2), words.remove());
      }
      return new Options(values);
    }

    String text(String key, String otherwise) {
      return values.getOrDefault(key, otherwise);
    }

    int number(String key, int otherwise) {
      String value = values.get(key);
      try {
        return value == null ? otherwise : Integer.parseInt(value);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("--" + key + " must be a whole number, not " + value, e);
      }
    }
  }
}
