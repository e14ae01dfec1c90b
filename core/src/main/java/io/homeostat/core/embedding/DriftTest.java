package io.homeostat.core.embedding;

import java.util.Arrays;
import java.util.List;

/**
 * One test among those that make the decision: what it sees best, and its part of the error rate.
 * Each computes one statistic under every labelling; greater means further apart. The parts were
 * chosen on simulated windows of 50 vectors, where new clusters are hard to tell from chance, and
 * of 100 and more; whatever they are, the decision's error rate is kept by permutation.
 */
public enum DriftTest {
  /** The energy distance along the widest axis: its mean, and its shape at an unchanged mean. */
  LEADING_AXIS(0.40, 0.48) {
    @Override
    double[] statistics(Pool pool) {
      double[] leading = Arrays.stream(pool.principal().scores()).mapToDouble(s -> s[0]).toArray();
      return pool.discrepancies(PrincipalScores.column(leading), new Kernel.NegativeDistance());
    }
  },
  /** The energy distance over all dimensions: a mean that moves along several wide axes. */
  ENERGY(0.01, 0.01) {
    @Override
    double[] statistics(Pool pool) {
      return pool.discrepancies(pool.vectors(), new Kernel.NegativeDistance());
    }
  },
  /**
   * Hotelling's T² over the pooled covariance, with a ridge that grows as vectors become few for
   * the dimension (L. Chen and others, "A regularized Hotelling's T² test", JASA 2011): the mean
   * along minor axes too.
   */
  HOTELLING(0.21, 0.38) {
    @Override
    double[] statistics(Pool pool) {
      double[][] sums = pool.memberSums(pool.evened());
      return Arrays.stream(sums).mapToDouble(DriftTest::square).toArray();
    }
  },
  /**
   * MMD² with a narrow kernel, γ = 6 / median(d²), where every axis counts alike: new clusters and
   * vanished ones, which may lie along minor axes, and the scale of all dimensions.
   */
  CLUSTERS(0.36, 0.11) {
    @Override
    double[] statistics(Pool pool) {
      Vectors evened = pool.evened();
      double median = Bandwidth.median(pool.statistics().squaredDistances(evened));
      return median > 0
          ? pool.discrepancies(evened, new Kernel.Rbf(6 / median))
          : new double[pool.labelling().size()];
    }
  },
  /** The squared Frobenius distance of the covariances within the 16 widest axes: shape. */
  COVARIANCE(0.02, 0.02) {
    @Override
    double[] statistics(Pool pool) {
      return pool.apart(products(pool.principal(), 16));
    }
  };

  private static final double RIDGE = 0.1;

  private final double few;
  private final double many;

  DriftTest(double few, double many) {
    this.few = few;
    this.many = many;
  }

  /**
   * Its part of the error rate; all parts make 1.
   *
   * @param count how many vectors the smaller window has; from 50 to 100 the part moves evenly
   */
  public double part(int count) {
    double fewness = Math.max(0, Math.min(1, 100.0 / count - 1));
    return many + fewness * (few - many);
  }

  /** The statistic for each labelling, the observed one first. */
  abstract double[] statistics(Pool pool);

  /** The pooled vectors with what several tests need of them. */
  record Pool(
      EmbeddingStatistics statistics,
      Vectors vectors,
      PrincipalScores principal,
      Labelling labelling) {

    /**
     * The vectors with every axis of one spread, as far as their number tells the axes apart: an
     * axis counts by variance / (variance + ridge), the ridge being 0.1 of the mean variance, and
     * less, by the square, the more vectors there are beyond the dimensions.
     */
    Vectors evened() {
      int beyond = vectors.count() - vectors.dimension();
      double scarcity = beyond <= 0 ? 1 : Math.min(1, (double) vectors.dimension() / beyond);
      return weighted(principal, RIDGE * scarcity * scarcity * principal.meanVariance());
    }

    double[] discrepancies(Vectors of, Kernel kernel) {
      return statistics.discrepancies(of, List.of(kernel), labelling).get(0).stream()
          .mapToDouble(Discrepancy::unbiased)
          .toArray();
    }

    double[][] memberSums(Vectors features) {
      return statistics.memberSums(features, labelling);
    }

    /** The squared distance of the two parts' mean features. */
    double[] apart(Vectors features) {
      double[] all = new double[features.dimension()];
      for (int i = 0; i < features.count(); i++) {
        for (int k = 0; k < all.length; k++) {
          all[k] += features.at(i, k);
        }
      }
      double n = labelling.reference();
      double m = labelling.total() - n;
      double[][] sums = memberSums(features);
      double[] apart = new double[sums.length];
      for (int b = 0; b < sums.length; b++) {
        for (int k = 0; k < all.length; k++) {
          double difference = sums[b][k] / n - (all[k] - sums[b][k]) / m;
          apart[b] += difference * difference;
        }
      }
      return apart;
    }
  }

  /** Scores whose axes count by variance / (variance + ridge). */
  private static Vectors weighted(PrincipalScores principal, double ridge) {
    int rank = principal.rank();
    double[] values = new double[principal.scores().length * rank];
    for (int r = 0; r < rank; r++) {
      double variance = principal.variances()[r];
      double weight = Math.sqrt(variance / (variance + ridge));
      for (int i = 0; i < principal.scores().length; i++) {
        values[i * rank + r] = weight * principal.scores()[i][r];
      }
    }
    return Vectors.ofRowMajor(principal.scores().length, rank, values);
  }

  /** All products of two places along the widest axes; mixed ones stand for both orders. */
  private static Vectors products(PrincipalScores principal, int most) {
    int axes = Math.min(most, principal.rank());
    int features = axes * (axes + 1) / 2;
    double[] values = new double[principal.scores().length * features];
    int next = 0;
    for (double[] scores : principal.scores()) {
      for (int a = 0; a < axes; a++) {
        for (int b = 0; b <= a; b++) {
          double scale = Math.sqrt(principal.variances()[a] * principal.variances()[b]);
          values[next++] = scores[a] * scores[b] * scale * (a == b ? 1 : Math.sqrt(2));
        }
      }
    }
    return Vectors.ofRowMajor(principal.scores().length, features, values);
  }

  private static double square(double[] vector) {
    double sum = 0;
    for (double value : vector) {
      sum += value * value;
    }
    return sum;
  }
}
