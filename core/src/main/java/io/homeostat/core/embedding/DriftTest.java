package io.homeostat.core.embedding;

import java.util.Arrays;
import java.util.List;

/**
 * One test among those that make the decision: what it sees best, and its part of the error rate.
 * Each computes one statistic under every labelling; greater means further apart. The parts were
 * chosen on simulated windows of 100 vectors; whatever they are, the decision's error rate is kept
 * by permutation.
 */
public enum DriftTest {
  /** The energy distance along the widest axis: its mean, and its shape at an unchanged mean. */
  LEADING_AXIS(0.32) {
    @Override
    double[] statistics(Pool pool) {
      double[] leading = Arrays.stream(pool.principal().scores()).mapToDouble(s -> s[0]).toArray();
      return pool.discrepancies(PrincipalScores.column(leading), new Kernel.NegativeDistance());
    }
  },
  /** The energy distance over all dimensions. */
  ENERGY(0.12) {
    @Override
    double[] statistics(Pool pool) {
      return pool.discrepancies(pool.vectors(), new Kernel.NegativeDistance());
    }
  },
  /**
   * Hotelling's T² over the pooled covariance, with a ridge where there are few vectors for the
   * dimension (L. Chen and others, "A regularized Hotelling's T² test", JASA 2011): the mean along
   * minor axes too.
   */
  HOTELLING(0.38) {
    @Override
    double[] statistics(Pool pool) {
      PrincipalScores principal = pool.principal();
      boolean many = pool.vectors().count() >= 1.5 * pool.vectors().dimension();
      double ridge = (many ? 1e-6 : 0.1) * principal.meanVariance();
      double[][] sums = pool.memberSums(weighted(principal, ridge));
      return Arrays.stream(sums).mapToDouble(DriftTest::square).toArray();
    }
  },
  /** MMD² with a narrow kernel, γ = 8 / median(d²): new clusters and vanished ones. */
  CLUSTERS(0.09) {
    @Override
    double[] statistics(Pool pool) {
      double median = Bandwidth.median(pool.statistics().squaredDistances(pool.vectors()));
      return median > 0
          ? pool.discrepancies(pool.vectors(), new Kernel.Rbf(8 / median))
          : new double[pool.labelling().size()];
    }
  },
  /** The mean squared Mahalanobis distance from the pooled mean: the scale of all dimensions. */
  SCALE(0.02) {
    @Override
    double[] statistics(Pool pool) {
      PrincipalScores principal = pool.principal();
      Vectors weighted = weighted(principal, 0.01 * principal.meanVariance());
      double[] distances = new double[weighted.count()];
      for (int i = 0; i < distances.length; i++) {
        distances[i] = square(weighted.row(i));
      }
      return pool.apart(PrincipalScores.column(distances));
    }
  },
  /** The squared Frobenius distance of the covariances within the 16 widest axes: shape. */
  COVARIANCE(0.07) {
    @Override
    double[] statistics(Pool pool) {
      return pool.apart(products(pool.principal(), 16));
    }
  };

  private final double part;

  DriftTest(double part) {
    this.part = part;
  }

  /** Its part of the error rate; all parts make 1. */
  public double part() {
    return part;
  }

  /** The statistic for each labelling, the observed one first. */
  abstract double[] statistics(Pool pool);

  /** The pooled vectors with what several tests need of them. */
  record Pool(
      EmbeddingStatistics statistics,
      Vectors vectors,
      PrincipalScores principal,
      Labelling labelling) {

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
