package io.homeostat.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.rules.DetectorRule;
import io.homeostat.core.rules.Reading;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RareStateTest {
  private static final long STEP = 600_000;
  private static final int A_DAY = 144;
  private static final long MONDAY = 1_699_833_600_000L;
  private static final DetectorRule.Rare PARAMS =
      new DetectorRule.Rare(2, DetectorRule.Direction.BOTH, 1, 86_400_000);

  private final SplittableRandom random = new SplittableRandom(3);
  private final RareState state = new RareState();
  private int step;

  private Judgement next(double value, DetectorRule.Rare params, Reading.Kind kind) {
    Explained explained = new Explained("latency.p99", new Reading(kind, "", STEP));
    return state.step(params, MONDAY + step++ * STEP, value, explained);
  }

  private Judgement next(double value) {
    return next(value, PARAMS, Reading.Kind.GAUGE);
  }

  private double usual() {
    return 100 + 40 * Math.sin(2 * Math.PI * step / A_DAY) + random.nextDouble();
  }

  private void learn(int steps) {
    for (int i = 0; i < steps; i++) {
      next(usual());
    }
  }

  private static byte[] bytes(RareState state) {
    ByteSink sink = new ByteSink();
    state.write(sink);
    return sink.toByteArray();
  }

  @Test
  void untilThereIsEnoughToCompareWithNothingIsSaid() {
    for (int i = 0; i < 219; i++) {
      assertThat(next(i == 150 ? 5_000 : 1).verdict()).isEqualTo(Judgement.Verdict.UNKNOWN);
    }
  }

  @Test
  void itSaysWhatTheDayOfTheWeekIsUsually() {
    learn(29 * A_DAY + 60);
    Judgement judgement = next(500);
    assertThat(judgement.verdict()).isEqualTo(Judgement.Verdict.ABNORMAL);
    assertThat(judgement.why())
        .matches("[34]\\.\\d+× what Tuesdays at 10:00 are; 1 of the last .*");
    assertThat(next(510).why()).endsWith("; 2 of the last 15 steps of 10 min");
  }

  @Test
  void beforeTwoWeeksItSaysWhatTheTimeOfDayIs() {
    learn(6 * A_DAY + 60);
    assertThat(next(500).why()).contains("× what it is at 10:00 on other days");
  }

  @Test
  void aRatioIsNotCalledAMultiple() {
    for (int i = 0; i < 400; i++) {
      next(0.99 + 0.001 * random.nextDouble(), PARAMS, Reading.Kind.RATIO);
    }
    assertThat(next(0.8, PARAMS, Reading.Kind.RATIO).why())
        .startsWith("0.8, where it usually is 0.99");
  }

  @Test
  void anEventLastsUntilTheSeriesIsBackByHalfTheWay() {
    for (int i = 0; i < 400; i++) {
      next(10 + random.nextDouble());
    }
    for (int i = 0; i < 30; i++) {
      assertThat(next(20 + random.nextDouble()).verdict()).isEqualTo(Judgement.Verdict.ABNORMAL);
    }
    assertThat(next(14).verdict()).isEqualTo(Judgement.Verdict.NORMAL);
  }

  @Test
  void whatLastsLongerThanIsAcceptedIsUsual() {
    DetectorRule.Rare hour = new DetectorRule.Rare(2, DetectorRule.Direction.BOTH, 1, 6 * STEP);
    for (int i = 0; i < 400; i++) {
      next(10 + random.nextDouble(), hour, Reading.Kind.GAUGE);
    }
    Judgement last = Judgement.unknown();
    for (int i = 0; i < 30; i++) {
      last = next(20 + random.nextDouble(), hour, Reading.Kind.GAUGE);
    }
    assertThat(last.verdict()).isEqualTo(Judgement.Verdict.NORMAL);
  }

  @Test
  void theOtherSideAndWhatDiffersTooLittleAreLeftAlone() {
    DetectorRule.Rare up = new DetectorRule.Rare(2, DetectorRule.Direction.UP, 1.5, 86_400_000);
    for (int i = 0; i < 400; i++) {
      next(10 + 0.1 * random.nextDouble(), up, Reading.Kind.GAUGE);
    }
    assertThat(next(3, up, Reading.Kind.GAUGE).verdict()).isEqualTo(Judgement.Verdict.NORMAL);
    for (int i = 0; i < 30; i++) {
      next(10 + 0.1 * random.nextDouble(), up, Reading.Kind.GAUGE);
    }
    assertThat(next(12, up, Reading.Kind.GAUGE).verdict()).isEqualTo(Judgement.Verdict.NORMAL);
  }

  @Test
  void aBrokenDayIsFoundInSpiteOfATrend() {
    for (int i = 0; i < 14 * A_DAY; i++) {
      next(usual() + 0.05 * i);
    }
    boolean found = false;
    for (int i = 0; i < A_DAY / 2; i++) {
      boolean wrong =
          next(60 + 0.05 * step + random.nextDouble()).verdict() == Judgement.Verdict.ABNORMAL;
      found = found || wrong;
    }
    assertThat(found).isTrue();
  }

  @Test
  void aTrendAloneGivesNoMoreThanChanceDoes() {
    int events = 0;
    boolean before = false;
    for (int i = 0; i < 22 * A_DAY; i++) {
      boolean wrong = next(usual() + 0.05 * i).verdict() == Judgement.Verdict.ABNORMAL;
      events += wrong && !before ? 1 : 0;
      before = wrong;
    }
    assertThat(events).isLessThanOrEqualTo(2);
  }

  @Test
  void theWayBackFromAnEventIsNone() {
    for (int i = 0; i < 400; i++) {
      next(10 + random.nextDouble());
    }
    for (int i = 0; i < 15; i++) {
      next(20 + random.nextDouble());
    }
    for (int i = 0; i < 60; i++) {
      assertThat(next(10 + random.nextDouble()).verdict()).isEqualTo(Judgement.Verdict.NORMAL);
    }
  }

  @Test
  void whatIsWrittenIsReadAndFitsIntoAKibibyteAndAFew() {
    learn(20 * A_DAY);
    next(500);
    byte[] written = bytes(state);
    RareState read = RareState.read(new ByteSource(written));
    RareState copy = state.copy();
    assertThat(bytes(read)).isEqualTo(written).hasSizeLessThanOrEqualTo(1_060);
    learn(50);
    assertThat(bytes(copy)).isEqualTo(written);
  }
}
