package io.homeostat.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.core.model.EntityId;
import io.homeostat.core.model.Observation;
import org.junit.jupiter.api.Test;

final class MeansTest {

  private static Observation answer(long[] times, double[] means, long... counts) {
    return new Observation(
        "q", "rag", EntityId.parse("pg-index:i"), "s", 0, 60, 10, times, means, counts);
  }

  @Test
  void stepsCountByTheirSamples() {
    Observation answer = answer(new long[] {0, 10, 20}, new double[] {1, 4, 4}, 2, 1, 1);

    assertThat(Means.over(answer, 0, 30)).isEqualTo(new Means(2.5, 3));
  }

  @Test
  void stepsThatCrossTheWindowsEdgesAreLeftOut() {
    Observation answer = answer(new long[] {0, 10, 20, 30}, new double[] {9, 1, 1, 9}, 1, 1, 1, 1);

    assertThat(Means.over(answer, 5, 35)).isEqualTo(new Means(1, 2));
  }

  @Test
  void seriesThatStoppedInTheFirstHalfIsNotKnown() {
    Observation answer = answer(new long[] {0, 10}, new double[] {1, 1}, 1, 1);

    assertThat(Means.over(answer, 0, 60).known()).isFalse();
    assertThat(Means.over(answer, 0, 40).known()).isTrue();
  }

  @Test
  void nothingIsNotKnown() {
    assertThat(Means.over(answer(new long[0], new double[0]), 0, 60).known()).isFalse();
    assertThat(Means.over(answer(new long[] {0}, new double[] {Double.NaN}, 3), 0, 10).known())
        .isFalse();
  }
}
