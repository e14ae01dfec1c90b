package io.homeostat.core.detect;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.rules.DetectorRule;
import java.util.Arrays;

/**
 * The robust z-score: (value − median) / (1.4826 · MAD), after B. Iglewicz and D. Hoaglin, "How to
 * Detect and Handle Outliers" (1993), section 3.3, over a sliding reference of the series' own
 * recent past. What is itself judged abnormal does not enter the reference, so a series that stays
 * abnormal stays so however long it takes. Median and MAD are exact over the reference. The
 * reference is thinned to one value in five seconds: 240 values are twenty minutes of a series with
 * a sample each second; 1.9 KiB per series and rule.
 */
final class RobustScore {
  /** The most values in the reference. */
  static final int MOST_VALUES = 240;

  /** The least values with which a sample is judged. */
  static final int LEAST_VALUES = 12;

  /** The time between two values of the reference. */
  static final long SPACING_MILLIS = 5_000;

  /** Makes the MAD of a normal distribution its standard deviation. */
  private static final double CONSISTENCY = 1.4826;

  /**
   * The least scale, as a part of the median, so that a constant series is not judged by its noise.
   */
  private static final double LEAST_SCALE = 0.001;

  private RobustScore() {}

  /** The reference. Mutable: part of a detector. */
  static final class State implements Memory {
    private double[] values = {};
    private int oldest;
    private long firstMillis = Long.MIN_VALUE;
    private long takenMillis = Long.MIN_VALUE;
    private double median;
    private double scale;

    private void take(long timeMillis, double value) {
      if (firstMillis == Long.MIN_VALUE) {
        firstMillis = timeMillis;
      } else if (timeMillis - takenMillis < SPACING_MILLIS) {
        return;
      }
      takenMillis = timeMillis;
      if (values.length < MOST_VALUES) {
        values = Arrays.copyOf(values, values.length + 1);
        values[values.length - 1] = value;
      } else {
        values[oldest] = value;
        oldest = (oldest + 1) % MOST_VALUES;
      }
      summarise();
    }

    private void summarise() {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      median = middle(sorted);
      for (int i = 0; i < sorted.length; i++) {
        sorted[i] = Math.abs(sorted[i] - median);
      }
      Arrays.sort(sorted);
      scale =
          Math.max(
              CONSISTENCY * middle(sorted),
              Math.max(LEAST_SCALE * Math.abs(median), Double.MIN_NORMAL));
    }

    @Override
    public int tag() {
      return 1;
    }

    @Override
    public State copy() {
      State copy = new State();
      copy.values = values.clone();
      copy.oldest = oldest;
      copy.firstMillis = firstMillis;
      copy.takenMillis = takenMillis;
      copy.median = median;
      copy.scale = scale;
      return copy;
    }

    @Override
    public void write(ByteSink sink) {
      sink.writeLong(values.length);
      for (int i = 0; i < values.length; i++) {
        sink.writeDouble(values[(oldest + i) % values.length]);
      }
      if (values.length > 0) {
        sink.writeLong(firstMillis);
        sink.writeLong(takenMillis);
      }
    }

    static State read(ByteSource source) {
      State state = new State();
      state.values = new double[Math.min(source.readLength(Double.BYTES), MOST_VALUES)];
      for (int i = 0; i < state.values.length; i++) {
        state.values[i] = source.readDouble();
      }
      if (state.values.length > 0) {
        state.firstMillis = source.readLong();
        state.takenMillis = source.readLong();
        state.summarise();
      }
      return state;
    }
  }

  private static double middle(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** Judges a sample by the reference so far; a normal one may enter it. */
  static Judgement step(DetectorRule.Outlier params, State state, long timeMillis, double value) {
    boolean ready =
        state.values.length >= LEAST_VALUES
            && timeMillis - state.firstMillis >= params.warmupMillis();
    if (!ready) {
      state.take(timeMillis, value);
      return Judgement.unknown();
    }
    double median = state.median;
    double score = (value - median) / state.scale;
    if (far(params, score) && apart(params.leastRatio(), value, median)) {
      return Judgement.abnormal(Math.abs(score) / params.score() - 1, median);
    }
    state.take(timeMillis, value);
    return Judgement.normal(median);
  }

  private static boolean far(DetectorRule.Outlier params, double score) {
    return switch (params.direction()) {
      case UP -> score > params.score();
      case DOWN -> score < -params.score();
      case BOTH -> Math.abs(score) > params.score();
    };
  }

  private static boolean apart(double leastRatio, double value, double median) {
    double distance = Math.abs(value - median);
    double share = value > median ? leastRatio - 1 : 1 - 1 / leastRatio;
    return distance >= share * Math.abs(median);
  }
}
