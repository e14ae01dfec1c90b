package io.homeostat.ingest.intake;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A histogram's counts by bucket. Bucket {@code i} holds what is above bound {@code i − 1} and not
 * above bound {@code i}; the last one has no upper bound.
 *
 * @param bounds the upper bounds, growing
 * @param counts one more than bounds
 */
public record Buckets(double[] bounds, long[] counts) {
  /** The quantiles that are told of a histogram, by what stands after its name. */
  public static final Map<String, Double> QUANTILES =
      Map.of(".p50", 0.5, ".p95", 0.95, ".p99", 0.99);

  private static final int MOST = 4096;

  /** Buckets, if the arrays make any: growing finite bounds, one count more, no negative one. */
  public static Optional<Buckets> of(double[] bounds, long[] counts) {
    boolean sound = counts.length == bounds.length + 1 && counts.length <= MOST;
    for (int i = 0; sound && i < bounds.length; i++) {
      sound = Double.isFinite(bounds[i]) && (i == 0 || bounds[i] > bounds[i - 1]);
    }
    return sound && Arrays.stream(counts).allMatch(count -> count >= 0)
        ? Optional.of(new Buckets(bounds, counts))
        : Optional.empty();
  }

  /**
   * What was added since {@code earlier}; nothing when that is no earlier state of this. There may
   * be more bounds than earlier, where earlier nothing was counted.
   */
  public Optional<Buckets> since(Buckets earlier) {
    long[] added = counts.clone();
    int at = 0;
    for (int i = 0; i < earlier.counts.length; i++) {
      int first = at;
      while (at < bounds.length
          && (i == earlier.bounds.length || bounds[at] != earlier.bounds[i])) {
        at++;
      }
      boolean found = i == earlier.bounds.length || at < bounds.length;
      if (!found || (earlier.counts[i] > 0 && at > first)) {
        return Optional.empty();
      }
      added[at] -= earlier.counts[i];
      at++;
    }
    return of(bounds, added);
  }

  /**
   * The value below which {@code rank} of all lie, by linear interpolation within a bucket, as
   * Prometheus' {@code histogram_quantile} does; nothing when the buckets are empty.
   *
   * @param rank from 0 to 1
   */
  public OptionalDouble quantile(double rank) {
    long total = Arrays.stream(counts).sum();
    if (total <= 0 || bounds.length == 0) {
      return OptionalDouble.empty();
    }
    double wanted = rank * total;
    double below = 0;
    for (int i = 0; i < bounds.length; i++) {
      if (counts[i] > 0 && below + counts[i] >= wanted) {
        double low = i > 0 ? bounds[i - 1] : Math.min(0, bounds[0]);
        return OptionalDouble.of(low + (bounds[i] - low) * ((wanted - below) / counts[i]));
      }
      below += counts[i];
    }
    return OptionalDouble.of(bounds[bounds.length - 1]);
  }
}
