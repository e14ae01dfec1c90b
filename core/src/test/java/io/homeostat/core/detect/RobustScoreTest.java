package io.homeostat.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import io.homeostat.core.rules.DetectorRule.Direction;
import io.homeostat.core.rules.DetectorRule.Outlier;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RobustScoreTest {
  private static final long STEP = RobustScore.SPACING_MILLIS;
  private static final Outlier UP = new Outlier(6, Direction.UP, 60_000, 1);

  private final RobustScore.State state = new RobustScore.State();
  private long time = 1_000_000;

  private Judgement next(Outlier params, double value) {
    time += STEP;
    return RobustScore.step(params, state, time, value);
  }

  private void learn(int count) {
    for (int i = 0; i < count; i++) {
      next(UP, 100 + i % 5);
    }
  }

  @Test
  void nothingIsJudgedBeforeThereIsEnoughToCompareWith() {
    for (int i = 0; i < RobustScore.LEAST_VALUES; i++) {
      assertThat(next(UP, i % 2 == 0 ? 1 : 1_000).verdict()).isEqualTo(Judgement.Verdict.UNKNOWN);
    }
    assertThat(next(UP, 500).verdict()).isNotEqualTo(Judgement.Verdict.UNKNOWN);
  }

  @Test
  void nothingIsJudgedDuringWarmUp() {
    Outlier slow = new Outlier(6, Direction.UP, 600_000, 1);
    for (int i = 0; i < 120; i++) {
      assertThat(next(slow, 100).verdict()).isEqualTo(Judgement.Verdict.UNKNOWN);
    }
    assertThat(next(slow, 900).verdict()).isEqualTo(Judgement.Verdict.ABNORMAL);
  }

  @Test
  void aValueFarFromTheRecentPastIsAbnormalAndItsExpectationIsTheMedian() {
    learn(50);
    Judgement judgement = next(UP, 200);
    assertThat(judgement.verdict()).isEqualTo(Judgement.Verdict.ABNORMAL);
    assertThat(judgement.bound()).isEqualTo(102);
    assertThat(judgement.score()).isBetween(0.5, 1.0);
  }

  @Test
  void onlyTheSideAskedForCounts() {
    learn(50);
    assertThat(next(UP, 1).verdict()).isEqualTo(Judgement.Verdict.NORMAL);
    assertThat(next(new Outlier(6, Direction.DOWN, 0, 1), 1).verdict())
        .isEqualTo(Judgement.Verdict.ABNORMAL);
    assertThat(next(new Outlier(6, Direction.DOWN, 0, 1), 900).verdict())
        .isEqualTo(Judgement.Verdict.NORMAL);
    assertThat(next(new Outlier(6, Direction.BOTH, 0, 1), 900).verdict())
        .isEqualTo(Judgement.Verdict.ABNORMAL);
  }

  @Test
  void aSeriesThatStaysAbnormalDoesNotBecomeItsOwnReference() {
    learn(50);
    for (int i = 0; i < 1_000; i++) {
      assertThat(next(UP, 300).verdict()).isEqualTo(Judgement.Verdict.ABNORMAL);
    }
    assertThat(next(UP, 101).verdict()).isEqualTo(Judgement.Verdict.NORMAL);
  }

  @Test
  void aConstantSeriesIsNotJudgedByTrifles() {
    for (int i = 0; i < 50; i++) {
      next(UP, 100);
    }
    assertThat(next(UP, 100.5).verdict()).isEqualTo(Judgement.Verdict.NORMAL);
    Outlier half = new Outlier(6, Direction.BOTH, 0, 1.5);
    assertThat(next(half, 149).verdict()).isEqualTo(Judgement.Verdict.NORMAL);
    assertThat(next(half, 151).verdict()).isEqualTo(Judgement.Verdict.ABNORMAL);
    assertThat(next(half, 67).verdict()).isEqualTo(Judgement.Verdict.NORMAL);
    assertThat(next(half, 66).verdict()).isEqualTo(Judgement.Verdict.ABNORMAL);
  }

  @Test
  void aSlowDriftIsFollowed() {
    double value = 100;
    for (int i = 0; i < 2_000; i++) {
      value *= 1.0005;
      assertThat(next(UP, value + i % 3).verdict()).isNotEqualTo(Judgement.Verdict.ABNORMAL);
    }
    assertThat(value).isGreaterThan(200);
  }

  @Property(tries = 100)
  void medianAndScaleAreThoseOfTheLastValues(
      @ForAll long seed, @ForAll @IntRange(min = 12, max = 600) int count) {
    SplittableRandom random = new SplittableRandom(seed);
    RobustScore.State own = new RobustScore.State();
    Outlier never = new Outlier(1e300, Direction.BOTH, 0, 1);
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double value = random.nextInt(1_000);
      values.add(value);
      RobustScore.step(never, own, i * STEP, value);
    }
    List<Double> last = values.subList(Math.max(0, count - RobustScore.MOST_VALUES), count);
    double median = median(last);
    double scale = 1.4826 * median(last.stream().map(v -> Math.abs(v - median)).toList());
    Outlier always = new Outlier(1e-9, Direction.BOTH, 0, 1);
    double probe = median + 10 * Math.max(scale, 1);
    Judgement judgement = RobustScore.step(always, own, count * STEP, probe);
    assertThat(judgement.bound()).isEqualTo(median);
    Outlier below = new Outlier((probe - median) / scale * 1.000001, Direction.BOTH, 0, 1);
    assertThat(RobustScore.step(below, own.copy(), count * STEP, probe).verdict())
        .isEqualTo(Judgement.Verdict.NORMAL);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  @Test
  void theReferenceOfASeriesWithASampleEachSecondIsOfTwentyMinutes() {
    Outlier never = new Outlier(1e300, Direction.BOTH, 0, 1);
    for (int second = 0; second < 2_400; second++) {
      RobustScore.step(never, state, second * 1_000L, second);
    }
    assertThat(RobustScore.step(never, state, 2_400_000, 0).bound()).isEqualTo(1_797.5);
  }

  @Test
  void itsStateIsWrittenReadAndCopiedWhole() {
    learn(400);
    ByteSink sink = new ByteSink();
    state.write(sink);
    RobustScore.State read = RobustScore.State.read(new ByteSource(sink.toByteArray()));
    RobustScore.State copy = state.copy();
    ByteSink again = new ByteSink();
    read.write(again);
    assertThat(again.toByteArray()).isEqualTo(sink.toByteArray());
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 500; i++) {
      double value = 100 + random.nextInt(8);
      Judgement expected = next(UP, value);
      assertThat(RobustScore.step(UP, read, time, value)).isEqualTo(expected);
      assertThat(RobustScore.step(UP, copy, time, value)).isEqualTo(expected);
    }
  }
}
