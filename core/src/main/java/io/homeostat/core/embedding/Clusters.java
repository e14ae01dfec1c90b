package io.homeostat.core.embedding;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The reference's clusters, and how far from them its own vectors stand: k-means from
 * farthest-first centres (T. Gonzalez 1985, S. Lloyd 1982) on every other vector; the bound is a
 * quantile of the other half's distances, so that it is not flattered by the fit (V. Vovk's split
 * conformal bound).
 */
public final class Clusters {
  private static final int ROUNDS = 10;
  private final double[][] centres;
  private final double bound;

  private Clusters(double[][] centres, double bound) {
    this.centres = centres;
    this.bound = bound;
  }

  /**
   * Finds them.
   *
   * @param reference four vectors at least
   * @param most how many clusters at most
   * @param share of vectors like the reference's that stand beyond the bound on average, such as
   *     0.01
   */
  public static Clusters of(Vectors reference, int most, double share) {
    int n = reference.count();
    if (n < 4 || most < 1 || !(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          "clusters need 4 vectors, 1 cluster and a share between 0 and 1, not "
              + n
              + ", "
              + most
              + " and "
              + share);
    }
    Vectors fitted = reference.pick(IntStream.range(0, (n + 1) / 2).map(i -> 2 * i).toArray());
    Vectors held = reference.pick(IntStream.range(0, n / 2).map(i -> 2 * i + 1).toArray());
    double[][] centres = farthestFirst(fitted, Math.min(most, Math.max(1, fitted.count() / 8)));
    for (int round = 0; round < ROUNDS; round++) {
      moveToMeans(fitted, centres);
    }
    double[] distances =
        IntStream.range(0, held.count()).mapToDouble(i -> nearest(held, i, centres)).toArray();
    Arrays.sort(distances);
    int rank = (int) Math.ceil((distances.length + 1) * (1 - share));
    double bound = distances[Math.min(rank, distances.length) - 1];
    return new Clusters(centres, bound);
  }

  /**
   * Those of the window's vectors that stand far from every cluster.
   *
   * @param ids the vectors' names, in their order
   * @param examples how many to name at most, the farthest first
   */
  public Far far(Vectors window, List<String> ids, int examples) {
    double[] distances =
        IntStream.range(0, window.count()).mapToDouble(i -> nearest(window, i, centres)).toArray();
    int[] beyond =
        IntStream.range(0, window.count())
            .filter(i -> distances[i] > bound)
            .boxed()
            .sorted((a, b) -> Double.compare(distances[b], distances[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<String> named = Arrays.stream(beyond).limit(examples).mapToObj(ids::get).toList();
    return new Far(window.count(), beyond.length, named);
  }

  /**
   * Vectors far from every cluster of the reference.
   *
   * @param examples ids, the farthest first
   */
  public record Far(int count, int far, List<String> examples) {
    public double share() {
      return count == 0 ? 0 : (double) far / count;
    }
  }

  private static double[][] farthestFirst(Vectors vectors, int count) {
    double[] distance = new double[vectors.count()];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    double[][] centres = new double[count][];
    int next = 0;
    for (int c = 0; c < count; c++) {
      centres[c] = vectors.row(next);
      int farthest = 0;
      for (int i = 0; i < vectors.count(); i++) {
        distance[i] = Math.min(distance[i], vectors.squaredDistance(i, vectors, next));
        farthest = distance[i] > distance[farthest] ? i : farthest;
      }
      next = farthest;
    }
    return centres;
  }

  private static void moveToMeans(Vectors vectors, double[][] centres) {
    double[][] sums = new double[centres.length][vectors.dimension()];
    int[] members = new int[centres.length];
    for (int i = 0; i < vectors.count(); i++) {
      int c = closest(vectors, i, centres);
      members[c]++;
      for (int k = 0; k < vectors.dimension(); k++) {
        sums[c][k] += vectors.at(i, k);
      }
    }
    for (int c = 0; c < centres.length; c++) {
      for (int k = 0; k < vectors.dimension() && members[c] > 0; k++) {
        centres[c][k] = sums[c][k] / members[c];
      }
    }
  }

  private static int closest(Vectors vectors, int i, double[][] centres) {
    int closest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < centres.length; c++) {
      double distance = squaredDistance(vectors, i, centres[c]);
      if (distance < least) {
        least = distance;
        closest = c;
      }
    }
    return closest;
  }

  private static double nearest(Vectors vectors, int i, double[][] centres) {
    return squaredDistance(vectors, i, centres[closest(vectors, i, centres)]);
  }

  private static double squaredDistance(Vectors vectors, int i, double[] centre) {
    double sum = 0;
    for (int k = 0; k < centre.length; k++) {
      double difference = vectors.at(i, k) - centre[k];
      sum += difference * difference;
    }
    return sum;
  }
}
