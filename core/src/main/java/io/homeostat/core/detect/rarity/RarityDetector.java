package io.homeostat.core.detect.rarity;

/**
 * Judges each sample of a series by the series' own past, without look-ahead, in constant memory.
 *
 * <p>Each {@link View} of the series has the upper {@link Tail} of its own past, which ends a
 * window ago: an event is not compared with itself. What the views on one side (up and rough, or
 * down and smooth) say is added up as −log₁₀ of probabilities: the surprise. A surprise is rare
 * when nothing like it has come for long: its rarity is the surprise times the share of the history
 * since one at least 1/1.25, 1/1.35, … as great, this window aside. The last factor is what makes
 * series comparable: by chance alone the newest of n exchangeable samples is the greatest with
 * probability 1/n, whatever they are distributed like (as in conformal prediction; V. Vovk et al.,
 * "Algorithmic Learning in a Random World", 2005), and what recurs is no longer rare.
 */
public final class RarityDetector {
  /**
   * Samples of a surprise times share of 1 or more in a stretch as long as the history, without any
   * change: measured over noise of many kinds (FalseAlarmsTest), and inversely proportional to it.
   */
  private static final double BY_CHANCE = 2;

  /** A view alone counts for so many: what several see at once is one event. */
  private static final double ALONE = 2;

  /** Differences of less than so much of the mean deviation are none. */
  private static final double GRAIN = 1e-3;

  private static final double PRECISION = 1e-9;

  /** A day is moved by at most so many mean deviations: one absurd value must not blind it. */
  private static final double FARTHEST = 100;

  /** What is greater counts as this: it is forgotten soon, and its squares are finite. */
  private static final double MOST = 1e30;

  private RarityDetector() {}

  /**
   * Judges a sample and takes it in. Silent until 200 samples and two windows have come; the views
   * of the day begin 200 samples and a window after three days.
   *
   * @param timeMillis its time, not before that of the last one
   * @param value its value, a finite number
   */
  public static Rarity step(RarityParams params, RarityState state, long timeMillis, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value is " + value + ": it must be a finite number");
    }
    return bounded(params, state, timeMillis, Math.max(-MOST, Math.min(MOST, value)));
  }

  private static Rarity bounded(
      RarityParams params, RarityState state, long timeMillis, double value) {
    int window = params.window();
    double offset = state.come(window, timeMillis, value);
    Rarity rarity = Rarity.none();
    if (state.seen >= window) {
      double grain =
          GRAIN * Math.max(state.deviation + PRECISION * Math.abs(value), Float.MIN_NORMAL);
      float[] seen = look(state, 0, state.smooth, grain);
      lookAtDay(state, timeMillis, offset, grain, seen);
      rarity = judge(params, state, seen);
      learn(state, window, grain, seen);
      state.smoothBefore +=
          (float) (params.smoothing() * (state.back(window) - state.smoothBefore));
    }
    state.smooth += (float) (params.smoothing() * (offset - state.smooth));
    state.seasons.learn(timeMillis, offset, FARTHEST * state.deviation);
    state.seen++;
    return rarity;
  }

  /** The tails learn what was seen a window ago. */
  private static void learn(RarityState state, int window, double grain, float[] seen) {
    boolean full = state.seen >= 2L * window;
    float[] before = full ? look(state, window, state.smoothBefore, grain) : new float[View.COUNT];
    state.daily(before, seen);
    for (int i = 0; full && i < before.length; i++) {
      if (!Float.isNaN(before[i])) {
        state.tails[i].add(before[i]);
      }
    }
  }

  /** What the views but those of the day saw of the sample so many back. */
  private static float[] look(RarityState state, int places, double smooth, double grain) {
    double offset = state.back(places);
    double mean = state.windowMean(places);
    double spread = state.windowDeviation(places, mean);
    float[] seen = new float[View.COUNT];
    both(seen, View.HIGH, offset, grain);
    both(seen, View.RISE, offset - smooth, grain);
    both(seen, View.MEAN_HIGH, mean, grain);
    both(seen, View.ROUGH, spread, grain);
    return seen;
  }

  @SuppressWarnings("EnumOrdinal") // a view's place is the form
  private static void both(float[] seen, View upper, double value, double grain) {
    float rounded = RarityState.bounded(Math.rint(value / grain) * grain);
    seen[upper.ordinal()] = rounded;
    seen[upper.ordinal() + 1] = -rounded;
  }

  /** What the views of the day see; no number where they see nothing yet. */
  private static void lookAtDay(
      RarityState state, long timeMillis, double offset, double grain, float[] seen) {
    boolean daily = state.knowsDay(timeMillis);
    double above = daily ? state.seasons.above(timeMillis, offset) : Double.NaN;
    double below = daily ? state.seasons.below(timeMillis, offset) : Double.NaN;
    seen[View.DAILY] = RarityState.bounded(Math.rint(above / grain) * grain);
    seen[View.DAILY + 1] = RarityState.bounded(Math.rint(below / grain) * grain);
  }

  private static Rarity judge(RarityParams params, RarityState state, float[] seen) {
    double up = 0;
    double down = 0;
    double alone = 0;
    View view = View.HIGH;
    for (int i = 0; i < seen.length; i++) {
      double surprise = state.tails[i].surprise(seen[i], params.mostSurprise());
      if (surprise <= params.leastSurprise()) {
        continue;
      }
      if (i % 2 == 0) {
        up += surprise;
      } else {
        down += surprise;
      }
      if (surprise > alone) {
        alone = surprise;
        view = View.at(i);
      }
    }
    double sum = Math.max(ALONE * alone, Math.max(up, down));
    state.surprise(sum);
    double current = sum == 0 ? 0 : sum * share(params, state, sum) / BY_CHANCE;
    double told = state.event.tell(current, state.seen, params.window());
    return new Rarity(told, current, state.event.last(current), view);
  }

  /** The share of the history since something like a surprise: the mean over what "like" means. */
  private static double share(RarityParams params, RarityState state, double surprise) {
    double history = Math.min(state.seen, params.horizon());
    double sum = 0;
    for (double ratio : params.nearness()) {
      int since = state.lookback.since(surprise / ratio, state.seen);
      sum += since < 0 ? 1 : Math.min(1, since / history);
    }
    return sum / params.nearness().size();
  }
}
