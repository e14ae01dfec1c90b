package io.homeostat.core.detect.rarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TailTest {
  private static final double MOST = 6;

  private static Tail of(float... values) {
    Tail tail = new Tail();
    for (float value : values) {
      tail.add(value);
    }
    return tail;
  }

  private static float[] uniform(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble();
    }
    return values;
  }

  private static byte[] bytes(Tail tail) {
    ByteSink sink = new ByteSink();
    tail.write(sink);
    return sink.toByteArray();
  }

  @Test
  void tooFewValuesSayNothing() {
    assertThat(of(uniform(1, Tail.LEAST_VALUES - 1)).surprise(7, MOST)).isZero();
    assertThat(of(uniform(1, Tail.LEAST_VALUES)).surprise(7, MOST)).isGreaterThan(2);
  }

  /**
   * With one seed for all: of 74,648 others, in three a rank of 200 was outside what is kept (300
   * in 304), and in three another was further off.
   */
  @Property(tries = 50, seed = "20261130")
  void theRanksOfATailAreNearlyRight(@ForAll long seed) {
    float[] values = uniform(seed, 5_000);
    Tail tail = of(values);
    Arrays.sort(values);
    int[] ranks = {1, 2, 4, 10, 20, 30, 50, 70, 100, 150, 200};
    double error = 0;
    for (int rank : ranks) {
      float value = values[values.length - rank];
      double exact = -Math.log10((rank + 1.0) / (values.length + 1));
      double off = Math.abs(tail.surprise(value, MOST) - exact);
      assertThat(off).as("rank %d", rank).isLessThan(0.6);
      error += off / ranks.length;
    }
    assertThat(error).isLessThan(0.3);
  }

  @Test
  void beyondTheGreatestItGoesOnExponentially() {
    SplittableRandom random = new SplittableRandom(3);
    double sum = 0;
    int tries = 200;
    for (int k = 0; k < tries; k++) {
      Tail tail = new Tail();
      float greatest = 0;
      for (int i = 0; i < 1_000; i++) {
        float value = (float) -Math.log(random.nextDouble());
        greatest = Math.max(greatest, value);
        tail.add(value);
      }
      sum += tail.surprise(greatest + 1, MOST) - tail.surprise(greatest, MOST);
    }
    assertThat(sum / tries).isBetween(0.4, 1.0);
  }

  @Test
  void whatComesOftenIsNoSurpriseHoweverHigh() {
    Tail tail = new Tail();
    for (int i = 0; i < 1_000; i++) {
      tail.add(i % 21 == 0 ? 20 : 0);
    }
    assertThat(tail.surprise(20, MOST)).isCloseTo(1.3, within(0.3));
    assertThat(tail.surprise(0, MOST)).isZero();
  }

  @Test
  void aFlatPastMakesAnyRiseASurpriseAndNoValueBeyondBounds() {
    Tail tail = new Tail();
    for (int i = 0; i < 1_000; i++) {
      tail.add(0);
    }
    assertThat(tail.surprise(0, MOST)).isZero();
    assertThat(tail.surprise(1e-20f, MOST)).isEqualTo(MOST);
    assertThat(tail.surprise(Float.MAX_VALUE, MOST)).isEqualTo(MOST);
  }

  @Test
  void thePastFades() {
    Tail tail = new Tail();
    for (int i = 0; i < 20; i++) {
      tail.add(100);
    }
    for (float value : uniform(5, 6 * Tail.MOST_VALUES)) {
      tail.add(value);
    }
    assertThat(tail.surprise(2, MOST)).isGreaterThan(3.5);
    float[] late = uniform(6, 3 * Tail.MOST_VALUES);
    Tail fresh = of(late);
    assertThat(fresh.surprise(0.99f, MOST)).isCloseTo(2, within(0.2));
  }

  @Property(tries = 30)
  void whatIsWrittenIsReadAndCopiesAreDeep(@ForAll long seed) {
    Tail tail = of(uniform(seed, 700));
    Tail read = Tail.read(new ByteSource(bytes(tail)));
    Tail copy = tail.copy();
    for (float value : uniform(seed + 1, 20_000)) {
      assertThat(read.surprise(value, MOST)).isEqualTo(tail.surprise(value, MOST));
      tail.add(value);
      read.add(value);
    }
    assertThat(bytes(read)).isEqualTo(bytes(tail)).hasSizeLessThanOrEqualTo(55);
    assertThat(bytes(copy)).isEqualTo(bytes(of(uniform(seed, 700))));
  }
}
