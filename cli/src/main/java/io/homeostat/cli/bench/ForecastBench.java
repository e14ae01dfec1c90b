package io.homeostat.cli.bench;

import io.homeostat.core.forecast.Forecast;
import io.homeostat.core.forecast.Forecaster;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Random;

/**
 * Forecasts series step by step and tells, for several horizons, the mean error as a part of the
 * seasonal naive's (the value a day before) and how often the interval of 80% held.
 *
 * @param print where it is told what came out
 */
public record ForecastBench(PrintWriter print) {
  private static final int[] AHEAD = {1, 4, 12, 48, 96, 200};
  private static final int DAYS = 35;
  private static final long STEP_MILLIS = 300_000;
  private static final int A_DAY = 288;
  private static final int LEARNT_DAYS = 7;
  private static final long MONDAY = 1_699_833_600_000L;

  /** Series with seasons, trends and noise, and some without. */
  enum Made {
    DAILY,
    DAILY_AND_WEEKLY,
    DAILY_WITH_TREND,
    DAILY_WITH_LEVEL_SHIFTS,
    DAILY_WITH_CORRELATED_NOISE,
    CORRELATED_NOISE,
    RANDOM_WALK,
    FILLING_AND_EMPTIED;

    double[] series(long seed) {
      Random random = new Random(seed);
      double[] values = new double[DAYS * A_DAY];
      double correlated = 0;
      double walk = 0;
      double fill = 0;
      for (int i = 0; i < values.length; i++) {
        double normal = random.nextGaussian();
        double turn = 2 * Math.PI * i / A_DAY;
        double day = 20 * Math.sin(turn) + 10 * Math.sin(2 * turn + 1);
        correlated = 0.9 * correlated + normal;
        walk += normal;
        fill = fill > 90 ? 20 : fill + 0.02 + 0.05 * Math.abs(normal);
        boolean weekend = i / A_DAY % 7 >= 5;
        values[i] =
            switch (this) {
              case DAILY -> 100 + day + 2 * normal;
              case DAILY_AND_WEEKLY ->
                  100 + (weekend ? 0.4 : 1) * day - (weekend ? 15 : 0) + 2 * normal;
              case DAILY_WITH_TREND -> 100 + day + 0.02 * i + 2 * normal;
              case DAILY_WITH_LEVEL_SHIFTS -> 100 + day + 2 * normal + i / (5 * A_DAY) % 2 * 30;
              case DAILY_WITH_CORRELATED_NOISE -> 100 + day + 3 * correlated;
              case CORRELATED_NOISE -> correlated;
              case RANDOM_WALK -> walk;
              case FILLING_AND_EMPTIED -> fill;
            };
      }
      return values;
    }
  }

  /**
   * How well a series was forecast.
   *
   * @param error by horizon: the mean error as a part of the seasonal naive's
   * @param held by horizon: the share of values within the interval
   */
  record Quality(double[] error, double[] held) {}

  /** Prints a table. */
  public void run() {
    print.printf(
        "mean error as a part of the seasonal naive's, and how often the 80%% interval held,"
            + " by steps ahead; %d days of %d steps, from day %d on%n",
        DAYS, A_DAY, LEARNT_DAYS);
    print.printf("%-28s", "");
    for (int ahead : AHEAD) {
      print.printf(" %11d", ahead);
    }
    print.println();
    for (Made made : Made.values()) {
      Quality quality = quality(made.series(7));
      print.printf("%-28s", made.name().toLowerCase(Locale.ROOT).replace('_', ' '));
      for (int k = 0; k < AHEAD.length; k++) {
        print.printf(Locale.ROOT, "  %5.2f %3.0f%%", quality.error()[k], 100 * quality.held()[k]);
      }
      print.println();
    }
    print.flush();
  }

  /** Forecasts a series. */
  static Quality quality(double[] values) {
    Forecaster forecaster = new Forecaster(STEP_MILLIS);
    double[] error = new double[AHEAD.length];
    double[] naive = new double[AHEAD.length];
    double[] held = new double[AHEAD.length];
    int[] count = new int[AHEAD.length];
    for (int i = 0; i < values.length; i++) {
      forecaster.take(MONDAY + i * STEP_MILLIS, values[i]);
      for (int k = 0; k < AHEAD.length && i >= LEARNT_DAYS * A_DAY; k++) {
        int then = i + AHEAD[k];
        if (then < values.length) {
          Forecast forecast = forecaster.at(MONDAY + i * STEP_MILLIS, AHEAD[k]);
          error[k] += Math.abs(values[then] - forecast.value());
          naive[k] += Math.abs(values[then] - values[then - A_DAY]);
          held[k] += values[then] >= forecast.low() && values[then] <= forecast.high() ? 1 : 0;
          count[k]++;
        }
      }
    }
    for (int k = 0; k < AHEAD.length; k++) {
      error[k] /= naive[k];
      held[k] /= count[k];
    }
    return new Quality(error, held);
  }
}
