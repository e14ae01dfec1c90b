package io.homeostat.cli.bench;

import io.homeostat.core.detect.rarity.RarityDetector;
import io.homeostat.core.detect.rarity.RarityParams;
import io.homeostat.core.detect.rarity.RarityState;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Counts the alarms that rarity gives where nothing happens, beside what it promises: while the
 * history grows e-fold, the reciprocal of the threshold.
 *
 * @param series how many series of each noise
 * @param steps how long each is
 * @param print where it is told what came out
 */
public record FalseAlarmsBench(int series, int steps, PrintWriter print) {
  /** The thresholds that the promise is about. */
  static final double[] THRESHOLDS = {0.5, 1, 2};

  /** Beyond them tails are extrapolated. */
  private static final double[] BEYOND = {3, 4};

  private static final int FROM = 1_024;
  private static final long STEP_MILLIS = 300_000;

  /** Prints a table; how many of its promised cells are not within what is allowed. */
  public int run() {
    print.printf(
        "alarms, as a multiple of those promised; %d series of %,d steps%n", series, steps);
    print.printf("%-28s", "threshold");
    double[] all = thresholds();
    for (double threshold : all) {
      print.printf(Locale.ROOT, " %6.1f", threshold);
    }
    print.println();
    int broken = 0;
    for (Noise noise : Noise.values()) {
      int[] alarms = alarms(noise, all);
      print.printf("%-28s", noise.name().toLowerCase(Locale.ROOT).replace('_', ' '));
      for (int k = 0; k < all.length; k++) {
        double promised = promised(all[k]);
        boolean kept = k >= THRESHOLDS.length || noise.keeps(alarms[k], promised);
        broken += kept ? 0 : 1;
        print.printf(Locale.ROOT, " %6.2f%s", alarms[k] / promised, kept ? "" : "!");
      }
      print.println();
      print.flush();
    }
    return broken;
  }

  private static double[] thresholds() {
    double[] all = new double[THRESHOLDS.length + BEYOND.length];
    System.arraycopy(THRESHOLDS, 0, all, 0, THRESHOLDS.length);
    System.arraycopy(BEYOND, 0, all, THRESHOLDS.length, BEYOND.length);
    return all;
  }

  /** How many alarms all series of a noise may give by chance. */
  double promised(double threshold) {
    double stretches = 0;
    for (int i = FROM; i < steps; i++) {
      stretches += 1.0 / Math.min(i, RarityParams.DEFAULT.horizon());
    }
    return series * stretches / threshold;
  }

  /** How many alarms they give. */
  int[] alarms(Noise noise, double[] thresholds) {
    int[] alarms = new int[thresholds.length];
    for (int i = 0; i < series; i++) {
      RarityState state = new RarityState();
      double[] values = noise.series(i, steps);
      for (int step = 0; step < steps; step++) {
        double rarity =
            RarityDetector.step(RarityParams.DEFAULT, state, step * STEP_MILLIS, values[step])
                .value();
        for (int k = 0; k < thresholds.length && step >= FROM; k++) {
          alarms[k] += rarity >= thresholds[k] ? 1 : 0;
        }
      }
    }
    return alarms;
  }
}
