package io.homeostat.processors.cuda;

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
import io.homeostat.core.embedding.Transport;
import io.homeostat.core.embedding.Vectors;
import io.homeostat.core.embedding.bench.World;
import io.homeostat.core.embedding.bench.World.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the kernels are held to on any device: the reference's values within 1e-5 of their scale,
 * the same bits on every run, and nothing left behind.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KernelValues {
  private static final double TOLERANCE = 1e-5;
  private static final long MOST_BYTES = 1L << 30;

  private final EmbeddingStatistics reference = new ReferenceStatistics();
  private @Nullable CountedDevice started;

  /** Opens the device. */
  abstract Device open();

  /** Closes it. */
  abstract void close(Device device);

  @BeforeAll
  void start() {
    started = new CountedDevice(open());
  }

  @AfterAll
  void stop() {
    if (started != null) {
      close(started.device());
    }
  }

  @AfterEach
  void nothingIsLeftOnTheDevice() {
    assertThat(device().allocations()).isZero();
  }

  private CountedDevice device() {
    return Objects.requireNonNull(started);
  }

  private CudaStatistics cuda(Precision precision) {
    return new CudaStatistics(device(), precision, MOST_BYTES, reference, new ReentrantLock());
  }

  private static Vectors window(int count, int dimension) {
    return new World(Kind.CLUSTERED, dimension, 5).window(count);
  }

  @ParameterizedTest
  @CsvSource({"FP32, 30, 4", "TF32, 30, 4", "FP32, 300, 150", "TF32, 300, 150", "TF32, 20, 50"})
  void momentsAgree(Precision precision, int count, int dimension) {
    Vectors window = window(count, dimension);
    Moments expected = reference.moments(window);
    Moments actual = cuda(precision).moments(window);
    assertClose(actual.mean(), expected.mean());
    assertClose(actual.covariance(), expected.covariance());
    assertClose(cuda(precision).mean(window), expected.mean());
  }

  @Test
  void vectorsOfMoreThanOneChunkAndOfAnyPlaceAreAddedUp() {
    double[] values = window(20_000, 5).rowMajor().clone();
    for (int i = 0; i < values.length; i++) {
      // Far from 0, as embeddings with a common component are.
      values[i] = (float) (values[i] + 100);
    }
    Vectors window = Vectors.ofRowMajor(20_000, 5, values);
    Moments expected = reference.moments(window);
    Moments actual = cuda(Precision.TF32).moments(window);
    assertClose(actual.mean(), expected.mean());
    assertClose(actual.covariance(), expected.covariance());
  }

  @ParameterizedTest
  @CsvSource({"FP32, 30, 4", "TF32, 30, 4", "FP32, 150, 70", "TF32, 150, 70", "TF32, 20, 50"})
  void productsOfLabelsAndVectorsAgree(Precision precision, int count, int dimension) {
    Vectors pooled = window(2 * count, dimension);
    Labelling labelling = Labelling.of(count, pooled.count(), 19, 3);
    List<Kernel> kernels =
        List.of(new Kernel.Rbf(0.2), new Kernel.Rbf(2), new Kernel.NegativeDistance());
    CudaStatistics cuda = cuda(precision);
    assertClose(cuda.gram(pooled), reference.gram(pooled));
    assertClose(cuda.squaredDistances(pooled), reference.squaredDistances(pooled));
    double[][] sums = cuda.memberSums(pooled, labelling);
    double[][] expectedSums = reference.memberSums(pooled, labelling);
    List<List<Discrepancy>> actual = cuda.discrepancies(pooled, kernels, labelling);
    List<List<Discrepancy>> expected = reference.discrepancies(pooled, kernels, labelling);
    for (int b = 0; b < labelling.size(); b++) {
      assertClose(sums[b], expectedSums[b]);
      for (int k = 0; k < kernels.size(); k++) {
        assertThat(actual.get(k).get(b).unbiased())
            .isCloseTo(expected.get(k).get(b).unbiased(), within(TOLERANCE));
        assertThat(actual.get(k).get(b).withinReference())
            .isCloseTo(expected.get(k).get(b).withinReference(), within(TOLERANCE * count * count));
      }
    }
  }

  @Test
  void manyTilesAreAddedInGroups() {
    Vectors pooled = window(1_450, 3);
    Labelling labelling = Labelling.of(700, 1_450, 1, 3);
    List<Kernel> kernels = List.of(new Kernel.Rbf(0.5));
    Discrepancy expected = reference.discrepancies(pooled, kernels, labelling).get(0).get(1);
    Discrepancy actual =
        cuda(Precision.TF32).discrepancies(pooled, kernels, labelling).get(0).get(1);
    assertThat(actual.unbiased()).isCloseTo(expected.unbiased(), within(TOLERANCE));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void slicedDistancesAgree(Precision precision) {
    Vectors before = window(200, 9);
    Vectors after = window(131, 9);
    assertThat(Transport.sliced(cuda(precision), before, after, 20, 1))
        .isCloseTo(Transport.sliced(reference, before, after, 20, 1), within(TOLERANCE));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void everyRunGivesTheSameBits(Precision precision) {
    Vectors pooled = window(150, 20);
    Labelling labelling = Labelling.of(70, 150, 9, 3);
    List<Kernel> kernels = List.of(new Kernel.Rbf(0.5));
    CudaStatistics cuda = cuda(precision);
    assertThat(cuda.discrepancies(pooled, kernels, labelling))
        .isEqualTo(cuda.discrepancies(pooled, kernels, labelling));
    assertThat(cuda.moments(pooled).covariance()).isEqualTo(cuda.moments(pooled).covariance());
  }

  @Test
  void theDecisionIsTheReferences() {
    World world = new World(Kind.DECAYING, 12, 9);
    Vectors before = world.window(60);
    Vectors after = world.window(60, World.Drift.LEADING_AXIS, 0.4);
    Judged expected = (Judged) new DriftDecision(reference, 99, 64).judge(before, after);
    Judged actual = (Judged) new DriftDecision(cuda(Precision.TF32), 99, 64).judge(before, after);
    assertThat(actual.pValue()).isCloseTo(expected.pValue(), within(0.01));
    for (int t = 0; t < expected.tests().size(); t++) {
      assertThat(actual.tests().get(t).pValue())
          .isCloseTo(expected.tests().get(t).pValue(), within(1e-3));
    }
  }

  @Test
  void whatNeedsMoreThanItsBoundGoesOnElsewhereAndIsToldOnce() {
    List<DeviceException> told = new ArrayList<>();
    CudaStatistics bound =
        new CudaStatistics(device(), Precision.FP32, 1_000, reference, new ReentrantLock());
    Vectors window = window(200, 4);
    assertThatThrownBy(() -> bound.moments(window)).hasMessageContaining("may have 1000");
    FallingBack statistics = new FallingBack(bound, reference, told::add);
    assertThat(statistics.backend()).contains("fp32 on " + device().name());
    assertThat(statistics.moments(window).mean()).isEqualTo(reference.moments(window).mean());
    assertThat(statistics.backend()).isEqualTo("reference fp64");
    assertThat(statistics.gram(window)).isEqualTo(reference.gram(window));
    assertThat(told).hasSize(1);
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
