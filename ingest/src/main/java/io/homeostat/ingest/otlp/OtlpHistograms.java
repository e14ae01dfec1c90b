package io.homeostat.ingest.otlp;

import io.homeostat.ingest.intake.Buckets;
import io.homeostat.ingest.intake.HistogramMemory;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import java.util.Optional;

/** Reads the buckets of OpenTelemetry's two kinds of histogram. */
final class OtlpHistograms {
  private final HistogramMemory memory;

  OtlpHistograms(HistogramMemory memory) {
    this.memory = memory;
  }

  /** The buckets of a point; nothing when they contradict each other or are absent. */
  static Optional<Buckets> explicit(HistogramDataPoint point) {
    return Buckets.of(
        point.getExplicitBoundsList().stream().mapToDouble(Double::doubleValue).toArray(),
        point.getBucketCountsList().stream().mapToLong(Long::longValue).toArray());
  }

  /**
   * The buckets of a point with exponential bounds: those below zero, the one around it, those
   * above (OpenTelemetry, metrics data model, ExponentialHistogram); nothing when they can't be
   * expressed.
   */
  static Optional<Buckets> exponential(ExponentialHistogramDataPoint point) {
    ExponentialHistogramDataPoint.Buckets above = point.getPositive();
    ExponentialHistogramDataPoint.Buckets below = point.getNegative();
    int positive = above.getBucketCountsCount();
    int negative = below.getBucketCountsCount();
    double growth = StrictMath.pow(2, StrictMath.pow(2, -point.getScale()));
    double[] bounds = new double[negative + positive + 4];
    long[] counts = new long[bounds.length + 1];
    int at = 0;
    for (int i = negative; i >= 0; i--) {
      bounds[at] = -StrictMath.pow(growth, (double) below.getOffset() + i);
      counts[at++] = i < negative ? below.getBucketCounts(i) : 0;
    }
    double aroundZero = Math.max(Double.MIN_VALUE, point.getZeroThreshold());
    bounds[at++] = -aroundZero;
    bounds[at] = aroundZero;
    counts[at++] = point.getZeroCount();
    for (int i = 0; i <= positive; i++) {
      bounds[at] = StrictMath.pow(growth, (double) above.getOffset() + i);
      counts[at++] = i > 0 ? above.getBucketCounts(i - 1) : 0;
    }
    return Buckets.of(bounds, counts);
  }

  /**
   * What a point adds to the one before.
   *
   * @param series whose point it is
   */
  Optional<Buckets> added(
      AggregationTemporality temporality,
      String series,
      long startNanos,
      long timeNanos,
      Buckets buckets) {
    return switch (temporality) {
      case AGGREGATION_TEMPORALITY_DELTA -> Optional.of(buckets);
      case AGGREGATION_TEMPORALITY_CUMULATIVE ->
          memory.added(series, startNanos, timeNanos, buckets);
      default -> Optional.empty();
    };
  }
}
