package io.homeostat.cli.bench;

import java.util.Random;

/** Series in which nothing happens, and by what factor more or fewer alarms are allowed. */
enum Noise {
  NORMAL(2, 2),
  EXPONENTIAL(2, 2),
  LOGNORMAL(2, 2),
  PARETO(2, 2),
  POISSON(2, 2),
  AUTOCORRELATED_HALF(2, 2),
  AUTOCORRELATED_NINE_TENTHS(2, 2),
  NEARLY_A_RANDOM_WALK(2, 2),
  DAILY(2, 2),
  DAILY_IN_MEAN_AND_SPREAD(2, 2),
  /** Two kinds of days widen every tail but those of the week: about half as many. */
  WEEKLY(2, 4),
  /** A tail that ends at once gives far fewer. */
  UNIFORM(1, 12);

  private static final int A_DAY = 288;

  private final double more;
  private final double fewer;

  Noise(double more, double fewer) {
    this.more = more;
    this.fewer = fewer;
  }

  /** Whether so many alarms are what was promised, by the factors allowed. */
  boolean keeps(double alarms, double promised) {
    return alarms <= promised * more && alarms >= promised / fewer;
  }

  /** A series of five-minute steps. */
  double[] series(long seed, int length) {
    Random random = new Random(1_000L * name().hashCode() + seed);
    double[] values = new double[length];
    double last = 0;
    for (int i = 0; i < length; i++) {
      last = next(random, i, last);
      values[i] = last;
    }
    return values;
  }

  private double next(Random random, int step, double last) {
    double normal = random.nextGaussian();
    double day = Math.sin(2 * Math.PI * step / A_DAY);
    return switch (this) {
      case NORMAL -> normal;
      case EXPONENTIAL -> -Math.log(1 - random.nextDouble());
      case LOGNORMAL -> Math.exp(normal);
      case PARETO -> Math.pow(1 - random.nextDouble(), -1 / 3.0);
      case POISSON -> poisson(random);
      case AUTOCORRELATED_HALF -> 0.5 * last + normal;
      case AUTOCORRELATED_NINE_TENTHS -> 0.9 * last + normal;
      case NEARLY_A_RANDOM_WALK -> 0.98 * last + normal;
      case DAILY -> 10 * day + normal;
      case DAILY_IN_MEAN_AND_SPREAD -> (1.5 + day) * (5 + normal);
      case WEEKLY -> (step / A_DAY % 7 >= 5 ? 3 : 10) * day + normal;
      case UNIFORM -> random.nextDouble();
    };
  }

  private static double poisson(Random random) {
    double product = random.nextDouble();
    int count = 0;
    while (product > Math.exp(-2)) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }
}
