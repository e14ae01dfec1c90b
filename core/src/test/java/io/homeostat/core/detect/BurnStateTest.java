package io.homeostat.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.rules.DetectorRule;
import org.junit.jupiter.api.Test;

class BurnStateTest {
  private static final DetectorRule.Burn PARAMS =
      new DetectorRule.Burn(0.999, DetectorRule.Burn.USUAL);
  private static final long MINUTE = 60_000;

  private final BurnState state = new BurnState();
  private long time = 1_700_000_000_000L;
  private double bad;
  private double all;

  private Judgement minutes(int minutes, double share) {
    Judgement last = Judgement.normal(0);
    for (int i = 0; i < minutes; i++) {
      time += MINUTE;
      bad += 1_000 * share;
      all += 1_000;
      state.take(PARAMS, time, bad, all);
      last = state.step(PARAMS);
    }
    return last;
  }

  @Test
  void withinTheBudgetNothingIsSaid() {
    assertThat(minutes(600, 0.0009).verdict()).isEqualTo(Judgement.Verdict.NORMAL);
  }

  @Test
  void aFastBurnIsToldWithinMinutesAndEndsWithinMinutes() {
    minutes(600, 0);
    assertThat(minutes(5, 0.2).verdict()).isEqualTo(Judgement.Verdict.ABNORMAL);
    Judgement burning = minutes(10, 0.2);
    assertThat(burning.why())
        .matches("the budget of errors burns [45]\\d.*× as fast as it may over 60 min and .*");
    assertThat(minutes(6 * 60, 0).verdict()).isEqualTo(Judgement.Verdict.NORMAL);
  }

  @Test
  void aShortBurstThatIsOverIsNotTold() {
    minutes(600, 0);
    minutes(2, 0.1);
    assertThat(minutes(20, 0).verdict()).isEqualTo(Judgement.Verdict.NORMAL);
  }

  @Test
  void aSlowBurnIsToldByTheLongWindows() {
    minutes(600, 0);
    assertThat(minutes(300, 0.004).verdict()).isEqualTo(Judgement.Verdict.ABNORMAL);
  }

  @Test
  void counterResetsCountFromZero() {
    minutes(600, 0);
    bad = 0;
    all = 0;
    assertThat(minutes(30, 0).verdict()).isEqualTo(Judgement.Verdict.NORMAL);
  }

  @Test
  void whatIsWrittenIsReadAndIsBounded() {
    minutes(5_000, 0.002);
    ByteSink sink = new ByteSink();
    state.write(sink);
    byte[] written = sink.toByteArray();
    assertThat(written).hasSizeLessThanOrEqualTo(1_250);
    ByteSink again = new ByteSink();
    BurnState.read(new ByteSource(written)).write(again);
    assertThat(again.toByteArray()).isEqualTo(written);
  }
}
