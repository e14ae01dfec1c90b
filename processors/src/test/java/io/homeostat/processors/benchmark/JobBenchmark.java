package io.homeostat.processors.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Carries a load of 100,000 series, in frames of 50 samples, in each contestant's way; each in a
 * process of its own, warmed up, several times. Prints a Markdown table of samples per second of
 * one core's time (all threads' CPU time counted) and of wall time.
 */
public final class JobBenchmark {
  private static final int ENTITIES = 2_000;
  private static final int SERIES = 50;
  private static final int RUNS = 5;

  /** How many seconds of the load a run has: enough for some seconds of computing. */
  private static int seconds(Contestant contestant) {
    return contestant == Contestant.SERIES_KEYED ? 20 : 400;
  }

  private JobBenchmark() {}

  /** Runs the contestant that is named, or without a name each in turn in a process of its own. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0) {
      Contestant contestant = Contestant.valueOf(arguments[0]);
      System.out.println(measure(contestant, new FrameLoad(ENTITIES, SERIES), RUNS));
      return;
    }
    System.out.println(
        "| way | million samples per core second: min | median | max | per second of wall time:"
            + " median |");
    System.out.println("|---|---|---|---|---|");
    for (Contestant contestant : Contestant.values()) {
      fork(contestant);
    }
  }

  private static String measure(Contestant contestant, FrameLoad load, int runs) throws Exception {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    int seconds = seconds(contestant);
    List<Double> perCore = new ArrayList<>();
    List<Double> perWall = new ArrayList<>();
    contestant.carry(load, seconds);
    for (int i = 0; i < runs; i++) {
      System.gc();
      long cpu = system.getProcessCpuTime();
      long wall = System.nanoTime();
      contestant.carry(load, seconds);
      perWall.add(load.samples(seconds) * 1e3 / (System.nanoTime() - wall));
      perCore.add(load.samples(seconds) * 1e3 / (system.getProcessCpuTime() - cpu));
    }
    Collections.sort(perCore);
    Collections.sort(perWall);
    return String.format(
        Locale.ROOT,
        "| %s | %.2f | %.2f | %.2f | %.2f |",
        contestant.title(),
        perCore.get(0),
        perCore.get(runs / 2),
        perCore.get(runs - 1),
        perWall.get(runs / 2));
  }

  private static void fork(Contestant contestant) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1500m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                JobBenchmark.class.getName(),
                contestant.name())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(contestant + " ended with " + process.exitValue() + ": " + said);
    }
    said.lines().filter(line -> line.startsWith("|")).forEach(System.out::println);
  }
}
