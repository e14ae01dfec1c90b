package io.homeostat.core.drift.statistics;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** The bins that other tools choose, so that their golden values can be met. */
final class PeerBins {

  private PeerBins() {}

  /** numpy's linspace over the range of the values. */
  private static double[] edges(double[] values, int bins) {
    double first = Arrays.stream(values).min().orElseThrow();
    double last = Arrays.stream(values).max().orElseThrow();
    if (first == last) {
      first -= 0.5;
      last += 0.5;
    }
    double[] edges = new double[bins + 1];
    for (int i = 0; i <= bins; i++) {
      edges[i] = i == bins ? last : first + i * ((last - first) / bins);
    }
    return edges;
  }

  static double[] equalWidth(double[] reference, double[] current, int bins) {
    return edges(both(reference, current), bins);
  }

  static double[] sturges(double[] reference, double[] current) {
    double[] both = both(reference, current);
    double bins = Math.ceil(Math.log(both.length) / Math.log(2) + 1);
    return edges(both, range(both) == 0 ? 1 : (int) bins);
  }

  static double[] doane(double[] values) {
    int n = values.length;
    double mean = Arrays.stream(values).average().orElseThrow();
    double deviation = Math.sqrt(Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / n);
    if (n < 3 || deviation == 0) {
      return edges(values, 1);
    }
    double skew = Arrays.stream(values).map(x -> Math.pow((x - mean) / deviation, 3)).sum() / n;
    double error = Math.sqrt(6.0 * (n - 2) / ((n + 1.0) * (n + 3)));
    double bins =
        1 + Math.log(n) / Math.log(2) + Math.log(1 + Math.abs(skew) / error) / Math.log(2);
    return edges(values, (int) Math.ceil(bins));
  }

  /** numpy's histogram: half-open bins, the last one closed; what lies outside is not counted. */
  static long[] histogram(double[] values, double[] edges) {
    long[] counts = new long[edges.length - 1];
    for (double value : values) {
      int place = Arrays.binarySearch(edges, value);
      int bin = place >= 0 ? Math.min(place, counts.length - 1) : -place - 2;
      if (bin >= 0 && bin < counts.length) {
        counts[bin]++;
      }
    }
    return counts;
  }

  static double[] shares(long[] counts, int of) {
    return Arrays.stream(counts).mapToDouble(count -> (double) count / of).toArray();
  }

  /** evidently: distinct values where there are at most 20, else Sturges's bins of both. */
  static Counts evidently(double[] reference, double[] current) {
    if (Arrays.stream(reference).distinct().count() <= 20) {
      return Pooled.of(reference, current).counts();
    }
    double[] edges = sturges(reference, current);
    return new Counts(histogram(reference, edges), histogram(current, edges));
  }

  /** evidently: an empty share counts as 0.0001, or less where others are as small. */
  static double[] filled(double[] shares) {
    double least = Arrays.stream(shares).filter(x -> x > 0).min().orElse(1);
    double empty = least <= 1e-4 ? least / 1e6 : 1e-4;
    return Arrays.stream(shares).map(x -> x == 0 ? empty : x).toArray();
  }

  static double[] normed(double[] shares) {
    double sum = Arrays.stream(shares).sum();
    return Arrays.stream(shares).map(x -> x / sum).toArray();
  }

  private static double range(double[] values) {
    return Arrays.stream(values).max().orElseThrow() - Arrays.stream(values).min().orElseThrow();
  }

  private static double[] both(double[] reference, double[] current) {
    return DoubleStream.concat(Arrays.stream(reference), Arrays.stream(current)).toArray();
  }
}
