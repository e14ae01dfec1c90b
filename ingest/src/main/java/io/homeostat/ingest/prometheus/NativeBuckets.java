package io.homeostat.ingest.prometheus;

import io.homeostat.ingest.intake.Buckets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Lays the sparse buckets of a native histogram side by side, with empty ones in between. Bucket
 * {@code i} of schema {@code s} ends at {@code 2^(i·2^−s)} (Prometheus, "Native Histograms",
 * Schema).
 */
final class NativeBuckets {
  private static final int LEAST_SCHEMA = -4;
  private static final int MOST_SCHEMA = 8;

  private final int schema;
  private double[] bounds = new double[64];
  private long[] counts = new long[65];
  private int size;
  private boolean sound;

  NativeBuckets(int schema) {
    this.schema = schema;
    this.sound = schema >= LEAST_SCHEMA && schema <= MOST_SCHEMA;
  }

  /** Buckets with bounds of the sender's own; the last one has none. */
  static Optional<Buckets> custom(double[] bounds, int[] indexes, double[] counts) {
    long[] all = new long[bounds.length + 1];
    for (int i = 0; i < indexes.length; i++) {
      if (indexes[i] < 0 || indexes[i] >= all.length || !(counts[i] >= 0)) {
        return Optional.empty();
      }
      all[indexes[i]] = Math.round(counts[i]);
    }
    return Buckets.of(bounds, all);
  }

  /** The buckets below zero, by growing distance from it. */
  void negative(int[] indexes, double[] values) {
    for (int i = indexes.length - 1; i >= 0; i--) {
      bucket(-bound(indexes[i]), -bound(indexes[i] - 1), values[i]);
    }
  }

  /** The bucket around zero. */
  void zero(double threshold, double value) {
    double half = Math.max(Double.MIN_VALUE, threshold);
    bucket(-half, half, value);
  }

  /** The buckets above zero. */
  void positive(int[] indexes, double[] values) {
    for (int i = 0; i < indexes.length; i++) {
      bucket(bound(indexes[i] - 1), bound(indexes[i]), values[i]);
    }
  }

  private double bound(int index) {
    double bound = StrictMath.pow(2, index * StrictMath.pow(2, -schema));
    return Math.min(Double.MAX_VALUE, Math.max(Double.MIN_VALUE, bound));
  }

  private void bucket(double low, double high, double value) {
    if (size == 0 || low > bounds[size - 1]) {
      append(low, 0);
    }
    // The bucket around zero may reach into its neighbours.
    if (high > bounds[size - 1]) {
      append(high, value);
    } else {
      counts[size - 1] += Math.round(value);
    }
    sound &= value >= 0;
  }

  private void append(double bound, double value) {
    if (size == bounds.length) {
      bounds = Arrays.copyOf(bounds, size * 2);
      counts = Arrays.copyOf(counts, size * 2 + 1);
    }
    bounds[size] = bound;
    counts[size++] = Math.round(value);
  }

  Optional<Buckets> toBuckets() {
    return sound
        ? Buckets.of(Arrays.copyOf(bounds, size), Arrays.copyOf(counts, size + 1))
        : Optional.empty();
  }
}
