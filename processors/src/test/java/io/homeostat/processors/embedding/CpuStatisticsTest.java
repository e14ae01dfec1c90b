package io.homeostat.processors.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.homeostat.core.embedding.Discrepancy;
import io.homeostat.core.embedding.DriftDecision;
import io.homeostat.core.embedding.DriftJudgement.Judged;
import io.homeostat.core.embedding.EmbeddingStatistics;
import io.homeostat.core.embedding.Kernel;
import io.homeostat.core.embedding.Labelling;
import io.homeostat.core.embedding.Moments;
import io.homeostat.core.embedding.ReferenceStatistics;
import io.homeostat.core.embedding.Spectrum;
import io.homeostat.core.embedding.Vectors;
import io.homeostat.core.embedding.bench.World;
import io.homeostat.core.embedding.bench.World.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenBLAS gives the reference's values, within 1e-9 of their scale. */
@Timeout(120)
class CpuStatisticsTest {
  private static final double TOLERANCE = 1e-9;
  private final EmbeddingStatistics reference = new ReferenceStatistics();
  private final EmbeddingStatistics cpu = new CpuStatistics(2);

  /** Windows in which some vectors are in both, so that distances of 0 are among the pairs. */
  private record Windows(Vectors before, Vectors after) {
    static Windows of(int count, int dimension) {
      World world = new World(Kind.CLUSTERED, dimension, 5);
      Vectors before = world.window(count);
      return new Windows(before, world.window(count / 2).and(before.pick(new int[] {1, 2, 3})));
    }

    Vectors pooled() {
      return before.and(after);
    }
  }

  @ParameterizedTest
  @CsvSource({"30, 4", "120, 40", "20, 50"})
  void momentsAndSpectraAgree(int count, int dimension) {
    Vectors window = Windows.of(count, dimension).before();
    Moments expected = reference.moments(window);
    Moments actual = cpu.moments(window);
    assertClose(actual.mean(), expected.mean());
    assertClose(actual.covariance(), expected.covariance());
    Spectrum spectrum = cpu.spectrum(expected.covariance(), dimension);
    assertClose(spectrum.values(), reference.spectrum(expected.covariance(), dimension).values());
    double[] axis = spectrum.axes()[0];
    double[] image = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      for (int k = 0; k < dimension; k++) {
        image[i] += expected.covariance()[i * dimension + k] * axis[k];
      }
      image[i] /= spectrum.values()[0];
    }
    assertClose(image, axis);
  }

  @ParameterizedTest
  @CsvSource({"30, 4", "120, 40", "20, 50"})
  void frechetDistancesAgreeAlsoWhereTheCovarianceIsSingular(int count, int dimension) {
    Windows windows = Windows.of(count, dimension);
    Moments before = reference.moments(windows.before());
    Moments after = reference.moments(windows.after());
    assertThat(cpu.frechet(before, after).squared())
        .isCloseTo(reference.frechet(before, after).squared(), within(TOLERANCE));
    assertThat(cpu.frechet(before, before).squared()).isCloseTo(0, within(1e-7));
  }

  @ParameterizedTest
  @CsvSource({"30, 4", "120, 40", "20, 50", "700, 3"})
  void discrepanciesAgreeForEveryLabelling(int count, int dimension) {
    Windows windows = Windows.of(count, dimension);
    Vectors pooled = windows.pooled();
    Labelling labelling = Labelling.of(count, pooled.count(), 9, 3);
    List<Kernel> kernels =
        List.of(new Kernel.Rbf(0.2), new Kernel.Rbf(2), new Kernel.NegativeDistance());
    List<List<Discrepancy>> expected = reference.discrepancies(pooled, kernels, labelling);
    List<List<Discrepancy>> actual = cpu.discrepancies(pooled, kernels, labelling);
    for (int k = 0; k < kernels.size(); k++) {
      for (int b = 0; b < labelling.size(); b++) {
        assertThat(actual.get(k).get(b).unbiased())
            .isCloseTo(expected.get(k).get(b).unbiased(), within(TOLERANCE));
        assertThat(actual.get(k).get(b).biased())
            .isCloseTo(expected.get(k).get(b).biased(), within(TOLERANCE));
      }
    }
    assertClose(cpu.squaredDistances(pooled), reference.squaredDistances(pooled));
    assertClose(cpu.gram(pooled), reference.gram(pooled));
    assertClose(cpu.memberSums(pooled, labelling)[9], reference.memberSums(pooled, labelling)[9]);
  }

  @Test
  void theNumberOfThreadsChangesNoBitOfADiscrepancy() {
    Windows windows = Windows.of(700, 5);
    Labelling labelling = Labelling.of(700, windows.pooled().count(), 5, 3);
    List<Kernel> kernels = List.of(new Kernel.Rbf(0.5));
    assertThat(new CpuStatistics(1).discrepancies(windows.pooled(), kernels, labelling))
        .isEqualTo(new CpuStatistics(3).discrepancies(windows.pooled(), kernels, labelling));
  }

  @Test
  void theDecisionIsTheSameOnBothBackends() {
    World world = new World(Kind.DECAYING, 12, 9);
    Vectors before = world.window(60);
    Vectors after = world.window(60, World.Drift.LEADING_AXIS, 0.4);
    Judged expected = (Judged) new DriftDecision(reference, 99, 64).judge(before, after);
    Judged actual = (Judged) new DriftDecision(cpu, 99, 64).judge(before, after);
    assertThat(actual.pValue()).isEqualTo(expected.pValue());
    for (int t = 0; t < expected.tests().size(); t++) {
      assertThat(actual.tests().get(t).pValue())
          .isCloseTo(expected.tests().get(t).pValue(), within(1e-6));
    }
  }

  @Test
  void itNeedsAThread() {
    assertThatThrownBy(() -> new CpuStatistics(0)).hasMessageContaining("threads must be 1");
  }

  private static void assertClose(double[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double scale = 1;
    for (double value : expected) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("entry " + i).isCloseTo(expected[i], within(TOLERANCE * scale));
    }
  }
}
