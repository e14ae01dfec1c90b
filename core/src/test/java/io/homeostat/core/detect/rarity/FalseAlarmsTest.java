package io.homeostat.core.detect.rarity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a rarity promises, over noise without any change: while the history grows from 1,024 to
 * 16,384 samples, ln 16 times the reciprocal of the rarity.
 */
@Timeout(120)
class FalseAlarmsTest {
  private static final int SERIES = 40;
  private static final int FROM = 1_024;
  private static final int TO = 16_384;
  private static final double[] RARITIES = {0.5, 1};

  /** A kind of noise, and by what factor more or fewer alarms than promised are allowed. */
  enum Noise {
    NORMAL(2, 2),
    EXPONENTIAL(2, 2),
    LOGNORMAL(2, 2),
    PARETO(2, 2),
    POISSON(2, 2),
    AUTOCORRELATED_HALF(2, 2),
    AUTOCORRELATED_NINE_TENTHS(2, 2),
    DAILY(2, 2),
    DAILY_IN_MEAN_AND_SPREAD(2, 2),
    /** A tail that ends at once gives far fewer. */
    UNIFORM(1, 12),
    NEARLY_A_RANDOM_WALK(2, 2);

    private final double more;
    private final double fewer;

    Noise(double more, double fewer) {
      this.more = more;
      this.fewer = fewer;
    }

    double[] series(long seed) {
      Random random = new Random(seed);
      double[] values = new double[TO];
      double last = 0;
      for (int i = 0; i < TO; i++) {
        double normal = random.nextGaussian();
        double day = Math.sin(2 * Math.PI * i / 288);
        last =
            switch (this) {
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
              case UNIFORM -> random.nextDouble();
            };
        values[i] = last;
      }
      return values;
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

  @ParameterizedTest
  @EnumSource
  void noiseGivesAsManyAlarmsAsThePromise(Noise noise) {
    int[] alarms = new int[RARITIES.length];
    for (int series = 0; series < SERIES; series++) {
      RarityState state = new RarityState();
      double[] values = noise.series(1_000L * noise.name().hashCode() + series);
      for (int i = 0; i < TO; i++) {
        double rarity =
            RarityDetector.step(RarityParams.DEFAULT, state, i * 300_000L, values[i]).value();
        for (int k = 0; k < RARITIES.length && i >= FROM; k++) {
          alarms[k] += rarity >= RARITIES[k] ? 1 : 0;
        }
      }
    }
    for (int k = 0; k < RARITIES.length; k++) {
      double promised = SERIES * Math.log((double) TO / FROM) / RARITIES[k];
      System.out.printf(
          "%s at %.1f: %d alarms, promised %.0f%n", noise, RARITIES[k], alarms[k], promised);
      assertThat((double) alarms[k]).isBetween(promised / noise.fewer, promised * noise.more);
    }
  }
}
