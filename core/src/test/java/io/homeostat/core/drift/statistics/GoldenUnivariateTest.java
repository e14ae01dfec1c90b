package io.homeostat.core.drift.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenUnivariateTest {
  private static final Offset<Double> EXACT = within(1e-9);
  private static final double TINY = Double.MIN_NORMAL;

  private record Case(String name, double[] x, double[] y, GoldenFile expected) {
    Pooled pooled() {
      return Pooled.of(x, y);
    }

    @Override
    public String toString() {
      return name;
    }

    void is(String key, double value) {
      if (expected.has(key)) {
        assertThat(value).as(key).isCloseTo(expected.value(key), EXACT);
      }
    }
  }

  static Stream<Case> cases() {
    return GoldenFile.of("univariate.json").cases().entrySet().stream()
        .map(
            entry ->
                new Case(
                    entry.getKey(),
                    entry.getValue().reals("x"),
                    entry.getValue().reals("y"),
                    entry.getValue().group("expected")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void kolmogorovSmirnovIsScipys(Case given) {
    Pooled pooled = given.pooled();
    KolmogorovSmirnov test = KolmogorovSmirnov.of(pooled.counts());
    GoldenFile exact = given.expected().group("scipy_ks_2samp_exact");
    assertThat(test.statistic()).isCloseTo(exact.value("statistic"), EXACT);
    // Of places that are equally far apart, rounding chooses SciPy's.
    double location = exact.value("location");
    assertThat(below(given.x(), location) - below(given.y(), location))
        .isCloseTo(exact.value("sign") * test.statistic(), EXACT);
    double place = pooled.values()[test.cell()];
    assertThat(below(given.x(), place) - below(given.y(), place))
        .isCloseTo(test.sign() * test.statistic(), EXACT);
    assertThat(test.exactPValue()).isCloseTo(exact.value("pvalue"), EXACT);
    assertThat(test.pValue()).isEqualTo(Math.min(1, test.exactPValue()));
    assertThat(test.asymptoticPValue())
        .isCloseTo(given.expected().group("scipy_ks_2samp_asymp").value("pvalue"), EXACT);
    given.is("nannyml_ks", test.statistic());
  }

  private static double below(double[] values, double place) {
    return Arrays.stream(values).filter(value -> value <= place).count() / (double) values.length;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void distancesInTheValuesUnitAreScipys(Case given) {
    double wasserstein = given.pooled().wasserstein();
    given.is("scipy_wasserstein_1", wasserstein);
    given.is("nannyml_wasserstein", wasserstein);
    given.is("frouros_emd", wasserstein);
    double mean = Arrays.stream(given.x()).average().orElseThrow();
    double deviation =
        Math.sqrt(
            Arrays.stream(given.x()).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
    given.is("evidently_wasserstein_normed", wasserstein / Math.max(deviation, 0.001));
    given.is("scipy_energy_distance", given.pooled().energyDistance());
    given.is("frouros_energy", given.pooled().energyDistance());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void ranksAreScipys(Case given) {
    Counts counts = given.pooled().counts();
    GoldenFile mann = given.expected().group("scipy_mannwhitneyu_asymptotic");
    assertThat(RankTest.mannWhitney(counts)).isCloseTo(mann.value("statistic"), EXACT);
    GoldenFile cramer = given.expected().group("scipy_cramervonmises_2samp");
    double statistic = Quadratic.cramerVonMises(counts);
    assertThat(statistic).isCloseTo(cramer.value("statistic"), EXACT);
    int n = given.x().length;
    int m = given.y().length;
    if (Math.max(n, m) > 20) {
      assertThat(Quadratic.cramerVonMisesPValue(statistic, n, m))
          .isCloseTo(cramer.value("pvalue"), EXACT);
    }
    if (given.expected().has("scipy_anderson_ksamp_stat")) {
      given.is("scipy_anderson_ksamp_stat", Quadratic.andersonDarling(counts));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void wilcoxonsTailIsTheNormalOneButForSkewness(Case given) {
    Counts counts = given.pooled().counts();
    double asymptotic = given.expected().group("scipy_mannwhitneyu_asymptotic").value("pvalue");
    if (counts.cells() == given.x().length + given.y().length && counts.cells() > 20) {
      assertThat(RankTest.of(counts, RankTest.WILCOXON).pValue())
          .isCloseTo(asymptotic, within(0.02 * asymptotic + 1e-9));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void binnedDivergencesAreThoseOfOtherTools(Case given) {
    double[] x = given.x();
    double[] y = given.y();
    Counts evidently = PeerBins.evidently(x, y);
    double[] p = PeerBins.filled(evidently.referenceShares());
    double[] q = PeerBins.filled(evidently.currentShares());
    given.is("evidently_psi", Divergence.populationStability(p, q, 0));
    given.is(
        "evidently_kl_div", Divergence.kullbackLeibler(PeerBins.normed(p), PeerBins.normed(q)));
    given.is(
        "evidently_jensenshannon", natural(evidently.referenceShares(), evidently.currentShares()));
    double[] doane = PeerBins.doane(x);
    double[] before = PeerBins.shares(PeerBins.histogram(x, doane), x.length);
    double[] after = PeerBins.shares(PeerBins.histogram(y, doane), y.length);
    before = Arrays.copyOf(before, before.length + 1);
    after = Arrays.copyOf(after, after.length + 1);
    after[after.length - 1] = Math.max(0, 1 - Arrays.stream(after).sum());
    given.is("nannyml_js", Math.sqrt(Divergence.jensenShannon(before, after)));
    given.is("nannyml_hellinger", Divergence.hellinger(before, after));
    double[] ten = PeerBins.equalWidth(x, y, 10);
    double[] tenBefore = PeerBins.shares(PeerBins.histogram(x, ten), x.length);
    double[] tenAfter = PeerBins.shares(PeerBins.histogram(y, ten), y.length);
    given.is("frouros_psi_10", Divergence.populationStability(tenBefore, tenAfter, TINY));
    given.is("frouros_hellinger_10", Divergence.hellinger(tenBefore, tenAfter));
    if (Arrays.stream(x).distinct().count() > 20) {
      double[] sturges = PeerBins.sturges(x, y);
      double[] wide = PeerBins.shares(PeerBins.histogram(x, sturges), x.length);
      double[] narrow = PeerBins.shares(PeerBins.histogram(y, sturges), y.length);
      assertThat(Divergence.hellinger(wide, narrow))
          .isCloseTo(given.expected().value("evidently_hellinger"), within(1e-8));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void populationStabilityOverDecilesOfTheReference(Case given) {
    String key = "psi_ref_deciles_outer_bins_open_floor1e-4";
    if (given.expected().has(key)) {
      GoldenFile psi = given.expected().group(key);
      double[] inner = psi.reals("edges");
      double[] edges = inner.clone();
      edges[0] = Double.NEGATIVE_INFINITY;
      edges[edges.length - 1] = Double.POSITIVE_INFINITY;
      double[] p = PeerBins.shares(PeerBins.histogram(given.x(), edges), given.x().length);
      double[] q = PeerBins.shares(PeerBins.histogram(given.y(), edges), given.y().length);
      assertThat(Divergence.populationStability(p, q, 1e-4)).isCloseTo(psi.value("psi"), EXACT);
    }
  }

  private static double natural(double[] p, double[] q) {
    return Math.sqrt(Divergence.jensenShannon(p, q) * Math.log(2));
  }
}
