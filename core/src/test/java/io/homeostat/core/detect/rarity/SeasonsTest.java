package io.homeostat.core.detect.rarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeasonsTest {
  private static final long STEP_MILLIS = 300_000;
  private static final int A_DAY = 288;
  private static final long MONDAY = 1_699_833_600_000L;

  private final SplittableRandom random = new SplittableRandom(5);
  private final Seasons seasons = new Seasons();

  /** Days have a wave of 50; Saturdays and Sundays are lower by 30. */
  private double value(int step) {
    double day = 50 * Math.sin(2 * Math.PI * step / A_DAY);
    boolean weekend = step / A_DAY % 7 >= 5;
    return 100 + day - (weekend ? 30 : 0) + random.nextDouble();
  }

  private void learn(int days) {
    for (int i = 0; i < days * A_DAY; i++) {
      seasons.learn(MONDAY + i * STEP_MILLIS, value(i), 1_000);
    }
  }

  @Test
  void whatADayOfTheWeekAddsIsKnownAfterFourWeeks() {
    learn(28);
    long saturdayNoon = MONDAY + 5 * A_DAY * STEP_MILLIS + 12 * 3_600_000;
    long mondayNoon = MONDAY + 12 * 3_600_000;
    assertThat(seasons.usual(saturdayNoon)).isCloseTo(70, within(8.0));
    assertThat(seasons.usual(mondayNoon)).isCloseTo(100, within(8.0));
    assertThat(seasons.basis(mondayNoon)).isEqualTo(Basis.WEEK);
  }

  @Test
  void beforeTwoWeeksOnlyTheTimeOfDayIsKnown() {
    learn(6);
    assertThat(seasons.basis(MONDAY)).isEqualTo(Basis.DAY);
    assertThat(seasons.above(MONDAY + A_DAY * STEP_MILLIS / 4, 180)).isBetween(20.0, 60.0);
    assertThat(seasons.below(MONDAY + A_DAY * STEP_MILLIS / 4, 100)).isBetween(10.0, 60.0);
  }

  @Test
  void nothingIsComparedWithItself() {
    for (int i = 0; i < 5; i++) {
      seasons.learn(MONDAY + i * STEP_MILLIS, 7, 1_000);
    }
    assertThat(seasons.knows(MONDAY)).isFalse();
    seasons.learn(MONDAY + 6 * STEP_MILLIS, 7, 1_000);
    assertThat(seasons.knows(MONDAY)).isTrue();
  }

  @Test
  void whatIsWrittenIsRead() {
    learn(17);
    byte[] written = bytes(seasons);
    assertThat(bytes(Seasons.read(new ByteSource(written)))).isEqualTo(written);
    Seasons copy = seasons.copy();
    learn(3);
    assertThat(bytes(copy)).isEqualTo(written);
    assertThat(written).hasSizeLessThanOrEqualTo(230);
  }

  private static byte[] bytes(Seasons seasons) {
    ByteSink sink = new ByteSink();
    seasons.write(sink);
    return sink.toByteArray();
  }
}
