package io.homeostat.processors.embedding.bench;

import io.homeostat.core.embedding.EmbeddingStatistics;
import io.homeostat.core.embedding.Labelling;
import io.homeostat.core.embedding.Moments;
import io.homeostat.core.embedding.ReferenceStatistics;
import io.homeostat.core.embedding.Vectors;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The Fréchet distance within the pooled vectors' widest axes, under every labelling.
 *
 * @param most how many axes
 */
record LeadingFrechet(EmbeddingStatistics statistics, int most) {

  double[] of(Vectors pooled, Labelling labelling) {
    Moments all = statistics.moments(pooled);
    double[][] axes =
        Arrays.copyOf(
            statistics.spectrum(all.covariance(), all.dimension()).axes(),
            Math.min(most, all.dimension()));
    Vectors places = places(pooled, axes);
    ReferenceStatistics small = new ReferenceStatistics();
    return IntStream.range(0, labelling.size())
        .mapToDouble(
            b ->
                small
                    .frechet(
                        small.moments(part(places, labelling.member(b), 1)),
                        small.moments(part(places, labelling.member(b), 0)))
                    .squared())
        .toArray();
  }

  private static Vectors places(Vectors pooled, double[][] axes) {
    double[] values = new double[pooled.count() * axes.length];
    for (int i = 0, next = 0; i < pooled.count(); i++) {
      for (double[] axis : axes) {
        for (int k = 0; k < axis.length; k++) {
          values[next] += axis[k] * pooled.at(i, k);
        }
        next++;
      }
    }
    return Vectors.ofRowMajor(pooled.count(), axes.length, values);
  }

  private static Vectors part(Vectors places, byte[] member, int wanted) {
    return places.pick(
        IntStream.range(0, member.length).filter(i -> member[i] == wanted).toArray());
  }
}
