package io.homeostat.core.forecast;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;

/**
 * How right forecasts so many steps ahead have been. A few at a time wait for what comes. Of each
 * way of forecasting the mean error is kept, and of the best how far nine tenths of the errors
 * reach to either side: each time one is beyond it, the reach grows by nine parts of a step, else
 * it shrinks by one (stochastic approximation of a quantile; H. Robbins and S. Monro, 1951; over
 * forecasts, I. Gibbs and E. Candès, "Adaptive conformal inference", 2021). Mutable.
 */
final class Horizon {
  /** How many there are: 1, 2, 4, … 256 steps ahead. */
  static final int COUNT = 9;

  private static final int WAYS = 5;
  private static final int WAITING = 4;
  private static final double TAIL = 0.1;
  private static final double MEMORY = 60;
  private static final double RATE = 0.02;

  /** What is forecast farther ahead is proved less often, and so learnt in greater steps. */
  private static final double MORE_RATE = 0.005;

  /** For a normal distribution, nine tenths in units of the mean error. */
  private static final double NORMAL = 1.6;

  private static final double LEAST_ERROR = 1e-30;

  /** By how much another way must be better to be believed instead. */
  private static final double BETTER = 0.97;

  private final int steps;
  private final double rate;
  private final long[] due = new long[WAITING];
  private final float[] waiting = new float[WAITING * WAYS];
  private final float[] errors = new float[WAYS];
  private int best;
  private int seen;
  private float under;
  private float over;

  Horizon(int place) {
    steps = 1 << place;
    rate = RATE + MORE_RATE * place;
  }

  int steps() {
    return steps;
  }

  /** Whether any forecast has been proved right or wrong. */
  boolean known() {
    return seen > 0;
  }

  int best() {
    return best;
  }

  double under() {
    return under;
  }

  double over() {
    return over;
  }

  /** Whether a forecast is to be made after so many steps. */
  boolean due(long now) {
    return now % Math.max(1, steps / WAITING) == 0;
  }

  /** Lets a forecast wait. */
  void promise(long now, double[] ways) {
    int slot = (int) (now / Math.max(1, steps / WAITING) % WAITING);
    due[slot] = now + steps - 1;
    for (int i = 0; i < WAYS; i++) {
      waiting[slot * WAYS + i] = (float) ways[i];
    }
  }

  /** What came at a step. */
  void settle(long step, double value) {
    for (int slot = 0; slot < WAITING; slot++) {
      if (due[slot] == step && step > 0) {
        due[slot] = 0;
        learn(slot * WAYS, value);
      }
    }
  }

  private void learn(int from, double value) {
    double wrong = value - waiting[from + best];
    seen++;
    double weight = Math.max(1 / MEMORY, 1.0 / seen);
    for (int i = 0; i < WAYS; i++) {
      errors[i] += (float) (weight * (Math.abs(value - waiting[from + i]) - errors[i]));
    }
    if (seen <= WAITING) {
      under = (float) (NORMAL * errors[best]);
      over = under;
    } else {
      double unit = NORMAL * Math.max(rate, 1.0 / seen) * Math.max(errors[best], LEAST_ERROR);
      over = reach(over, wrong > over, unit);
      under = reach(under, -wrong > under, unit);
    }
    choose();
  }

  private static float reach(float before, boolean beyond, double unit) {
    return (float) Math.max(0, before + unit * ((beyond ? 1 : 0) - TAIL) / (2 * TAIL));
  }

  private void choose() {
    int least = best;
    for (int i = 0; i < WAYS; i++) {
      least = errors[i] < errors[least] ? i : least;
    }
    if (errors[least] < BETTER * errors[best]) {
      double ratio = errors[least] / errors[best];
      best = least;
      under *= (float) ratio;
      over *= (float) ratio;
    }
  }

  void write(ByteSink sink) {
    for (int i = 0; i < WAITING; i++) {
      sink.writeLong(due[i]);
    }
    for (float value : waiting) {
      sink.writeFloat(value);
    }
    for (float error : errors) {
      sink.writeFloat(error);
    }
    sink.writeByte(best);
    sink.writeLong(seen);
    sink.writeFloat(under);
    sink.writeFloat(over);
  }

  void read(ByteSource source) {
    for (int i = 0; i < WAITING; i++) {
      due[i] = source.readLong();
    }
    for (int i = 0; i < waiting.length; i++) {
      waiting[i] = source.readFloat();
    }
    for (int i = 0; i < WAYS; i++) {
      errors[i] = source.readFloat();
    }
    best = Math.floorMod(source.readByte(), WAYS);
    seen = source.readInt();
    under = source.readFloat();
    over = source.readFloat();
  }
}
