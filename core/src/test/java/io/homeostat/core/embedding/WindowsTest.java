package io.homeostat.core.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.core.embedding.bench.World;
import io.homeostat.core.embedding.bench.World.Drift;
import io.homeostat.core.embedding.bench.World.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WindowsTest {
  private final EmbeddingStatistics statistics = new ReferenceStatistics();

  private static Intake.Embedding embedding(String id, float... values) {
    return new Intake.Embedding(id, values);
  }

  @Test
  void whatCannotBeComparedIsCountedByReason() {
    Intake intake =
        Intake.of(
            2,
            List.of(
                embedding("a", 1, 2),
                embedding("b", Float.NaN, Float.POSITIVE_INFINITY),
                embedding("c", 1, Float.NEGATIVE_INFINITY),
                embedding("d", 0, -0f),
                embedding("e", 1, 2, 3),
                embedding("f", 0, 1)));
    assertThat(intake.ids()).containsExactly("a", "f");
    assertThat(intake.sound().rowMajor()).containsExactly(1, 2, 0, 1);
    assertThat(intake.notANumber()).isEqualTo(1);
    assertThat(intake.infinite()).isEqualTo(1);
    assertThat(intake.zero()).isEqualTo(1);
    assertThat(intake.otherDimension()).isEqualTo(1);
    assertThat(intake.leftOut()).isEqualTo(4);
  }

  @Test
  void vectorsRefuseWhatIsNotFinite() {
    assertThatThrownBy(() -> Vectors.of(new double[][] {{1, Double.NaN}}))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> Vectors.of(new double[][] {{1}, {1, 2}}))
        .hasMessageContaining("row 1 has 2 values");
  }

  @Test
  void vectorsOfANewClusterAreFarAndNamed() {
    World world = new World(Kind.CLUSTERED, 8, 3);
    Clusters clusters = Clusters.of(world.window(400), 16, 0.01);
    List<String> ids = IntStream.range(0, 200).mapToObj(i -> "doc-" + i).toList();
    assertThat(clusters.far(world.window(200), ids, 3).share()).isLessThan(0.05);
    Clusters.Far far = clusters.far(world.window(200, Drift.NEW_CLUSTER, 4), ids, 3);
    assertThat(far.share()).isBetween(0.05, 0.2);
    assertThat(far.examples()).hasSize(3).allMatch(ids::contains);
  }

  @Test
  void aWindowTellsDeadDimensionsDuplicatesAndItsRank() {
    double[][] rows = new double[40][3];
    Lcg lcg = new Lcg(4);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i % 4 == 3 ? rows[i - 1].clone() : new double[] {lcg.normal(), lcg.normal(), 7};
    }
    WindowSummary summary = WindowSummary.of(statistics, Vectors.of(rows));
    assertThat(summary.deadDimensions()).isEqualTo(1);
    assertThat(summary.nearDuplicates()).isEqualTo(10);
    assertThat(summary.effectiveRank()).isBetween(1.5, 2.0);
    assertThat(summary.norms().least()).isGreaterThanOrEqualTo(7);
  }

  @Test
  void aSpectrumGivesItsMatrixBack() {
    Moments moments = statistics.moments(new World(Kind.DECAYING, 9, 8).window(30));
    Spectrum spectrum = statistics.spectrum(moments.covariance(), 9);
    for (int i = 0; i < 9; i++) {
      for (int j = 0; j < 9; j++) {
        double sum = 0;
        for (int r = 0; r < 9; r++) {
          sum += spectrum.values()[r] * spectrum.axes()[r][i] * spectrum.axes()[r][j];
        }
        assertThat(sum).isCloseTo(moments.covariance()[i * 9 + j], within(1e-13));
      }
    }
    assertThat(spectrum.values()).isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }

  @Test
  void frechetWithinTheLeadingAxesIsPartOfTheWhole() {
    World world = new World(Kind.DECAYING, 12, 8);
    Moments before = statistics.moments(world.window(60));
    Moments after = statistics.moments(world.window(60, Drift.LEADING_AXIS, 1));
    Spectrum spectrum = statistics.spectrum(before.covariance(), 12);
    double[][] leading = Arrays.copyOf(spectrum.axes(), 3);
    FrechetDistance within = statistics.frechet(before.within(leading), after.within(leading));
    assertThat(within.meanTerm()).isPositive();
    assertThat(within.squared()).isLessThan(statistics.frechet(before, after).squared());
  }

  @Test
  void distancesAlongALineDoNotNeedWindowsOfOneSize() {
    assertThat(Transport.alongLine(new double[] {0, 1}, new double[] {0, 0, 1, 1}, 1)).isZero();
    assertThat(Transport.alongLine(new double[] {0}, new double[] {1, 3}, 1)).isEqualTo(2);
    assertThat(Transport.alongLine(new double[] {0}, new double[] {1, 3}, 2)).isEqualTo(5);
  }

  @Test
  void slicedDistanceOfAShiftIsItsSquareOverTheDimension() {
    Vectors window = new World(Kind.ISOTROPIC, 3, 2).window(50);
    double[] moved = window.rowMajor().clone();
    for (int i = 0; i < moved.length; i += 3) {
      moved[i] += 2;
    }
    double sliced =
        Transport.sliced(
            new ReferenceStatistics(), window, Vectors.ofRowMajor(50, 3, moved), 500, 1);
    assertThat(sliced).isCloseTo(4.0 / 3, within(0.15));
    assertThat(Transport.sliced(new ReferenceStatistics(), window, window, 10, 1)).isZero();
  }

  @Test
  void tailsAgreeWithTables() {
    assertThat(Tails.normal(1.959963984540054)).isCloseTo(0.025, within(1e-14));
    assertThat(Tails.gamma(3.841458820694124 / 2, 0.5)).isCloseTo(0.05, within(1e-14));
    assertThat(Tails.gamma(5000, 4900)).isCloseTo(0.07726359533787348, within(1e-10));
    assertThat(Tails.fisher(4.964602743730711, 1, 10)).isCloseTo(0.05, within(1e-12));
  }
}
