package io.homeostat.core.detect.rarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RarityDetectorTest {
  private static final long STEP_MILLIS = 300_000;
  private static final int A_DAY = 288;

  private final SplittableRandom random = new SplittableRandom(11);
  private final RarityState state = new RarityState();
  private long time = 1_700_000_000_000L;

  private Rarity next(double value) {
    time += STEP_MILLIS;
    return RarityDetector.step(RarityParams.DEFAULT, state, time, value);
  }

  private double noise() {
    return random.nextDouble() + random.nextDouble() + random.nextDouble();
  }

  private void learn(int count) {
    for (int i = 0; i < count; i++) {
      next(100 + noise());
    }
  }

  private static byte[] bytes(RarityState state) {
    ByteSink sink = new ByteSink();
    state.write(sink);
    return sink.toByteArray();
  }

  @Test
  void itIsSilentUntilThereIsEnoughToCompareWith() {
    for (int i = 0; i < Tail.LEAST_VALUES + 20; i++) {
      assertThat(next(i == 150 ? 1e9 : noise()).value()).as("sample %d", i).isZero();
    }
  }

  @Test
  void aSpikeIsRareFromItsFirstSample() {
    learn(1_000);
    Rarity rarity = next(130);
    assertThat(rarity.value()).isGreaterThan(5);
    assertThat(rarity.score()).isBetween(0.9, 1.0);
    assertThat(rarity.view()).isIn(View.HIGH, View.RISE, View.ROUGH, View.MEAN_HIGH);
  }

  @Test
  void theScoreTellsTheBeginningAndThenFades() {
    learn(1_000);
    double first = next(130).score();
    double second = next(100 + noise()).score();
    double third = next(100 + noise()).score();
    assertThat(first).isGreaterThan(0.5);
    assertThat(second).isBetween(0.3, 0.5);
    assertThat(third).isLessThan(second);
    learn(1_000);
    assertThat(next(101.5).score()).isLessThan(0.3);
  }

  @Test
  void aDipIsRare() {
    learn(1_000);
    assertThat(next(70).value()).isGreaterThan(2);
  }

  @Test
  void aShiftIsToldWhenItComesAndThenNoMore() {
    learn(2_000);
    double most = 0;
    for (int i = 0; i < 12; i++) {
      most = Math.max(most, next(104 + noise()).value());
    }
    assertThat(most).isGreaterThan(4);
    learnShifted(60);
    for (int i = 0; i < 100; i++) {
      assertThat(next(104 + noise()).value()).isLessThan(0.5);
    }
  }

  private void learnShifted(int count) {
    for (int i = 0; i < count; i++) {
      next(104 + noise());
    }
  }

  @Test
  void lessVariationIsSeenAsSuch() {
    learn(2_000);
    View view = View.HIGH;
    for (int i = 0; i < 14; i++) {
      view = next(101.5).view();
    }
    assertThat(view).isEqualTo(View.SMOOTH);
  }

  @Test
  void moreVariationIsRare() {
    learn(2_000);
    double most = 0;
    for (int i = 0; i < 24; i++) {
      most = Math.max(most, next(101.5 + (i % 2 == 0 ? 2.5 : -2.5)).value());
    }
    assertThat(most).isGreaterThan(2);
  }

  @Test
  void anOrdinaryValueAtTheWrongTimeOfDayIsRare() {
    for (int i = 0; i < 10 * A_DAY; i++) {
      next(100 + 50 * Math.sin(2 * Math.PI * i / A_DAY) + noise());
    }
    Rarity most = Rarity.none();
    for (int i = 0; i < A_DAY / 2; i++) {
      Rarity rarity = next(100 - 50 * Math.sin(2 * Math.PI * i / A_DAY) + noise());
      most = rarity.value() > most.value() ? rarity : most;
    }
    assertThat(most.value()).isGreaterThan(2);
    assertThat(most.view()).isEqualTo(View.BELOW_DAY);
  }

  @Test
  void whatRecursIsNoLongerRare() {
    double last = 0;
    for (int i = 0; i < 4_000; i++) {
      Rarity rarity = next(i % 250 == 249 ? 150 + noise() : 100 + noise());
      last = i % 250 == 249 ? rarity.value() : last;
    }
    assertThat(last).isLessThan(1);
  }

  @Test
  void aConstantSeriesIsNeverRare() {
    for (int i = 0; i < 3_000; i++) {
      assertThat(next(0.1).value()).isZero();
    }
  }

  @Property(tries = 20)
  void unitsDoNotMatter(@ForAll @IntRange(min = -40, max = 40) int power) {
    double unit = Math.pow(2, power);
    SplittableRandom values = new SplittableRandom(power);
    RarityState plain = new RarityState();
    RarityState other = new RarityState();
    for (int i = 0; i < 1_500; i++) {
      double value = values.nextDouble() * values.nextDouble() * (i == 1_400 ? 50 : 1);
      long at = i * STEP_MILLIS;
      Rarity one = RarityDetector.step(RarityParams.DEFAULT, plain, at, value);
      Rarity two = RarityDetector.step(RarityParams.DEFAULT, other, at, value * unit);
      assertThat(two).isEqualTo(one);
    }
  }

  @Property(tries = 20)
  void aStateThatWasWrittenAndReadGoesOnAsItWould(
      @ForAll long seed, @ForAll @IntRange(max = 3_000) int split) {
    SplittableRandom values = new SplittableRandom(seed);
    RarityState whole = new RarityState();
    RarityState read = new RarityState();
    for (int i = 0; i < 3_500; i++) {
      if (i == split) {
        read = RarityState.read(new ByteSource(bytes(whole)));
        assertThat(bytes(read)).isEqualTo(bytes(whole));
      }
      double value = Math.exp(4 * values.nextDouble());
      Rarity expected = RarityDetector.step(RarityParams.DEFAULT, whole, i * STEP_MILLIS, value);
      if (i >= split) {
        assertThat(RarityDetector.step(RarityParams.DEFAULT, read, i * STEP_MILLIS, value))
            .isEqualTo(expected);
      }
    }
    assertThat(bytes(read)).isEqualTo(bytes(whole));
  }

  @Test
  void copiesAreDeep() {
    learn(1_000);
    byte[] before = bytes(state);
    RarityState copy = state.copy();
    learn(1_000);
    assertThat(bytes(copy)).isEqualTo(before);
  }

  @Test
  void theStateIsBoundedWhateverComes() {
    double value = 1e300;
    for (int i = 0; i < 40_000; i++) {
      value = i % 3 == 0 ? -value : value * 0.98;
      double rarity = next(i % 97 == 0 ? random.nextDouble() : value).value();
      assertThat(rarity).isBetween(0.0, 1_000.0);
    }
    assertThat(bytes(state).length).isLessThanOrEqualTo(RarityState.MOST_BYTES);
  }

  @Test
  void oneAbsurdValueIsForgotten() {
    learn(1_500);
    next(Double.MAX_VALUE);
    next(-Double.MAX_VALUE);
    learn(3_000);
    assertThat(next(150).value()).isGreaterThan(0.2);
  }

  @Test
  void whatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> next(Double.NaN)).hasMessageContaining("finite");
    assertThatThrownBy(() -> new RarityParams(1, 0.2, 1, 6, List.of(1.2), 1_000))
        .hasMessageContaining("window is 1");
    assertThatThrownBy(() -> new RarityParams(12, 0.2, 1, 6, List.of(0.5), 1_000))
        .hasMessageContaining("nearness");
  }
}
