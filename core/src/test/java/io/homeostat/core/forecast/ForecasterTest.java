package io.homeostat.core.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ForecasterTest {
  private static final long STEP = 300_000;
  private static final int A_DAY = 288;
  private static final long MONDAY = 1_699_833_600_000L;
  private static final int[] AHEAD = {1, 4, 12, 48, 96, 200};

  private final Random random = new Random(7);

  /** Errors relative to the seasonal naive's, and how often the interval held, by horizon. */
  private record Quality(double[] error, double[] held) {}

  private static Quality quality(int days, IntToDoubleFunction series) {
    Forecaster forecaster = new Forecaster(STEP);
    double[] values = new double[days * A_DAY];
    for (int i = 0; i < values.length; i++) {
      values[i] = series.applyAsDouble(i);
    }
    double[] error = new double[AHEAD.length];
    double[] naive = new double[AHEAD.length];
    double[] held = new double[AHEAD.length];
    int[] count = new int[AHEAD.length];
    for (int i = 0; i < values.length; i++) {
      forecaster.take(MONDAY + i * STEP, values[i]);
      for (int k = 0; k < AHEAD.length && i >= 14 * A_DAY; k++) {
        int then = i + AHEAD[k];
        if (then < values.length) {
          Forecast forecast = forecaster.at(MONDAY + i * STEP, AHEAD[k]);
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

  private static double day(int step) {
    double turn = 2 * Math.PI * step / A_DAY;
    return 20 * Math.sin(turn) + 10 * Math.sin(2 * turn + 1);
  }

  @Test
  void ofADailySeasonItErrsLessThanTheSeasonalNaiveAtEveryHorizon() {
    Quality quality = quality(35, i -> 100 + day(i) + 2 * random.nextGaussian());
    assertThat(DoubleStream.of(quality.error())).allMatch(error -> error < 0.9);
    assertThat(mean(quality.held())).isCloseTo(0.8, within(0.05));
  }

  @Test
  void ofASeasonWithATrendToo() {
    Quality quality = quality(35, i -> 100 + day(i) + 0.02 * i + 2 * random.nextGaussian());
    assertThat(DoubleStream.of(quality.error())).allMatch(error -> error < 0.9);
  }

  @Test
  void ofAWeeklySeasonToo() {
    Quality quality =
        quality(
            42,
            i -> {
              boolean weekend = i / A_DAY % 7 >= 5;
              return 100
                  + (weekend ? 0.4 : 1) * day(i)
                  + (weekend ? -15 : 0)
                  + 2 * random.nextGaussian();
            });
    assertThat(DoubleStream.of(quality.error())).allMatch(error -> error < 1);
  }

  @Test
  void itsIntervalsHoldOfCorrelatedNoiseAsOftenAsTheySay() {
    double[] last = {0};
    Quality quality =
        quality(
            35,
            i -> {
              last[0] = 0.9 * last[0] + random.nextGaussian();
              return last[0];
            });
    assertThat(DoubleStream.of(quality.held())).allMatch(held -> held > 0.73 && held < 0.87);
    assertThat(mean(quality.held())).isCloseTo(0.8, within(0.05));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  @Test
  void aDiskThatFillsBreachesWhenItWill() {
    Forecaster forecaster = new Forecaster(STEP);
    long time = MONDAY;
    for (int i = 0; i < 400; i++) {
      time += STEP;
      forecaster.take(time, 40 + 0.1 * i + 0.2 * random.nextGaussian());
    }
    Breach breach = Breach.of(forecaster, time, 90, true).orElseThrow();
    assertThat(breach.steps()).isBetween(80, 130);
    assertThat(breach.earliest()).isBetween(30, breach.steps());
    assertThat(breach.words(STEP)).matches("breaches in \\d+ h.* \\(80%: \\d+ h.* – .*\\)");
    assertThat(Breach.of(forecaster, time, 20, false)).isEmpty();
  }

  @Test
  void whatGoesNowhereBreachesNothing() {
    Forecaster forecaster = new Forecaster(STEP);
    for (int i = 0; i < 2_000; i++) {
      forecaster.take(MONDAY + i * STEP, 50 + day(i) + random.nextGaussian());
    }
    assertThat(Breach.of(forecaster, MONDAY + 1_999 * STEP, 90, true)).isEmpty();
  }

  @Test
  void beforeThereIsEnoughNothingIsForecast() {
    Forecaster forecaster = new Forecaster(STEP);
    for (int i = 0; i < Forecaster.LEAST_STEPS; i++) {
      assertThat(forecaster.ready()).isFalse();
      forecaster.take(MONDAY + i * STEP, i);
    }
    assertThat(forecaster.ready()).isTrue();
  }

  @Test
  void whatIsWrittenIsReadAndGoesOnAsItWould() {
    Forecaster forecaster = new Forecaster(STEP);
    for (int i = 0; i < 5_000; i++) {
      forecaster.take(MONDAY + i * STEP, day(i) + random.nextGaussian());
    }
    ByteSink sink = new ByteSink();
    forecaster.write(sink);
    assertThat(sink.size()).isLessThanOrEqualTo(1_400);
    Forecaster read = Forecaster.read(STEP, new ByteSource(sink.toByteArray()));
    for (int i = 5_000; i < 5_300; i++) {
      double value = day(i) + random.nextGaussian();
      forecaster.take(MONDAY + i * STEP, value);
      read.take(MONDAY + i * STEP, value);
    }
    long time = MONDAY + 5_299 * STEP;
    assertThat(read.at(time, 77)).isEqualTo(forecaster.at(time, 77));
  }
}
