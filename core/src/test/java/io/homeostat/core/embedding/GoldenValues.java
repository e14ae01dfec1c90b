package io.homeostat.core.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every implementation of the statistics is held to: the values that other libraries gave for
 * the same windows.
 */
@Timeout(120)
public abstract class GoldenValues {
  private final EmbeddingStatistics statistics;
  private final double tolerance;

  /**
   * @param tolerance how far a value may be from the golden one
   */
  protected GoldenValues(EmbeddingStatistics statistics, double tolerance) {
    this.statistics = statistics;
    this.tolerance = tolerance;
  }

  private Offset<Double> exact() {
    return within(tolerance);
  }

  /** What the golden value itself is right to, where that is less. */
  private Offset<Double> atLeast(double rounding) {
    return within(Math.max(rounding, tolerance));
  }

  public static List<Golden> goldens() {
    return Golden.all();
  }

  private Discrepancy mmd(Golden golden, double gamma) {
    return discrepancy(golden, new Kernel.Rbf(gamma));
  }

  private Discrepancy discrepancy(Golden golden, Kernel kernel) {
    Vectors pooled = golden.reference().and(golden.current());
    Labelling observed = Labelling.of(golden.reference().count(), pooled.count(), 0, 0);
    return statistics.discrepancies(pooled, List.of(kernel), observed).get(0).get(0);
  }

  private double gamma(Golden golden, Bandwidth bandwidth) {
    return bandwidth.gamma(statistics, golden.reference(), golden.current());
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void meanDiscrepancyWithEachBandwidth(Golden golden) {
    String gretton = "mmd2_unbiased gamma=1/(2*median(d)^2)";
    double gamma = gamma(golden, Bandwidth.MEDIAN_DISTANCE);
    assertThat(gamma).isCloseTo(golden.value(gretton, "gamma"), exact());
    assertThat(mmd(golden, gamma).unbiased()).isCloseTo(golden.value(gretton, "mmd2_u"), exact());
    assertThat(mmd(golden, gamma).biased())
        .isCloseTo(golden.value(gretton, "mmd2_biased"), exact());

    String square = "mmd2_unbiased gamma=1/median(d^2)";
    double squareGamma = gamma(golden, Bandwidth.MEDIAN_SQUARE);
    assertThat(squareGamma).isCloseTo(golden.value(square, "gamma"), exact());
    assertThat(mmd(golden, squareGamma).unbiased())
        .isCloseTo(golden.value(square, "mmd2_u"), exact());
    assertThat(mmd(golden, squareGamma).biased())
        .isCloseTo(golden.value(square, "mmd2_biased"), exact());
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void meanDiscrepancyAsOtherLibrariesHaveIt(Golden golden) {
    double between = gamma(golden, Bandwidth.MEDIAN_BETWEEN);
    assertThat(between).isCloseTo(golden.value("evidently_embedding_mmd", "gamma"), exact());
    assertThat(Math.max(0, mmd(golden, between).unbiased()))
        .isCloseTo(golden.value("evidently_embedding_mmd", "score"), exact());

    // alibi-detect computes in float32: its sigma is right to seven digits.
    double gamma = gamma(golden, Bandwidth.REFERENCE_LOWER_MEDIAN);
    assertThat(Math.sqrt(1 / (2 * gamma)))
        .isCloseTo(golden.value("alibi_detect_MMDDrift_statistic", "sigma"), atLeast(5e-7));
    assertThat(mmd(golden, gamma).unbiased())
        .isCloseTo(golden.value("alibi_detect_MMDDrift_statistic", "mmd2"), atLeast(3e-8));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void energyDistance(Golden golden) {
    Discrepancy energy = discrepancy(golden, new Kernel.NegativeDistance());
    // The golden distances came from a² + b² − 2ab: the root of its rounding is 1e-8 where a = b.
    Offset<Double> rounding = atLeast(1e-8);
    assertThat(energy.biased()).isCloseTo(golden.value("energy_distance_squared_V"), rounding);
    assertThat(energy.unbiased()).isCloseTo(golden.value("energy_distance_squared_U"), rounding);
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void frechetDistance(Golden golden) {
    FrechetDistance frechet =
        statistics.frechet(
            statistics.moments(golden.reference()), statistics.moments(golden.current()));
    boolean singular = golden.name().startsWith("rank_deficient");
    // numpy took the roots of the product's rounding noise too: 9e-8 where it is singular.
    assertThat(frechet.squared())
        .isCloseTo(golden.value("frechet", "frechet_distance"), singular ? atLeast(1e-7) : exact());
    if (singular) {
      // With 40 digits: singular values of the product of the centred windows.
      assertThat(frechet.squared()).isCloseTo(15.221308064664594, exact());
    }
    assertThat(frechet.meanTerm()).isCloseTo(golden.value("frechet", "mean_term"), exact());
    // SciPy's square root of a singular product is good to half the digits only.
    assertThat(frechet.squared())
        .isCloseTo(golden.value("frechet", "frechet_squared"), atLeast(2e-7));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void hotellingsTest(Golden golden) {
    Hotelling hotelling =
        Hotelling.of(statistics.moments(golden.reference()), statistics.moments(golden.current()))
            .orElseThrow();
    assertThat(hotelling.tSquared()).isCloseTo(golden.value("hotelling_t2", "t2"), exact());
    assertThat(hotelling.f()).isCloseTo(golden.value("hotelling_t2", "F"), exact());
    assertThat(hotelling.pValue()).isCloseTo(golden.value("hotelling_t2", "pvalue"), exact());
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void distancesOfTheMeans(Golden golden) {
    Centroids centroids =
        Centroids.between(
            statistics.moments(golden.reference()).mean(),
            statistics.moments(golden.current()).mean());
    assertThat(centroids.euclidean())
        .isCloseTo(golden.value("evidently_distance_euclidean"), exact());
    assertThat(centroids.cosine()).isCloseTo(golden.value("evidently_distance_cosine"), exact());
    assertThat(centroids.cosine()).isCloseTo(golden.value("cosine_distance_of_means"), exact());
    assertThat(centroids.cityBlock())
        .isCloseTo(golden.value("evidently_distance_cityblock"), exact());
    assertThat(centroids.chebyshev())
        .isCloseTo(golden.value("evidently_distance_chebyshev"), exact());
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void wassersteinDistances(Golden golden) {
    assertThat(Transport.movedDimensions(golden.reference(), golden.current(), 0.1))
        .isEqualTo(golden.value("evidently_ratio_wasserstein0.1"));
    if (golden.has("wasserstein2_squared_exact")) {
      assertThat(Transport.exact(golden.reference(), golden.current()))
          .isCloseTo(golden.value("wasserstein2_squared_exact"), exact());
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void permutationTestWithTheGivenGenerator(Golden golden) {
    String group = "permutation_test";
    double gamma = gamma(golden, Bandwidth.MEDIAN_SQUARE);
    PermutationTest test =
        PermutationTest.mmd(
            statistics, golden.reference(), golden.current(), new Kernel.Rbf(gamma), 199, 777);
    assertThat(test.observed()).isCloseTo(golden.value(group, "observed"), exact());
    assertThat(test.exceed()).isEqualTo((int) golden.value(group, "exceed"));
    assertThat(test.pValue()).isCloseTo(golden.value(group, "p_(b+1)"), exact());
    assertThat((double) test.exceed() / 199).isCloseTo(golden.value(group, "p_b/B"), exact());
    List<Double> first = golden.values(group, "null_first5");
    for (int b = 0; b < first.size(); b++) {
      assertThat(test.permuted()[b]).isCloseTo(first.get(b), exact());
    }
  }
}
