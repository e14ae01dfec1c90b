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
    float[] all = new float[100];
    Lookback lookback = new Lookback();
    for (int i = 0; i < all.length; i++) {
      float height = 1 + random.nextInt(500);
      long last = -1;
      for (int k = 0; k < i; k++) {
        last = all[k] >= height ? k : last;
      }
      assertThat(lookback.since(height, i)).isEqualTo(last < 0 ? -1 : i - last);
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
    assertThat(lookback.since(901, 100)).isEqualTo(1);
    assertThat(lookback.since(1_000, 100)).isGreaterThanOrEqualTo(1);
    assertThat(lookback.since(1_010, 100)).isEqualTo(-1);
  }

  @Test
  void whatIsLongAgoIsForgotten() {
    Lookback lookback = new Lookback();
    lookback.add(9, 70_000);
    for (long place = 70_001; place <= 70_000 + Lookback.FARTHEST; place++) {
      lookback.forget(place);
    }
    assertThat(lookback.since(9, 70_000 + Lookback.FARTHEST)).isEqualTo(Lookback.FARTHEST);
    lookback.forget(70_001 + Lookback.FARTHEST);
    assertThat(lookback.since(9, 70_001 + Lookback.FARTHEST)).isEqualTo(-1);
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
