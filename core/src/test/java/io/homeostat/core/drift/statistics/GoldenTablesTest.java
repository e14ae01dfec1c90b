package io.homeostat.core.drift.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class GoldenTablesTest {
  private static final Offset<Double> EXACT = within(1e-9);

  @Test
  void categoriesAreScipysAndThoseOfOtherTools() {
    GoldenFile.of("categorical.json")
        .cases()
        .forEach(
            (name, given) ->
                category(
                    name,
                    new Counts(given.wholes("ref_counts"), given.wholes("cur_counts")),
                    given.group("expected")));
  }

  private static void category(String name, Counts counts, GoldenFile expected) {
    double[] p = counts.referenceShares();
    double[] q = counts.currentShares();
    chiSquare(ChiSquare.corrected(counts), expected.group("chi2_contingency_correction=True"));
    chiSquare(ChiSquare.of(counts), expected.group("chi2_contingency_correction=False"));
    GoldenFile likelihood = expected.group("g_test");
    ChiSquare g = ChiSquare.likelihood(counts);
    assertThat(g.statistic()).as(name).isCloseTo(likelihood.value("statistic"), EXACT);
    assertThat(g.pValue()).as(name).isCloseTo(likelihood.value("pvalue"), EXACT);
    double bits = Divergence.jensenShannon(p, q);
    is(expected, "js_divergence_base2", bits);
    is(expected, "js_distance_base2", Math.sqrt(bits));
    is(expected, "js_distance_nat", Math.sqrt(bits * Math.log(2)));
    is(expected, "nannyml_js", Math.sqrt(bits));
    is(expected, "l_infinity", Divergence.greatest(p, q));
    is(expected, "nannyml_l_infinity", Divergence.greatest(p, q));
    is(expected, "nannyml_chi2", ChiSquare.corrected(counts).statistic());
    is(expected, "tvd", Divergence.totalVariation(p, q));
    is(expected, "hellinger", Divergence.hellinger(p, q));
    double psi = Divergence.populationStability(p, q, 1e-4);
    is(expected, "psi_floor1e-4", psi);
    is(expected, "evidently_psi", psi);
    is(expected, "evidently_chisquare_p", oneSample(counts));
    if (expected.has("fisher_exact")) {
      Shares shares =
          new Shares(
              counts.reference()[0],
              counts.referenceTotal(),
              counts.current()[0],
              counts.currentTotal());
      assertThat(shares.fisher()).isCloseTo(expected.group("fisher_exact").value("pvalue"), EXACT);
    }
  }

  /** evidently: the reference's shares as if they were known exactly. */
  private static double oneSample(Counts counts) {
    double statistic = 0;
    for (int i = 0; i < counts.cells(); i++) {
      double wanted = counts.referenceShares()[i] * counts.currentTotal();
      if (wanted == 0) {
        return 0;
      }
      double apart = counts.current()[i] - wanted;
      statistic += apart * apart / wanted;
    }
    return ChiSquare.upperTail(statistic, counts.cells() - 1);
  }

  private static void chiSquare(ChiSquare test, GoldenFile expected) {
    assertThat(test.statistic()).isCloseTo(expected.value("statistic"), EXACT);
    assertThat(test.pValue()).isCloseTo(expected.value("pvalue"), EXACT);
    assertThat(test.freedom()).isEqualTo((int) expected.value("dof"));
  }

  private static void is(GoldenFile expected, String key, double value) {
    if (expected.has(key)) {
      assertThat(value).as(key).isCloseTo(expected.value(key), EXACT);
    }
  }

  @Test
  void kolmogorovsTailsAreScipys() {
    for (Object row : GoldenFile.of("tables.json").list("ks_pvalue")) {
      Map<?, ?> map = (Map<?, ?>) row;
      double n = number(map.get("n"));
      double m = number(map.get("m"));
      double d = number(map.get("d"));
      double size = n * m / (n + m);
      assertThat(KolmogorovTail.limit(Math.sqrt(size) * d))
          .as("%s", map)
          .isCloseTo(number(map.get("kstwobign_sf(sqrt(en)*d)")), EXACT);
      assertThat(KolmogorovTail.of((long) Math.rint(size), d))
          .as("%s", map)
          .isCloseTo(number(map.get("kstwo_sf(d,round(en))")), EXACT);
    }
  }

  @Test
  void chiSquaresTailIsScipys() {
    for (Object row : GoldenFile.of("tables.json").list("chi2_sf")) {
      List<?> values = (List<?>) row;
      double tail = ChiSquare.upperTail(number(values.get(0)), number(values.get(1)));
      double wanted = number(values.get(2));
      assertThat(tail).as("%s", values).isCloseTo(wanted, within(1e-9 * Math.max(1e-300, wanted)));
    }
  }

  @Test
  void populationStabilityIsAboutChiSquareWhereNothingChanged() {
    for (Object row : GoldenFile.of("tables.json").list("psi_null_quantile")) {
      double[] values = ((List<?>) row).stream().mapToDouble(GoldenTablesTest::number).toArray();
      double scale = 1 / values[1] + 1 / values[2];
      assertThat(ChiSquare.upperTail(values[3] / scale, values[0] - 1)).isCloseTo(0.05, EXACT);
      assertThat(ChiSquare.upperTail(values[4] / scale, values[0] - 1)).isCloseTo(0.001, EXACT);
    }
  }

  private static double number(@org.jspecify.annotations.Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new AssertionError(value + " is no number");
  }
}
