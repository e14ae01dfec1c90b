package io.homeostat.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a rarity promises, over noise without any change: the short form of the benchmark. */
class FalseAlarmsBenchTest {
  private static final double[] THRESHOLDS = {0.5, 1};

  private final FalseAlarmsBench bench =
      new FalseAlarmsBench(16, 12_000, new PrintWriter(new StringWriter()));

  @ParameterizedTest
  @EnumSource
  void noiseGivesAsManyAlarmsAsThePromise(Noise noise) {
    int[] alarms = bench.alarms(noise, THRESHOLDS);
    for (int k = 0; k < THRESHOLDS.length; k++) {
      double promised = bench.promised(THRESHOLDS[k]);
      assertThat(noise.keeps(alarms[k], promised))
          .as("%s at %.1f: %d alarms, %.0f promised", noise, THRESHOLDS[k], alarms[k], promised)
          .isTrue();
    }
  }
}
