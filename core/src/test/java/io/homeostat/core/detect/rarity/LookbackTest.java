package io.homeostat.core.detect.rarity;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.form.ByteSink;
import io.homeostat.core.form.ByteSource;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LookbackTest {
  @Property(tries = 50)
  void itKnowsTheLastThatWasAsGreat(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] all = new float[2_000];
    Lookback lookback = new Lookback();
    for (int i = 0; i < all.length; i++) {
      float height = 1 + random.nextInt(1_000);
      long last = -1;
      for (int k = 0; k < i; k++) {
        last = all[k] >= height ? k : last;
      }
      assertThat(lookback.last(height)).isEqualTo(last);
      all[i] = height;
      lookback.add(height, i);
    }
  }

  @Test
  void tooManyToRememberAreTakenForTheLater() {
    Lookback lookback = new Lookback();
    for (int i = 0; i < 100; i++) {
      lookback.add(1_000 - i, i);
    }
    assertThat(lookback.last(901)).isEqualTo(99);
    assertThat(lookback.last(1_000)).isGreaterThanOrEqualTo(0);
    assertThat(lookback.last(1_001)).isEqualTo(-1);
  }

  @Test
  void whatIsWrittenIsRead() {
    Lookback lookback = new Lookback();
    for (int i = 0; i < 30; i++) {
      lookback.add(100 - i % 17, i);
    }
    ByteSink sink = new ByteSink();
    lookback.write(sink);
    ByteSink again = new ByteSink();
    Lookback.read(new ByteSource(sink.toByteArray())).write(again);
    assertThat(again.toByteArray()).isEqualTo(sink.toByteArray());
  }
}
