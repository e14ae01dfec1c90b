package io.homeostat.core.forecast;

import io.homeostat.core.detect.rarity.Season;
import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;

/**
 * Where a series is going: a level, a trend and the seasons of the day and of the week, learnt step
 * by step, and an interval learnt from how wrong earlier forecasts turned out. Five ways of going
 * on (with the trend or without, with the seasons or without, or calmly with the seasons alone) are
 * tried beside each other at each {@link Horizon}, and the one that has been least wrong there is
 * believed. Exponential smoothing after C. Holt (1957); the trend fades with the horizon, as E.
 * Gardner and E. McKenzie damp it ("Forecasting trends in time series", 1985). At most 1.4 KiB when
 * written. Mutable: part of a detector.
 */
public final class Forecaster {
  /** The longest horizon, in steps. */
  public static final int MOST_STEPS = 256;

  /** How many steps must have come before anything is forecast. */
  public static final int LEAST_STEPS = 64;

  private static final long DAY_MILLIS = 86_400_000;
  private static final int MEMORY = 5;
  private static final double LEVEL = 0.3;
  private static final double TREND = 0.02;
  private static final double DAMPING = 0.998;
  private static final double FARTHEST = 20;
  private static final int WEEKS_TO_LEARN = 2;
  private static final int DEVIATION_MEMORY = 500;

  private final Season day;
  private final Season week;
  private final Horizon[] horizons = new Horizon[Horizon.COUNT];
  private final long stepMillis;
  private long steps;
  private double plain;
  private double plainTrend;
  private double level;
  private double trend;

  /** The level of days, to which the seasons are added. */
  private double calm;

  private double deviation;
  private double last;

  /**
   * A forecaster of a series of which nothing is known.
   *
   * @param stepMillis the time between two values
   */
  public Forecaster(long stepMillis) {
    this.stepMillis = stepMillis;
    day = new Season(DAY_MILLIS, 48, MEMORY);
    week = new Season(7 * DAY_MILLIS, 28, MEMORY);
    for (int i = 0; i < horizons.length; i++) {
      horizons[i] = new Horizon(i);
    }
  }

  /** Whether there is enough to forecast by. */
  public boolean ready() {
    return steps >= LEAST_STEPS;
  }

  /** Takes in the value of the step that begins at a time. */
  public void take(long timeMillis, double value) {
    for (Horizon horizon : horizons) {
      horizon.settle(steps, value);
    }
    if (steps == 0) {
      plain = value;
      level = value;
      calm = value;
    }
    smooth(timeMillis, value);
    last = value;
    steps++;
    for (Horizon horizon : horizons) {
      if (horizon.due(steps)) {
        horizon.promise(steps, ways(timeMillis, horizon.steps()));
      }
    }
  }

  private void smooth(long timeMillis, double value) {
    double season = season(timeMillis);
    double wrong = value - (plain + plainTrend);
    double most = steps > LEAST_STEPS ? FARTHEST * deviation : Double.MAX_VALUE;
    double bounded = Math.max(-most, Math.min(most, wrong));
    deviation += (Math.abs(bounded) - deviation) / Math.min(steps + 1, DEVIATION_MEMORY);
    double weight = Math.max(TREND, 1.0 / (steps + 2));
    double before = plain;
    plain += plainTrend + LEVEL * wrong;
    plainTrend += weight * (plain - before - plainTrend);
    before = level;
    level += trend + LEVEL * (value - season - level - trend);
    trend += weight * (level - before - trend);
    double perDay = (double) stepMillis / DAY_MILLIS;
    calm += Math.max(perDay, 1.0 / (steps + 1)) * (value - season - calm);
    double weekly = weekly(timeMillis);
    if (day.visits(timeMillis, 0) > 0) {
      week.learn(timeMillis, value - calm - day.smooth(timeMillis), FARTHEST * deviation);
    }
    day.learn(timeMillis, value - calm - weekly, 4 * FARTHEST * deviation);
  }

  private double season(long timeMillis) {
    return day.visits(timeMillis, 0) == 0 ? 0 : day.smooth(timeMillis) + weekly(timeMillis);
  }

  private double weekly(long timeMillis) {
    return week.visits(timeMillis, 0) >= WEEKS_TO_LEARN ? week.smooth(timeMillis) : 0;
  }

  /** What each way of going on says of the value so many steps after a time. */
  private double[] ways(long timeMillis, int ahead) {
    double damped = DAMPING * (1 - StrictMath.pow(DAMPING, ahead)) / (1 - DAMPING);
    long then = timeMillis + ahead * stepMillis;
    double season = season(then);
    return new double[] {
      plain,
      plain + damped * plainTrend,
      level + season,
      level + season + damped * trend,
      calm + season
    };
  }

  /**
   * A forecast.
   *
   * @param timeMillis the time of the last step
   * @param ahead how many steps after it, 1 to {@link #MOST_STEPS}
   */
  public Forecast at(long timeMillis, int ahead) {
    int upper = 0;
    while (upper < Horizon.COUNT - 1 && horizons[upper].steps() < ahead) {
      upper++;
    }
    int proved = upper;
    while (proved > 0 && !horizons[proved].known()) {
      proved--;
    }
    if (proved < upper) {
      return beyond(horizons[proved], timeMillis, ahead);
    }
    int lower = horizons[upper].steps() <= ahead ? upper : Math.max(0, upper - 1);
    double share =
        upper == lower
            ? 0
            : (double) (ahead - horizons[lower].steps())
                / (horizons[upper].steps() - horizons[lower].steps());
    double[] ways = ways(timeMillis, ahead);
    Horizon below = horizons[lower];
    Horizon above = horizons[upper];
    double value = mix(share, ways[below.best()], ways[above.best()]);
    return new Forecast(
        value,
        value - mix(share, below.under(), above.under()),
        value + mix(share, below.over(), above.over()));
  }

  /** Farther ahead than any forecast has been proved: as the farthest that was, and less sure. */
  private Forecast beyond(Horizon farthest, long timeMillis, int ahead) {
    double value = ways(timeMillis, ahead)[farthest.best()];
    double more = Math.max(1, (double) ahead / farthest.steps());
    return new Forecast(value, value - more * farthest.under(), value + more * farthest.over());
  }

  private static double mix(double share, double low, double high) {
    return low + share * (high - low);
  }

  /** The value taken in last. */
  public double last() {
    return last;
  }

  /** A deep copy. */
  public Forecaster copy() {
    ByteSink sink = new ByteSink(1_500);
    write(sink);
    return read(stepMillis, new ByteSource(sink.toByteArray()));
  }

  /** Writes it in its canonical form. */
  public void write(ByteSink sink) {
    sink.writeLong(steps);
    sink.writeDouble(plain);
    sink.writeDouble(plainTrend);
    sink.writeDouble(level);
    sink.writeDouble(trend);
    sink.writeDouble(calm);
    sink.writeDouble(deviation);
    sink.writeDouble(last);
    day.write(sink);
    week.write(sink);
    for (Horizon horizon : horizons) {
      horizon.write(sink);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static Forecaster read(long stepMillis, ByteSource source) {
    Forecaster read = new Forecaster(stepMillis);
    read.steps = source.readLong();
    read.plain = source.readDouble();
    read.plainTrend = source.readDouble();
    read.level = source.readDouble();
    read.trend = source.readDouble();
    read.calm = source.readDouble();
    read.deviation = source.readDouble();
    read.last = source.readDouble();
    read.day.read(source);
    read.week.read(source);
    for (Horizon horizon : read.horizons) {
      horizon.read(source);
    }
    return read;
  }
}
