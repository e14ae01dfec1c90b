package io.homeostat.ingest.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Measures by the thread's own processor time, so that what else runs on the machine disturbs it
 * less than a clock would. The contestants take turns.
 */
final class CpuTimes {
  private static final long TURN_NANOS = 500_000_000;
  private static final int WARM_UP = 4;

  /** One thing to measure. */
  @FunctionalInterface
  interface Contestant {
    Object run() throws Exception;
  }

  private final Map<String, Contestant> contestants = new LinkedHashMap<>();
  private final Blackhole hole;

  CpuTimes(Blackhole hole) {
    this.hole = hole;
  }

  void add(String name, Contestant contestant) {
    contestants.put(name, contestant);
  }

  /**
   * Gives each contestant its turns, after a warm-up, and returns a line of text for each.
   *
   * @param turns how many turns are measured
   * @param items how many things one run does
   */
  List<String> measure(int turns, int items) throws Exception {
    Map<String, double[]> nanos = new LinkedHashMap<>();
    for (int turn = -WARM_UP; turn < turns; turn++) {
      for (var contestant : contestants.entrySet()) {
        double taken = turn(contestant.getValue()) / items;
        if (turn >= 0) {
          nanos.computeIfAbsent(contestant.getKey(), name -> new double[turns])[turn] = taken;
        }
      }
    }
    List<String> lines = new ArrayList<>();
    nanos.forEach(
        (name, taken) -> {
          Arrays.sort(taken);
          lines.add(
              String.format(
                  Locale.ROOT,
                  "%-16s min %.0f median %.0f max %.0f ns",
                  name,
                  taken[0],
                  taken[taken.length / 2],
                  taken[taken.length - 1]));
        });
    return lines;
  }

  private double turn(Contestant contestant) throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long begin = threads.getCurrentThreadCpuTime();
    long runs = 0;
    long taken = 0;
    while (taken < TURN_NANOS) {
      for (int i = 0; i < 10; i++) {
        hole.consume(contestant.run());
        runs++;
      }
      taken = threads.getCurrentThreadCpuTime() - begin;
    }
    return (double) taken / runs;
  }
}
